"""What a person finds in a codebook by typing, on a small one of known entries."""

from __future__ import annotations

import json
from datetime import date

import pytest

from coders.codebook.entries import read_entries
from coders.codebook.load import join_codebook, shipped_data
from coders.codebook.search import ActorSearch, find_actors, find_countries, find_event_codes, folded_words
from coders.codebook.texts import read_texts

FRAME = {
    name: text
    for name, text in read_texts(shipped_data()).items()
    if not name.startswith(("actors/", "patterns/")) and name != "countries.jsonl"
}
COUNTRIES = [
    {
        "code": "CIV",
        "name": "Ivory Coast",
        "names": ["Côte d'Ivoire"],
        "adjectives": ["Ivorian"],
        "capitals": ["Yamoussoukro"],
    },
    {"code": "RUS", "name": "Russia", "capitals": ["Moscow"], "seats": ["Kremlin"]},
]
GOV = {"country": "CIV", "roles": ["GOV"], "from": "2012", "to": "2017"}
OPP = {"country": "RUS", "roles": ["OPP"]}
REB = {"country": "RUS", "roles": ["REB"], "from": "2000", "to": "2011"}
ACTORS = [
    {"id": "person:sao", "kind": "person", "name": "José Ção", "aliases": ["Ção"], "roles": [GOV, REB]},
    {"id": "party:cao-party", "kind": "party", "name": "Cao Party", "roles": [OPP]},
    {"id": "party:z", "kind": "party", "name": "Popular Party of Cao", "roles": [{"country": "CIV"}]},
    {"id": "party:caos", "kind": "party", "name": "Old Caos Party", "roles": [{"country": "CIV"}]},
]
PERSON = ("person:sao", "José Ção")
CAO_PARTY = ("party:cao-party", "Cao Party")
POPULAR_PARTY = ("party:z", "Popular Party of Cao")


@pytest.fixture(scope="module")
def codebook():
    texts = {
        **FRAME,
        "countries.jsonl": "\n".join(json.dumps(each) for each in COUNTRIES),
        "actors/a.jsonl": "\n".join(json.dumps(each) for each in ACTORS),
    }
    return join_codebook(texts, [read_entries(texts)], "0")


@pytest.mark.parametrize(
    ("text", "words"),
    [("José  Ção", ("jose", "cao")), ("U.S.-led", ("us", "led")), ("", ()), ("'?!", ())],
)
def test_words_are_folded(text, words):
    assert folded_words(text) == words


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cao", [(0, "person:sao", "Ção"), (1, *CAO_PARTY), (2, *POPULAR_PARTY)]),
        ("CÃO PARTY", [(0, *CAO_PARTY), (2, *POPULAR_PARTY)]),
        ("josé-cao", [(0, *PERSON)]),
        ("jos", [(1, *PERSON)]),
        ("ivory coast", []),
        ("nobody", []),
    ],
)
def test_whole_names_come_first_then_beginnings_then_words(codebook, typed, found):
    assert find_actors(codebook, ActorSearch(typed)) == found


@pytest.mark.parametrize(
    ("search", "found"),
    [
        (ActorSearch(), ["party:cao-party", "party:caos", "party:z", "person:sao"]),
        (ActorSearch(kinds=["person"]), ["person:sao"]),
        (ActorSearch(countries=["RUS"]), ["party:cao-party", "person:sao"]),
        (ActorSearch(countries=["RUS"], roles=["REB", "MIL"]), ["person:sao"]),
        (ActorSearch(countries=["RUS"], roles=["GOV"]), []),
        (ActorSearch(roles=["GOV"], as_of=date(2012, 1, 1)), ["person:sao"]),
        (ActorSearch(roles=["GOV"], as_of=date(2011, 12, 31)), []),
        (ActorSearch(roles=["ELI"], as_of=date(2018, 1, 1)), ["person:sao"]),
        (ActorSearch("cao", countries=["CIV"], kinds=["party"]), ["party:z"]),
    ],
)
def test_filters_hold_together_and_for_one_role(codebook, search, found):
    assert [match.entry_id for match in find_actors(codebook, search)] == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cote d ivoire", [("CIV", "Côte d'Ivoire")]),
        ("IVORIAN", [("CIV", "Ivorian")]),
        ("kremlin", [("RUS", "Kremlin")]),
        ("mosc", [("RUS", "Moscow")]),
        ("jose cao", []),
    ],
)
def test_countries_are_found_by_all_that_they_are_called(codebook, typed, found):
    assert [(country.code, name) for country, name in find_countries(codebook, typed)] == found


def test_event_codes_are_found_by_beginnings_of_all_words(codebook):
    def found(text):
        return [each.code for each in find_event_codes(codebook.event_codes.values(), text)]

    assert found("refus intelligence") == ["1214"]
    assert found("1214") == ["1214"]
    assert found("refuse zebras") == []
