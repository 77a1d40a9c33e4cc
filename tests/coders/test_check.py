"""What the check of a codebook finds, each on the smallest codebook that has it."""

from __future__ import annotations

import json

import pytest

from coders.codebook.check import check_codebook
from coders.codebook.entries import read_entries
from coders.codebook.load import join_codebook, shipped_data
from coders.codebook.texts import read_texts

SHIPPED = read_texts(shipped_data())
FRAME = {name: text for name, text in SHIPPED.items() if not name.startswith(("actors/", "patterns/"))}


def findings(actors=(), patterns=""):
    texts = {
        **FRAME,
        "agents.txt": "[MIL]\nsoldier\nguard\n",
        "actors/a.jsonl": "\n".join(json.dumps(each) for each in actors),
        "patterns/19.txt": patterns,
    }
    codebook = join_codebook(texts, [read_entries(texts)], "0")
    return [(each.place, each.message) for each in check_codebook(codebook)]


def person(entry_id, name, *roles, **more):
    return {"id": entry_id, "kind": "person", "name": name, "roles": list(roles), **more}


GOV = {"country": "FRA", "roles": ["GOV"], "from": "2012", "to": "2017"}
OPP = {"country": "FRA", "roles": ["OPP"], "from": "2008", "to": "2012-06"}


def test_a_sound_codebook_has_no_findings():
    assert findings([person("person:a", "Ann Example", GOV)], "190 attack T\n") == []


@pytest.mark.parametrize(
    ("role", "message"),
    [
        ({"country": "FRX"}, "FRX is no country"),
        ({"country": "FRA", "ethnicity": "QQQ"}, "QQQ is no ethnicity"),
        ({"code": "IGOQQQ"}, "QQQ in IGOQQQ is no code"),
    ],
)
def test_an_unknown_code_is_named(role, message):
    [(place, told)] = findings([person("person:a", "Ann Example", role)])
    assert place == "actors/a.jsonl:1"
    assert told.startswith(message)


def test_overlapping_roles_of_different_codes_are_named_unless_said_to_be_right():
    [(place, told)] = findings([person("person:a", "Ann Example", GOV, OPP)])
    assert place == "actors/a.jsonl:1"
    assert "from 2012-01-01 to 2012-06-30" in told
    assert findings([person("person:a", "Ann Example", GOV, OPP, overlaps=True)]) == []
    assert findings([person("person:a", "Ann Example", GOV, {**OPP, "roles": ["GOV"]})]) == []


def test_a_name_of_two_entries_is_named_unless_a_rule_says_which_is_meant():
    band = {"id": "group:a", "kind": "armed_group", "name": "The Lot", "roles": [{"country": "FRA"}]}
    other = {**band, "id": "group:b", "name": "Others", "aliases": ["Lot", "The Lot"]}
    [(place, told)] = findings([band, other])
    assert place == "actors/a.jsonl:2"
    assert "group:a (actors/a.jsonl:1)" in told
    then, now = {"country": "FRA", "to": "2000"}, {"country": "FRA", "from": "2001"}
    assert findings([{**band, "roles": [then]}, {**other, "roles": [now]}]) == []
    assert findings([person("person:a", "Ann Example", GOV), person("person:b", "Ann Example", GOV)]) == []
    assert len(findings([{**band, "name": "France"}])) == 1


@pytest.mark.parametrize(
    ("patterns", "shadowed"),
    [
        ("190 attack T\n190 attack|strike T", []),
        ("190 attack|strike T\n190 attack T", ["patterns/19.txt:2"]),
        ("190 launch raid on|against T\n193 launch raid on T", ["patterns/19.txt:2"]),
        ("190 launch raid on T\n190 launch raid against T", []),
        ("190 launch raid on T\n190 launch raid T", []),
        ("190 attack T\n190 attack:n on T\n190 T attack\n190 attack T?", []),
    ],
)
def test_a_pattern_that_never_counts_is_named(patterns, shadowed):
    assert [place for place, _ in findings(patterns=patterns)] == shadowed
