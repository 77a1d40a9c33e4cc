"""Verb files of the community's kind: what their patterns become."""

from __future__ import annotations

import pytest

from coders.codebook.model import NO_EVENT
from coders.codebook.patterns import read_lines, read_verb_patterns
from coders.codebook.tabari.load import kind_of, load_community_entries
from coders.codebook.tabari.verb_files import read_verb_file

CODES = {"042", "043", "046", "050", "173", "190", "193", "195"}
SETS = "&WEAPON\n+GUN\n+GUNS\n+SHOT_GUN\n&PREPOSIT1_\n+ON\n+AT\n\n"


def patterns(*lines, block="--- SHELL [190] ---\nSHELL"):
    return read_verb_file("v.txt", f"{SETS}{block}\n" + "\n".join(lines), CODES)


def ours(line):
    """A pattern of the codebook's own language, to compare with."""
    [pattern] = read_verb_patterns(read_lines("x", line), {})
    return pattern.subject, pattern.event_code, pattern.reverse_code, pattern.slots


@pytest.mark.parametrize(
    ("theirs", "line"),
    [
        ("- * + [193]", "193 shell T"),
        ("- $ * + [193]", "193 shell T"),
        ("- + WAS * BY $ [193]", "193 shell T"),
        ("- + HAS BEEN * [193]", "193 shell T"),
        ("- + WILL * [193]", "193 T shell against|at|for|from|in|of|on|over|to|toward|towards|with S"),
        ("- * TALKS WITH + [046:046]", "046~ shell talks|talk with T"),
        ("- * TALKS (WITH +) [046]", "046 shell talks|talk with T"),
        ("- * {PEACE TALKS} WITH + [042:043]", "042/043 shell peace-talks|peace-talk with T"),
        ("- * PEACE_TALKS WITH + [046]", "046 shell peace-talks|peace-talk with T"),
        ("- * FROM &WEAPON AT + [193]", "193 shell from gun|guns|shot-gun at T"),
        ("- * OUT OF + [050]", "050 shell +out of T"),
        ("- * IN THE + [050]", "050 shell in T"),
        ("- * &PREPOSIT1 + [190]", "190 shell on|at T"),
        ("- * ^ ON + [190]", "190 shell on T"),
    ],
)
def test_a_pattern_becomes_one_of_our_own(theirs, line):
    found = patterns(theirs)
    assert found.refused == []
    pattern = found.patterns[-1]
    if " S" in line:  # a subject that is the target, and a source that may stand anywhere
        assert pattern.subject == "target"
        return
    assert (pattern.subject, pattern.event_code, pattern.reverse_code, pattern.slots) == ours(line)
    assert (pattern.triggers, pattern.place) == ({"shell"}, "v.txt:11")


def test_what_names_no_target_takes_one_where_it_stands():
    [*_, pattern] = patterns("- * TALKS [046]").patterns
    words, anybody = pattern.slots
    assert words.words == {"talks", "talk"}
    assert (anybody.filler, anybody.optional) == ("target", True)


def test_only_the_second_code_turns_source_and_target():
    [*_, pattern] = patterns("- * + [:173]").patterns
    assert (pattern.subject, pattern.event_code) == ("target", "173")
    assert pattern.slots[0].filler == "source"


def test_that_something_is_no_event_is_kept():
    assert patterns("- * LAW [---]").patterns[-1].event_code == NO_EVENT


def test_verbs_of_a_block_share_its_patterns_and_have_codes_of_their_own():
    block = "--- SHELL [190] ---\nSHELL\nBOMB {BOMBS BOMBED} [195]\n+GUN_DOWN {+GUNS_DOWN } [193]\n+BLOW_UP"
    found = patterns("- * + [193]", block=block)
    told = {(tuple(sorted(p.triggers)), p.event_code) for p in found.patterns}
    assert told == {
        (("shell",), "190"),
        (("bomb",), "195"),
        (("gun",), "193"),
        (("blow",), "190"),
        (("bomb", "shell"), "193"),
    }
    assert (found.verbs, found.counts["sets of words"]) == (4, 2)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("- TANKS * + [193]", "a word before the verb"),
        ("- NO * [193]", "a negation: what a verb means with one is a rule"),
        ("- * NOT [193]", "a negation: what a verb means with one is a rule"),
        ("- *_BY + [193]", "a word that is joined to the verb"),
        ("- * TO ATTACK [193]", "an infinitive, or a noun after to, which cannot be told apart"),
        ("- * BIG OLD RUSTY GUNS [193]", "a phrase of more than two words"),
        ("- * &NOTHING [193]", "a set of words that is not declared"),
        ("- * A_&WEAPON [193]", "a set of words that is joined to a word"),
        ("- * + [999]", "the code is none of CAMEO's"),
        ("- * +", "the pattern has no code"),
        ("- TALKS WITH + [046]", "the pattern has no *"),
        ("- * + AT + [193]", "the target stands in it twice"),
        (
            "~ a (a b ATTACK) SAY = a b 015",
            "a transformation of verbs: what one verb makes of another is a rule",
        ),
    ],
)
def test_what_has_no_equal_is_refused_by_its_line(line, reason):
    [refused] = patterns(line).refused
    assert (refused.place, refused.reason) == ("v.txt:11", reason)


def test_a_folder_is_read_whatever_its_files_are_called():
    texts = {
        "one.txt": "FREEDONIA_ [FDN]\n",
        "two.txt": "SOLDIER [~MIL]\n",
        "three.txt": "--- SHELL [190] ---\nSHELL\n- * + [193]\n",
        "four.txt": "TENNIS MATCH\n",
    }
    assert [kind_of(*each) for each in texts.items()] == ["actors", "agents", "verbs", "discards"]
    found = load_community_entries(texts, CODES)
    assert len(found.entries.actors) == len(found.entries.agents) == len(found.entries.discards) == 1
    assert len(found.entries.verb_patterns) == 2
    assert set(found.counts) == set(texts)
    assert found.refused == ()
