"""A codebook of what ships, a project's own entries and the community's files."""

from __future__ import annotations

import json
from datetime import date

import pytest

from coders.codebook.actors import role_on
from coders.codebook.load import load_codebook
from coders.codebook.sources import CodebookSources, load_sources
from coders.models import Token

DAY = date(2026, 11, 22)
OWN = {
    "id": "own:people-s-front",
    "kind": "armed_group",
    "name": "People's Front of Judea",
    "aliases": ["Hamas"],
    "roles": [{"country": "ISR", "roles": ["SEP"]}],
}


def tokens(text):
    made, start = [], 0
    for index, word in enumerate(text.split()):
        made.append(Token(index, word, word.lower(), "PROPN", "NNP", "dep", 0, start, start + len(word)))
        start += len(word) + 1
    return made


def meant(codebook, text):
    return {name.entry_id for hit in codebook.names.find(tokens(text)) for name in hit.names}


@pytest.fixture(scope="module")
def shipped():
    return load_codebook()


def test_without_any_it_is_what_ships(shipped):
    assert load_sources(CodebookSources()).codebook_version == shipped.codebook_version


def test_a_file_of_ones_own_overrides_names_and_the_version_tells_it(tmp_path, shipped):
    file = tmp_path / "ours.jsonl"
    file.write_text(json.dumps(OWN))
    codebook = load_sources(CodebookSources(entries=file))
    assert meant(codebook, "People's Front of Judea") == {"own:people-s-front"}
    assert meant(shipped, "Hamas") == {"group:hamas"}
    assert meant(codebook, "Hamas") == {"own:people-s-front"}
    assert "group:hamas" in codebook.actors  # by its other names
    base, _, own = codebook.codebook_version.partition(".")
    assert base == shipped.codebook_version
    assert own.startswith("entries-")
    file.write_text(json.dumps({**OWN, "aliases": []}))
    assert load_sources(CodebookSources(entries=file)).codebook_version not in (
        base,
        codebook.codebook_version,
    )


def test_a_folder_of_ones_own_may_hold_actors_nouns_and_patterns(tmp_path, shipped):
    (tmp_path / "actors.jsonl").write_text(
        json.dumps({**OWN, "id": "group:hamas", "name": "Hamas", "aliases": ["Hamas movement"]})
    )
    (tmp_path / "agents.txt").write_text("[MIL]\nlegionary\n")
    (tmp_path / "patterns.txt").write_text("193      @attack T\n193 catapult T\n")
    codebook = load_sources(CodebookSources(entries=tmp_path))
    assert role_on(codebook.actors["group:hamas"], DAY).roles == ("SEP",)
    assert codebook.agents["legionary"].roles == ("MIL",)
    assert codebook.verb_patterns["catapult"][0].event_code == "193"
    assert len(codebook.actors) == len(shipped.actors)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("ours.jsonl", '{"id": "a"}', r"actors/ours\.jsonl:1: kind, name, roles missing"),
        ("ours.txt", "19x attack T", r"patterns/ours\.txt:1: '19x' is no event code"),
        ("ours.txt", "199 attack T", r"patterns/ours\.txt:1: 199 is no code"),
        ("agents.txt", "legionary", r"agents\.txt:1: 'legionary' stands above the first heading"),
    ],
)
def test_a_wrong_entry_is_named_by_file_and_line(tmp_path, name, text, message):
    (tmp_path / name).write_text(text)
    with pytest.raises(ValueError, match=message):
        load_sources(CodebookSources(entries=tmp_path))


COMMUNITY = {
    "a.actors.txt": "FREEDONIA_ [FDN]\nIRAQI_ [IRQ]\nKREMLIN_ [RUSXYZ]\n",
    "a.agents.txt": "TANKER [~BUS]\n",
    "a.verbs.txt": "--- SHELL [190] ---\nSHELL\n- * + [193]\n",
    "a.discards.txt": "TENNIS\n",
}


@pytest.fixture
def community(tmp_path):
    for name, text in COMMUNITY.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_the_community_s_files_stand_before_ours(community, shipped):
    codebook = load_sources(CodebookSources(dictionaries=community))
    assert meant(codebook, "Kremlin") == {"a.actors.txt:Kremlin"}
    assert (
        meant(codebook, "Iraqi") == meant(shipped, "Iraqi") == {"IRQ"}
    )  # ours knows that it is an adjective
    assert meant(codebook, "Hamas") == {"group:hamas"}
    assert next(p.place for p in codebook.verb_patterns["shell"] if len(p.slots) == 1) == "a.verbs.txt:2"
    assert codebook.verb_patterns["attack"] == shipped.verb_patterns["attack"]
    assert codebook.discards[0].phrase == "tennis"
    assert ".dictionaries-" in codebook.codebook_version


def test_or_they_take_the_place_of_ours(community):
    codebook = load_sources(CodebookSources(dictionaries=community, instead=True))
    assert meant(codebook, "Hamas") == set()
    assert meant(codebook, "Iraqi") == {"IRQ"}
    assert set(codebook.verb_patterns) == {"shell"}
    assert set(codebook.agents) == {"tanker"}
    assert ".instead-" in codebook.codebook_version


@pytest.mark.parametrize("way", ["entries", "dictionaries"])
def test_a_folder_without_any_file_to_read_is_told(tmp_path, way):
    (tmp_path / "notes.md").write_text("nothing of it")
    with pytest.raises(ValueError, match="holds no file"):
        load_sources(CodebookSources(**{way: tmp_path}))


@pytest.mark.parametrize("way", ["entries", "dictionaries"])
def test_a_file_that_is_no_text_is_named(tmp_path, way):
    (tmp_path / "ours.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(ValueError, match=r"ours\.txt: is not UTF-8 text \(at byte 0\)"):
        load_sources(CodebookSources(**{way: tmp_path}))
