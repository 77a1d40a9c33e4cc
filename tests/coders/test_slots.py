"""Which patterns fit which parses, and who fills their places."""

import pytest

from coders.codebook.patterns import PatternError, read_lines, read_verb_patterns
from coders.grammar.arguments import arguments_of
from coders.grammar.slots import best_fit, vocabulary_of
from tests.coders.mentions import by_token, mention
from tests.coders.parses import parse

FITS = {
    "object": ("190 attack T", "Iran/nsubj/1 attacked/ROOT/1//attack Iraq/dobj/1", "Iran", "Iraq"),
    "passive": (
        "190 attack T",
        "Iraq/nsubjpass/2 was/auxpass/2 attacked/ROOT/2//attack by/agent/2 Iran/pobj/3",
        "Iran",
        "Iraq",
    ),
    "words and a preposition on the verb": (
        "190 launch raid|attack on|against T",
        "Iran/nsubj/1 launched/ROOT/1 attack/dobj/1 on/prep/1 Iraq/pobj/3",
        "Iran",
        "Iraq",
    ),
    "words and a preposition on the noun": (
        "190 launch raid|attack on|against T",
        "Iran/nsubj/1 launched/ROOT/1 attack/dobj/1 on/prep/2 Iraq/pobj/3",
        "Iran",
        "Iraq",
    ),
    "words in the passive": (
        "163 impose sanction on T",
        "sanctions/nsubjpass/2/NOUN/sanction were/auxpass/2 imposed/ROOT/2 on/prep/2 Iraq/pobj/3 "
        "by/agent/2 Iran/pobj/5",
        "Iran",
        "Iraq",
    ),
    "particle": (
        "087 pull +out of T",
        "Iran/nsubj/1 pulled/ROOT/1 out/prep/1 of/prep/2 Iraq/pobj/3",
        "Iran",
        "Iraq",
    ),
    "the subject is the target": (
        "111 T come under criticism from S",
        "Iraq/nsubj/1 came/ROOT/1 under/prep/1 criticism/pobj/2 from/prep/1 Iran/pobj/4",
        "Iran",
        "Iraq",
    ),
    "a missing target that may be missing": (
        "141 protest against T?",
        "Iran/nsubj/1 protested/ROOT/1",
        "Iran",
        None,
    ),
    "target inside a phrase": (
        "195 bomb T",
        "Iran/nsubj/1 bombed/ROOT/1 Iraq/compound/3/PROPN positions/dobj/1",
        "Iran",
        "Iraq",
    ),
}
MISFITS = {
    "no target": ("190 attack T", "Iran/nsubj/1 attacked/ROOT/1 yesterday/npadvmod/1"),
    "other words": ("190 launch raid on T", "Iran/nsubj/1 launched/ROOT/1 ship/dobj/1 on/prep/1 Iraq/pobj/3"),
    "other preposition": ("040 meet with T", "Iran/nsubj/1 met/ROOT/1 near/prep/1 Iraq/pobj/2"),
    "no particle": ("087 pull +out of T", "Iran/nsubj/1 pulled/ROOT/1 of/prep/1 Iraq/pobj/2"),
}


def _fit(pattern, line):
    (read,) = read_verb_patterns(read_lines("test.txt", pattern), {})
    sentence = parse(line)
    names = [t.text for t in sentence.tokens if t.text in ("Iran", "Iraq")]
    mentions = by_token(*(mention(sentence, name, name.upper()[:3]) for name in names))
    verb = next(t for t in sentence.tokens if t.pos == "VERB")
    return best_fit(sentence, [read], arguments_of(sentence, verb), mentions, vocabulary_of(sentence))


@pytest.mark.parametrize(("pattern", "line", "source", "target"), FITS.values(), ids=FITS)
def test_fits(pattern, line, source, target):
    found = _fit(pattern, line)
    assert [m.text for m in found.sources] == [source]
    assert [m.text for m in found.targets] == ([target] if target else [])


@pytest.mark.parametrize(("pattern", "line"), MISFITS.values(), ids=MISFITS)
def test_does_not_fit(pattern, line):
    assert _fit(pattern, line) is None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("attack T", "'attack' is no event code"),
        ("190", "a trigger word is missing"),
        ("190 attack T with", "nothing follows the preposition 'with'"),
        ("190 attack @unknown", "the word set @unknown is not declared"),
        ("190 Attack T", "'Attack' is no lower-case lemma"),
        ("190 T attack T", "the subject is the target already"),
        ("190 attack on with T", "a preposition stands right after another"),
    ],
)
def test_a_malformed_pattern_is_named_by_file_and_line(line, message):
    with pytest.raises(PatternError, match=r"test\.txt:2: ") as caught:
        list(read_verb_patterns(read_lines("test.txt", f"# comment\n{line}"), {}))
    assert message in str(caught.value)
