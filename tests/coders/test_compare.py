from __future__ import annotations

import json

from coders.codebook.compare import compare_codebooks
from coders.codebook.describe import describe_codebook
from coders.codebook.entries import read_entries
from coders.codebook.load import join_codebook, shipped_data
from coders.codebook.texts import read_texts, version_of

FRAME = {
    name: text
    for name, text in read_texts(shipped_data()).items()
    if not name.startswith(("actors/", "patterns/", "agents"))
}


def described(actors=(), patterns="", agents=""):
    texts = {
        **FRAME,
        "agents.txt": agents,
        "actors/a.jsonl": "\n".join(json.dumps(each) for each in actors),
        "patterns/19.txt": patterns,
    }
    codebook = join_codebook(texts, [read_entries(texts)], version_of(texts))
    return json.loads(json.dumps(describe_codebook(codebook)))  # as it comes back from a file


def leader(*roles, **more):
    return {"id": "person:a", "kind": "person", "name": "Ann Example", "roles": list(roles), **more}


GOV = {"country": "FRA", "roles": ["GOV"], "from": "2012", "to": "2017"}


def test_the_same_differs_in_nothing():
    assert compare_codebooks(described([leader(GOV)]), described([leader(GOV)])) == []


def test_what_is_new_and_what_is_gone_is_told():
    before = described([leader(GOV)], "190 attack T", "[MIL]\nsoldier")
    after = described([], "193 shell T", "[MIL]\nguard")
    assert compare_codebooks(before, after) == [
        "actor person:a is gone (Ann Example)",
        "role noun soldier is gone",
        "role noun guard is new; MIL",
        "pattern 19.txt:190 attack T is gone (190 attack T)",
        "pattern 19.txt:193 shell T is new (193 shell T)",
    ]


def test_what_changed_of_an_entry_is_told_in_words():
    before = described([leader(GOV, aliases=["A. Example"])])
    after = described([leader({**GOV, "to": "2018-05-14"}, aliases=["Example"])])
    assert compare_codebooks(before, after) == [
        "actor person:a (Ann Example): gains the alias 'Example'; loses the alias 'A. Example'; "
        "gains the role FRAGOV from 2012-01-01 to 2018-05-14; "
        "loses the role FRAGOV from 2012-01-01 to 2017-12-31"
    ]


def test_figures_are_told_with_what_they_were():
    before = described()
    after = json.loads(json.dumps(before))
    after["events"][0] |= {"goldstein": {**before["events"][0]["goldstein"], "icews": 1.5}}
    assert compare_codebooks(before, after) == [
        "event code 01 (Public statement): goldstein icews is 1.5, was 0.0"
    ]
