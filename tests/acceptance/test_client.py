"""The client against the real service: submit, wait, read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from decameron import Client, DecameronProblem
from tests.acceptance.conftest import Server

VERBS = ("attacked", "criticised", "praised", "invaded", "bombed", "visited", "thanked")


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    with Client(str(server.http.base_url)) as made:
        yield made


@pytest.fixture(scope="module")
def coded(server: Server) -> list[str]:
    """Seven articles that the service has coded, by their ids."""
    articles = [
        {"text": f"Kenya {verb} Chile on Monday, officials said.", "published_date": date(2024, 5, 14)}
        for verb in VERBS
    ]
    with Client(str(server.http.base_url)) as client:
        receipts = list(client.submit_many(articles))
        assert [receipt.status for receipt in receipts] == ["accepted"] * len(VERBS)
        assert {job.state for job in client.wait_for_all(receipts, timeout=60)} == {"done"}
    return [str(receipt.article_id) for receipt in receipts]


def test_an_article_from_submission_to_its_events(client: Client, sample_text: str):
    receipt = client.submit(sample_text, date(2017, 10, 26), publisher="Desert Wire")
    job = client.wait(receipt, timeout=60)
    assert (job.state, job.done, job.counts) == ("done", 1, {"coded": 1})
    article = client.article(str(receipt.article_id))
    assert (article["publisher"], article["state"]) == ("Desert Wire", "coded")
    events = list(client.events(article_id=receipt.article_id, actor_country=["IRQ", "SYR"]))
    assert events
    assert client.event(events[0]["event_id"])["explanation"]["pattern_id"]


def test_a_refused_article_loses_no_other(client: Client):
    articles = [
        {"text": "Ghana praised Peru on Monday.", "published_date": "2024-05-14"},
        {"text": "No date."},
        {"text": "Half of a pair: \ud800", "published_date": "2024-05-14"},
        {"text": "Ghana praised Peru on Monday.", "published_date": "2024-05-14"},
    ]
    receipts = list(client.submit_many(articles))
    assert [receipt.status for receipt in receipts] == ["accepted", "refused", "refused", "known"]
    assert "published_date" in receipts[1].problem
    assert receipts[0].article_id == receipts[3].article_id
    assert [job.state for job in client.wait_for_all(receipts, timeout=60)] == ["done"]


def test_events_and_tables_hold_the_same(client: Client, coded: list[str]):
    pytest.importorskip("pandas", reason="the data frame needs pandas")
    pytest.importorskip("polars", reason="the data frame needs polars")
    read = sorted(event["event_id"] for event in client.events(source_country="KEN"))
    assert len(read) >= len(VERBS) * 0.8
    table = client.to_arrow(source_country="KEN")
    assert sorted(str(each) for each in table["event_id"].to_pylist()) == read
    frame = client.to_pandas(source_country="KEN", event_root_code="19")
    assert set(frame.target_country) == {"CHL"}
    assert set(frame.event_root_code) == {"19"}
    assert frame.event_date.dt.year.eq(2024).all()
    assert len(client.to_polars(source_country="KEN", limit=2)) == 2
    assert len(list(client.events(source_country="KEN", limit=2))) == 2


def test_what_is_counted(client: Client, coded: list[str]):
    events = list(client.events(source_country="KEN"))
    [pair] = client.dyads(source_country="KEN")
    assert pair["event_count"] == len(events)
    rows = list(client.aggregate(by=["month", "quad_class"], source_country="KEN"))
    assert len(rows) > 1
    assert sum(row["count"] for row in rows) == len(events)
    assert set(coded) <= {
        article["article_id"] for article in client.articles(published_date_from="2024-05-14")
    }


def test_code_while_you_wait(client: Client):
    told = client.code("Kenya attacked Chile on Monday.", as_of=date(2024, 5, 14))
    assert told["events"][0]["event_root_code"] == "19"
    assert told["events"][0]["explanation"]
    assert told["as_of"] == "2024-05-14"


def test_a_mistyped_filter_is_named_with_the_nearest(client: Client):
    with pytest.raises(DecameronProblem, match="source_country") as caught:
        next(client.events(source_contry="KEN"))
    assert caught.value.type == "urn:decameron:problem:validation"
    assert [error.parameter for error in caught.value.errors] == ["source_contry"]


def test_what_is_not_there(client: Client):
    with pytest.raises(DecameronProblem) as caught:
        client.event("5b0c0f7e-52c1-8a43-9d0e-7e1f4a3c2b19")
    assert (caught.value.status, caught.value.type) == (404, "urn:decameron:problem:not-found")


def test_what_the_documentation_shows_runs(server: Server, coded: list[str], tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = (Path(__file__).parents[2] / "docs/client.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(blocks) >= 5
    names: dict[str, object] = {}
    for block in blocks:
        told = block.replace("Client()", f"Client({str(server.http.base_url)!r})")
        exec(compile(told, "docs/client.md", "exec"), names)
    names["client"].close()
