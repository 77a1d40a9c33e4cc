"""Every bench once in its short form, on real servers: that they work, not how fast anything is."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import orjson
import psycopg
import pytest

from bench import codebook, csv, intake, make_events, page
from bench.report import Report
from bench.servers import Place, servers_at
from decameron.embedded.stack import Servers

INDEXES = "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    # not pytest's own directory: PostgreSQL's account, when root runs the tests, could not reach it
    home = Path(tempfile.mkdtemp(prefix="dcm-bench-"))
    home.chmod(0o711)
    try:
        with servers_at(Place(home / "data")) as started:
            yield started
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def place(servers: Servers) -> list[str]:
    return ["--database-url", servers.database_url, "--broker-url", servers.broker_url]


def rows(servers: Servers, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(servers.database_url) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def filled(servers: Servers, place: list[str]) -> list[str]:
    """The options of a database with made events."""
    before = rows(servers, INDEXES)
    make_events.main(["--small", *place])
    assert rows(servers, INDEXES) == before
    return place


def test_made_events_are_whole(filled: list[str], servers: Servers):
    [(events, articles, sentences)] = rows(
        servers,
        "SELECT (SELECT count(*) FROM events JOIN articles USING (article_id)), "
        "(SELECT count(*) FROM articles), (SELECT count(*) FROM events JOIN sentences USING (event_id))",
    )
    assert events == sentences == make_events.SMALL_EVENTS
    assert 0.35 < articles / events < 0.45
    assert rows(servers, "SELECT change_seq FROM change_counter") == [(events,)]
    broken = (
        "SELECT count(*) FROM events JOIN sentences USING (event_id) WHERE "
        "substr(sentence, source_start + 1, source_end - source_start) <> source_name "
        "OR substr(sentence, target_start + 1, target_end - target_start) <> target_name"
    )
    assert rows(servers, broken) == [(0,)]


def test_a_database_with_events_is_refused_and_left_alone(filled: list[str], servers: Servers):
    with pytest.raises(SystemExit, match="holds events already; give an empty one"):
        make_events.main(["--events", "5", *filled])
    assert rows(servers, "SELECT count(*) FROM events") == [(make_events.SMALL_EVENTS,)]


@pytest.mark.parametrize("bench", [page, intake, csv, codebook], ids=["page", "intake", "csv", "codebook"])
def test_the_short_form_gives_a_report(
    bench: object, filled: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "report.json"
    bench.main(["--small", "--json", str(path), *filled])
    report = Report.from_json(orjson.loads(path.read_bytes()))
    assert report.small
    assert all(each.value > 0 for each in report.measurements)
    assert any(each.ratio for each in report.measurements)
    assert not any(each.kept is not None for each in report.measurements), "a short form judges nothing"
    assert report.about in capsys.readouterr().out


def test_one_url_without_the_other_is_refused():
    with (
        pytest.raises(ValueError, match="both, or neither"),
        servers_at(Place(database_url="postgresql:///x")),
    ):
        pass
