"""Actor and agent files of the community's kind: what an invented file of each kind gives."""

from __future__ import annotations

from datetime import date

import pytest

from coders.codebook.compose_code import compose_code, parts_of
from coders.codebook.tabari.actor_files import read_actor_file
from coders.codebook.tabari.agent_files import read_agent_file
from coders.codebook.tabari.dated_codes import CodeError, read_dated_code
from coders.codebook.tabari.discard_files import read_discard_file
from coders.codebook.tabari.names import written_name

ACTORS = """\
# A comment
FREEDONIA_  [FDN]
+FREEDONIAN_   ; another comment
<!-- a third
kind -->
RUFUS_T._FIREFLY_  # of Freedonia
+PRESIDENT_FIREFLY_
\t[FDNGOV 331117-20010511]
\t[FDNELI >20010511]
SYLVANIAN_FRONT_(SF)_ [SYVREB <990101] [SYVGOV >990101]
F.S.L._ [NGOFSL]
NOBODY_AT_ALL [---]
"""


def read(text=ACTORS):
    return read_actor_file("a.actors.txt", text)


def codes(actor):
    return [(compose_code(parts_of(role)), role.valid_from, role.valid_to) for role in actor.roles]


def test_an_actor_has_its_names_and_dated_codes_as_they_are_written():
    found = read()
    assert found.refused == ()
    assert found.counts == {"actors": 5, "names": 7, "codes": 6}
    leader = found.actors["a.actors.txt:Rufus T. Firefly"]
    assert (leader.kind, leader.aliases, leader.place) == ("person", ("President Firefly",), "a.actors.txt:6")
    assert codes(leader) == [
        ("FDNGOV", date(1933, 11, 17), date(2001, 5, 11)),
        ("FDNELI", date(2001, 5, 11), None),
    ]
    assert found.actors["a.actors.txt:Freedonia"].kind == "country"
    assert codes(found.actors["a.actors.txt:Sylvanian Front"])[0] == ("SYVREB", None, date(1999, 1, 1))
    assert found.actors["a.actors.txt:F.S.L."].kind == "ngo"
    assert found.actors["a.actors.txt:Nobody at All"].roles == ()


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("LONELY_\nOTHER_ [FDN]", 1, "the name has no code"),
        ("+FIRST_ [FDN]", 1, "no name stands above it"),
        ("A_ [fdn]\n\t[FDN]", 1, "the code is not made of three letters or digits each"),
        ("A_ [FDNX]\n\t[FDN]", 1, "the code is not made of three letters or digits each"),
        ("A_ [FDN\n\t[FDN]", 1, "a bracket is not closed"),
        ("A_ [FDN 20010101-19990101]\n\t[FDN]", 1, "the dates end before they begin"),
        ("A_ [FDN >2001013]\n\t[FDN]", 1, "a date is no day"),
        ("A_ [FDN >20011301]\n\t[FDN]", 1, "a date is no day"),
        ("A_ [FDN since 1999]\n\t[FDN]", 1, "the dates are none of <day, >day and day-day"),
        ("_() [FDN]", 1, "the name holds no letter"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_line_and_the_rest_is_read(text, place, reason):
    [refused] = read(text).refused
    assert (refused.place, refused.reason) == (f"a.actors.txt:{place}", reason)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("UNITED_STATES_OF_AMERICA_", "United States of America"),
        ("US_", "US"),
        ("U.N._", "U.N."),
        ("NATO_", "Nato"),
        ("BAN_KI-MOON", "Ban Ki-moon"),
        ("Mixed case_Name_", "Mixed Case Name"),
        ("AL_SHABAAB_", "Al Shabaab"),
        ("___", ""),
    ],
)
def test_a_name_is_written_as_texts_write_it(name, written):
    assert written_name(name) == written


@pytest.mark.parametrize(
    ("content", "first", "last"),
    [
        ("FDN", None, None),
        ("FDN 011222-041207", date(2001, 12, 22), date(2004, 12, 7)),
        ("FDN 19300101-991231", date(1930, 1, 1), date(1999, 12, 31)),
        ("FDN >991231", date(1999, 12, 31), None),
        ("FDN < 20000101", None, date(2000, 1, 1)),
        ("FDN 20000101", date(2000, 1, 1), date(2000, 1, 1)),
    ],
)
def test_dates_have_two_or_four_digits_for_the_year(content, first, last):
    role = read_dated_code(content)
    assert role is not None
    assert (role.valid_from, role.valid_to) == (first, last)


def test_a_code_with_digits_is_an_organization_of_the_newer_lists():
    assert read_dated_code("NGOCHR214").code == "NGOCHR214"
    with pytest.raises(CodeError):
        read_dated_code("NGOCHR21")


AGENTS = """\
!PERSON! = MAN, WOMEN   # a set
SOLDIER [~MIL]
POLICE_!PERSON! {POLICE_MEN} [~COP]
ARMS_DEALER [BUS~]
DEFENCE_CHIEF [~GOVMIL]
MONK [~BUD]
STRANGER [~QQQ]
!NOTHING!_MAN [~GOV]
SILENT
"""


def test_an_agent_has_its_roles_and_a_set_stands_for_its_members():
    found = read_agent_file("a.agents.txt", AGENTS)
    assert {noun: agent.roles for noun, agent in found.agents.items()} == {
        "soldier": ("MIL",),
        "police man": ("COP",),
        "police women": ("COP",),
        "arms dealer": ("BUS",),
        "defence chief": ("GOV", "MIL"),
    }
    [monk] = found.actors.values()
    assert (monk.name, monk.kind, monk.roles[0].religion) == ("monk", "religious_group", "BUD")
    assert [(each.place, each.reason) for each in found.refused] == [
        ("a.agents.txt:7", "QQQ is no role"),
        ("a.agents.txt:8", "the noun names a set that is not declared, or holds no letter"),
        ("a.agents.txt:9", "the noun has no code"),
    ]


def test_discards_are_phrases_of_a_sentence_or_a_story():
    found = read_discard_file("d.txt", "# comment\n+WORLD_CUP\nTENNIS MATCH  # more\n\n")
    assert [(each.phrase, each.story) for each in found] == [("world cup", True), ("tennis match", False)]
