"""Apps whose codebook has entries of a project's own, beside what ships."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flask import Flask

from api.app import create_app
from api.services import services_of
from decameron.embedded.stack import Servers
from decameron.settings import Settings

RESOURCES = ["/v1/codebook"] + [
    f"/v1/codebook/{name}" for name in ("events", "actors", "countries", "roles", "download")
]
ZORBLAX = "/v1/codebook/actors/person:test-zorblax"

MakeApp = Callable[[Path], Flask]

OWN_ACTORS = [
    {
        "id": "person:test-zorblax",
        "kind": "person",
        "name": "Éva Zorblax-Nagy",
        "aliases": ["Zorblax"],
        "roles": [
            {"country": "HUN", "roles": ["GOV"], "from": "2010-05-29", "to": "2014-06-06"},
            {"country": "HUN", "roles": ["OPP"], "from": "2004", "to": "2010-05-28"},
        ],
    },
    {
        "id": "party:test-zorblax-league",
        "kind": "party",
        "name": "Zorblax League",
        "roles": [{"country": "HUN", "roles": ["OPP"]}],
    },
    {
        "id": "ngo:test-friends",
        "kind": "ngo",
        "name": "Friends of Zorblax",
        "roles": [{"type": "NGO"}],
    },
]


def write_own_actors(folder: Path) -> Path:
    file = folder / "own.jsonl"
    file.write_text("".join(f"{json.dumps(each)}\n" for each in OWN_ACTORS), encoding="utf-8")
    return file


@contextmanager
def apps_with_entries(servers: Servers) -> Iterator[MakeApp]:
    """Makes apps with the entries in a file, and closes them at the end."""
    with ExitStack() as closing:

        def make(entries: Path) -> Flask:
            settings = Settings(
                database_url=servers.database_url, broker_url=servers.broker_url, entries=str(entries)
            )
            made = create_app(settings)
            closing.enter_context(services_of(made).pool)
            return made

        yield make
