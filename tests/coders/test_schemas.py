"""The JSON Schemas of the codebook's files: what ships fits them, and what they refuse the loader refuses."""

import json
from pathlib import Path
from typing import get_args

import pytest
from jsonschema import Draft202012Validator

from coders.codebook.actor_codes import load_actor_codes
from coders.codebook.actor_table import ActorTable
from coders.codebook.actors import INTERNATIONAL_TYPES, ROLES, load_countries
from coders.codebook.event_codes import load_event_codes
from coders.codebook.load import shipped_data
from coders.codebook.model import ActorCodeKind, ActorKind
from coders.codebook.texts import read_texts
from coders.gazetteer.index import PlaceKind
from coders.gazetteer.places import read_places

DATA = Path(str(shipped_data()))
FILES = {
    "actor": "actors/**/*.jsonl",
    "actor_code": "actor_codes.jsonl",
    "country": "countries.jsonl",
    "event_code": "events.jsonl",
    "place": "places.jsonl",
}
LOADERS = {
    "actor": lambda lines: list(ActorTable.read([("actors.jsonl", "\n".join(lines))]).values()),
    "actor_code": load_actor_codes,
    "country": load_countries,
    "event_code": load_event_codes,
    "place": lambda lines: list(read_places(lines)),
}
MISSING = "no such key"
ENTRIES = {
    "actor": {
        "id": "person:jane-roe",
        "kind": "person",
        "name": "Jane Roe",
        "aliases": ["J. Roe"],
        "overlaps": True,
        "roles": [
            {"country": "FRA", "roles": ["GOV"], "from": "2008-05-07", "to": "2012"},
            {"type": "IGO", "organization": "UNO", "from": "2001-03"},
        ],
    },
    "actor_code": {"code": "GOV", "kind": "role", "name": "Government", "definition": "Who governs."},
    "country": {"code": "FRA", "name": "France", "adjectives": ["French"], "from": "1958-10-04"},
    "event_code": {
        "code": "01",
        "name": "Statement",
        "definition": "Somebody speaks.",
        "example": "A minister spoke.",
        "parent": None,
        "quad_class": 1,
        "goldstein": {"icews": 0.0, "phoenix": 0.5},
        "plover_type": None,
        "plover_mode": None,
        "plover_context": None,
    },
    "place": {
        "name": "Anbar",
        "kind": "region",
        "country": "IRQ",
        "latitude": 32.9,
        "longitude": 41.6,
        "aliases": ["al-Anbar"],
        "seat": "Ramadi",
    },
}


def schema(name):
    return json.loads((DATA / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


def objects(value):
    """The schemas of objects within a schema, itself included."""
    if isinstance(value, dict):
        if value.get("type") == "object":
            yield value
        for each in value.values():
            yield from objects(each)


def test_every_kind_of_file_has_its_schema_and_every_file_its_kind():
    assert {path.name for path in (DATA / "schemas").iterdir()} == {f"{name}.schema.json" for name in FILES}
    described = {path for pattern in FILES.values() for path in DATA.glob(pattern)}
    assert described == set(DATA.rglob("*.jsonl"))


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_one_is_strict_and_describes_all_that_it_holds(name):
    read = schema(name)
    Draft202012Validator.check_schema(read)
    assert read["$schema"].endswith("2020-12/schema")
    for each in objects(read):
        assert each["additionalProperties"] is False
        for key, described in each["properties"].items():
            assert described["description"].endswith("."), key


def test_schemas_list_what_the_loaders_know():
    actor, actor_code, place = (schema(name)["properties"] for name in ("actor", "actor_code", "place"))
    role = schema("actor")["$defs"]["role"]["properties"]
    assert set(actor["kind"]["enum"]) == set(get_args(ActorKind))
    assert set(role["roles"]["items"]["enum"]) == ROLES
    assert set(role["type"]["enum"]) == INTERNATIONAL_TYPES
    assert set(actor_code["kind"]["enum"]) == set(get_args(ActorCodeKind))
    assert set(place["kind"]["enum"]) == set(get_args(PlaceKind))


def test_schemas_are_no_part_of_what_the_version_follows_from():
    assert not [path for path in read_texts(shipped_data()) if path.startswith("schemas")]


@pytest.mark.parametrize("name", FILES)
def test_every_line_that_ships_is_valid(name):
    validator = Draft202012Validator(schema(name))
    seen = 0
    for path in sorted(DATA.glob(FILES[name])):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                seen += 1
                fault = next(validator.iter_errors(json.loads(line)), None)
                assert fault is None, f"{path.name}:{number}: {fault.json_path}: {fault.message}"
    assert seen


@pytest.mark.parametrize("name", FILES)
def test_what_the_schema_accepts_the_loader_accepts(name):
    Draft202012Validator(schema(name)).validate(ENTRIES[name])
    assert LOADERS[name]([json.dumps(ENTRIES[name])])


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("actor", {"colour": "red"}),
        ("actor", {"roles": MISSING}),
        ("actor", {"kind": "robot"}),
        ("actor", {"roles": [{"country": "FRA", "roles": ["KNG"]}]}),
        ("actor", {"roles": [{"country": "FRA", "since": "2008"}]}),
        ("actor", {"roles": [{"type": "WHO"}]}),
        ("actor", {"roles": [{"country": "FRA", "from": "7 May 2008"}]}),
        ("actor", {"roles": [{"country": "FRA", "from": "2008-13"}]}),
        ("actor_code", {"code": "gov"}),
        ("actor_code", {"kind": "job"}),
        ("actor_code", {"definition": MISSING}),
        ("country", {"code": "FR"}),
        ("country", {"name": MISSING}),
        ("country", {"to": "1991-12-"}),
        ("country", {"population": 1}),
        ("event_code", {"code": "1"}),
        ("event_code", {"quad_class": 5}),
        ("event_code", {"goldstein": {"icews": 0.0}}),
        ("event_code", {"goldstein": {"icews": 0.0, "phoenix": 11}}),
        ("event_code", {"definition": ""}),
        ("event_code", {"note": "x"}),
        ("place", {"kind": "lake"}),
        ("place", {"latitude": 91}),
        ("place", {"country": "IQ"}),
        ("place", {"aliases": MISSING}),
    ],
)
def test_what_the_schema_refuses_the_loader_refuses(name, change):
    entry = {key: value for key, value in (ENTRIES[name] | change).items() if value is not MISSING}
    assert not Draft202012Validator(schema(name)).is_valid(entry)
    with pytest.raises(ValueError, match=r":1: "):
        LOADERS[name]([json.dumps(entry)])
