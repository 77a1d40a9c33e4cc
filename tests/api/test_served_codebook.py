"""How the codebook comes into the API: loaded once, when it is needed, and told of where it cannot be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from api.problems import UNAVAILABLE
from api.services import services_of
from coders.codebook.codebook import Codebook
from coders.codebook.sources import CodebookSources, load_sources
from decameron.embedded.stack import Servers
from tests.api.codebook_house import (
    OWN_ACTORS,
    RESOURCES,
    ZORBLAX,
    MakeApp,
    apps_with_entries,
    write_own_actors,
)
from tests.api.documented import Documented


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_own_actors(tmp_path_factory.mktemp("entries"))


@pytest.fixture(scope="module")
def make_app(servers: Servers) -> Iterator[MakeApp]:
    with apps_with_entries(servers) as make:
        yield make


def test_a_malformed_entry_is_a_problem_until_it_is_mended(
    make_app: MakeApp, documented: Documented, tmp_path: Path
) -> None:
    file = tmp_path / "own.jsonl"
    file.write_text('{"id": "person:x", "kind": "persn", "name": "X", "roles": []}\n', encoding="utf-8")
    client = make_app(file).test_client()
    with capture_logs() as logs:
        for path in RESOURCES:
            answer = client.get(path)
            documented.check(answer, "GET", path)
            assert (answer.status_code, answer.json["type"]) == (503, UNAVAILABLE.uri)
            assert "decameron codebook check" in answer.json["detail"]
    [*told] = [each["reason"] for each in logs if each["event"] == "codebook_unusable"]
    assert len(told) == len(RESOURCES)
    assert all("own.jsonl:1: kind is 'persn'" in reason for reason in told)
    file.write_text(json.dumps(OWN_ACTORS[0]), encoding="utf-8")
    assert client.get(ZORBLAX).status_code == 200


def test_entries_that_are_not_there_are_a_problem(make_app: MakeApp, tmp_path: Path) -> None:
    answer = make_app(tmp_path / "none.jsonl").test_client().get("/v1/codebook")
    assert (answer.status_code, answer.json["type"]) == (503, UNAVAILABLE.uri)
    assert "none.jsonl" not in answer.text


def test_it_is_loaded_once_whichever_threads_ask(
    make_app: MakeApp, entries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[CodebookSources] = []

    def counted(sources: CodebookSources) -> Codebook:
        loads.append(sources)
        return load_sources(sources)

    monkeypatch.setattr("api.served_codebook.load_sources", counted)
    served = services_of(make_app(entries)).codebook
    assert loads == []
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: served.codebook(), range(4)))
    assert all(each is found[0] for each in found)
    assert loads == [CodebookSources(entries=entries)]
    assert served.document() is served.document()
