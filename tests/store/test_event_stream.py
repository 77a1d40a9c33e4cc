from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from datetime import date
from uuid import UUID

import psycopg
import pytest

from coders.models import EventActor, Place
from exports.event_columns import EVENT_COLUMNS
from exports.event_columns import LIST_SEPARATOR as EXPORTED_SEPARATOR
from store.articles import submit_articles
from store.copy_out import copy_out, copying_connection
from store.event_filter import EventFilter
from store.event_stream import CELLS, LIST_SEPARATOR, EventSelection, count_events_up_to, stream_events
from store.events import get_event, replace_for_article
from store.pool import StoreUnavailable, transaction
from store.queue import claim_articles

EVERYTHING = EventFilter()
COLUMNS = [column.name for column in EVENT_COLUMNS]
VERSIONS = {"coder_version": "c1", "codebook_version": "b1", "profile": "default"}
ACTOR = EventActor("IRQMIL", "IRQ", None, ("MIL", "REB"), "Iraqi forces", (0, 12))


@pytest.fixture
def store_events(pool, make_article, coded) -> Callable[..., UUID]:
    def store(*events, **article) -> UUID:
        with transaction(pool) as conn:
            submit_articles(conn, [make_article(**article)])
            [held] = claim_articles(conn, worker="w", batch_size=1, lease_seconds=60)
            replace_for_article(conn, held, coded(*events), **VERSIONS)
        return held.article_id

    return store


@pytest.fixture
def read(database_url):
    def read(layout="csv", columns=COLUMNS, event_filter=EVERYTHING, **more) -> str:
        selection = EventSelection(event_filter, columns, **more)
        with copying_connection(database_url) as conn:
            return b"".join(stream_events(conn, selection, layout)).decode()

    return read


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_columns_told_are_those_that_can_be_read():
    assert set(COLUMNS) == set(CELLS)
    assert LIST_SEPARATOR == EXPORTED_SEPARATOR


def test_a_csv_of_nothing_is_its_header(pool, read):
    assert read() == ",".join(COLUMNS) + "\n"


def test_a_row_says_what_the_event_record_says(pool, make_event, store_events, read):
    event = make_event(source=ACTOR, target=None)
    store_events(event)
    [row] = rows_of(read())
    with transaction(pool) as conn:
        record = get_event(conn, event.event_id)
    assert list(row) == COLUMNS
    assert row["event_id"] == str(event.event_id)
    assert row["event_date"] == "2017-10-26"
    assert row["source_roles"] == "MIL|REB"
    assert (row["source_start"], row["source_end"]) == ("0", "12")
    assert (row["trigger_start"], row["trigger_end"]) == ("13", "21")
    assert (row["target_code"], row["target_roles"], row["target_start"]) == ("", "", "")
    assert (row["goldstein"], row["confidence"], row["background"]) == ("-10", "0.873", "false")
    assert row["coded_at"] == record["coded_at"].strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert row["retracted_at"] == ""
    assert row["sentence"] == event.sentence


AWKWARD = 'He said "no,\tnever"\r\nand left \\ 日本 \u2028.'


def test_awkward_text_survives_csv(pool, make_event, store_events, read):
    store_events(make_event(sentence=AWKWARD))
    [row] = rows_of(read())
    assert row["sentence"] == AWKWARD


def test_awkward_text_is_one_line_of_tsv(pool, make_event, store_events, read):
    store_events(make_event(sentence=AWKWARD))
    text = read("tsv")
    header, line, rest = text.split("\n")
    assert rest == ""
    cells = dict(zip(header.split("\t"), line.split("\t"), strict=True))
    assert cells["sentence"] == AWKWARD.replace("\\", r"\\").replace("\t", r"\t").replace("\r\n", r"\r\n")
    assert cells["plover_mode"] == ""


def test_awkward_text_is_one_line_of_json(pool, make_event, store_events, read):
    event = make_event(sentence=AWKWARD, source=ACTOR)
    store_events(event)
    with transaction(pool) as conn:
        record = get_event(conn, event.event_id)
    fields = [name for name in record if name != "explanation"]
    line, rest = read("ndjson", fields).split("\n")
    assert rest == ""
    told = json.loads(line)
    assert list(told) == fields
    assert told["sentence"] == AWKWARD
    assert told["source_span"] == [0, 12]
    assert told["source_roles"] == ["MIL", "REB"]
    assert told["confidence"] == 0.873
    assert told["event_date"] == "2017-10-26"


FORMULAS = ["=1+1", "+49", "-2", "@SUM(A1)", "\tx", "\rx"]


@pytest.mark.parametrize("layout", ["csv", "tsv"])
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_text_like_a_formula_is_guarded(pool, make_event, store_events, read, formula, layout):
    place = Place(formula, None, formula, None, None, None)
    actor = EventActor("IRQMIL", "IRQ", None, (), formula, (0, 1))
    event = make_event(
        sentence=formula, source=actor, target=actor, place=place, attributed_to_code="X",
        attributed_to_name=formula,
    )  # fmt: skip
    store_events(event, publisher=formula)
    free = [
        "sentence",
        "source_name",
        "target_name",
        "place_name",
        "admin1",
        "attributed_to_name",
        "publisher",
    ]
    shown = formula if layout == "csv" else formula.replace("\t", r"\t").replace("\r", r"\r")
    for guard, expected in ((True, f"'{shown}"), (False, shown)):
        text = read(layout, free, guard=guard)
        rows = rows_of(text) if layout == "csv" else list(
            csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
        )  # fmt: skip
        assert [set(row.values()) for row in rows] == [{expected}]


def test_numbers_and_harmless_texts_are_not_guarded(pool, make_event, store_events, read):
    store_events(make_event())
    assert read(guard=True) == read(guard=False)
    assert rows_of(read(guard=True))[0]["goldstein"] == "-10"


def test_null_and_empty_are_told_apart_in_csv(pool, make_event, store_events, read):
    store_events(make_event(source=EventActor("IRQ", "IRQ", None, (), "Iraq", (0, 4)), target=None))
    assert read(columns=["source_roles", "target_roles"]).splitlines()[1] == '"",'


def test_filter_order_cap_and_columns_hold(pool, make_event, store_events, read):
    days = [date(2017, 10, day) for day in (3, 1, 2)]
    store_events(*(make_event(event_date=day) for day in days))
    chosen = {"columns": ["event_date", "event_code"]}
    assert rows_of(read(order="event_date", **chosen)) == [
        {"event_date": f"2017-10-0{day}", "event_code": "190"} for day in (1, 2, 3)
    ]
    assert [row["event_date"] for row in rows_of(read(order="-event_date", most=2, **chosen))] == [
        "2017-10-03", "2017-10-02",
    ]  # fmt: skip
    later = EventFilter(event_date_from=days[0])
    assert len(rows_of(read(event_filter=later, **chosen))) == 1


def test_hostile_values_stay_values(pool, read):
    hostile = EventFilter(publisher=("'; DROP TABLE events; --", "%s %(x)s {}"))
    assert rows_of(read(event_filter=hostile)) == []


def test_retracted_events_are_left_out(pool, make_event, store_events, read):
    store_events(make_event())
    with transaction(pool) as conn:
        conn.execute(
            "UPDATE events SET retracted_at = now(), change_reason = 'retracted', "
            "retracted_by_coder_version = 'c', retracted_by_codebook_version = 'b'"
        )
    assert rows_of(read()) == []


def test_counting_ends_at_the_most(pool, make_event, store_events):
    store_events(*(make_event() for _ in range(3)))
    with transaction(pool) as conn:
        assert count_events_up_to(conn, EventFilter(), 2) == 2
        assert count_events_up_to(conn, EventFilter(), 10) == 3


MANY = b"COPY (SELECT repeat('x', 99) FROM generate_series(1, 300000)) TO STDOUT"


def test_blocks_are_whole_lines_of_about_the_size_asked_for(database_url):
    with copying_connection(database_url) as conn:
        blocks = list(copy_out(conn, MANY, block_bytes=10_000))
    assert sum(map(len, blocks)) == 300_000 * 100
    assert {len(block) for block in blocks[:-1]} == {10_000}


def running(pool, text: str) -> int:
    with transaction(pool) as conn:
        row = conn.execute(
            "SELECT count(*) AS number FROM pg_stat_activity "
            "WHERE state = 'active' AND pid <> pg_backend_pid() AND position(%s IN query) > 0",
            (text,),
        ).fetchone()
    return row["number"]


def await_none_running(pool, text: str) -> None:
    deadline = time.monotonic() + 5
    while running(pool, text):
        assert time.monotonic() < deadline, "the statement still runs"
        time.sleep(0.05)


def test_a_stream_that_is_closed_ends_the_work_of_the_database(pool, database_url):
    endless = b"COPY (SELECT 'endless', g FROM generate_series(1, 1000000000) g) TO STDOUT"
    with copying_connection(database_url) as conn:
        blocks = copy_out(conn, endless, block_bytes=1000)
        next(blocks)
        assert running(pool, "'endless'") == 1
        blocks.close()
        await_none_running(pool, "'endless'")


def test_a_silent_statement_gives_empty_blocks_and_can_be_closed(pool, database_url):
    with copying_connection(database_url) as conn:
        blocks = copy_out(conn, b"COPY (SELECT pg_sleep(60)) TO STDOUT", block_bytes=1000)
        assert next(blocks) == b""
        blocks.close()
        await_none_running(pool, "pg_sleep(60)")


def test_a_failure_in_the_middle_is_no_end(database_url):
    failing = b"COPY (SELECT 1000 / (200000 - g) FROM generate_series(1, 300000) g) TO STDOUT"
    with copying_connection(database_url) as conn:
        blocks = copy_out(conn, failing, block_bytes=1000)
        next(blocks)
        with pytest.raises(psycopg.errors.DivisionByZero):
            list(blocks)


def test_a_connection_that_is_lost_in_the_middle_is_unavailable(pool, database_url):
    with copying_connection(database_url) as conn:
        blocks = copy_out(conn, MANY.replace(b"300000", b"300000000"), block_bytes=1000)
        next(blocks)
        with transaction(pool) as other:
            other.execute("SELECT pg_terminate_backend(%s)", (conn.info.backend_pid,))
        with pytest.raises(StoreUnavailable):
            list(blocks)


def test_a_statement_that_cannot_begin_says_why(database_url):
    with copying_connection(database_url) as conn, pytest.raises(psycopg.errors.UndefinedTable):
        list(copy_out(conn, b"COPY (SELECT * FROM nowhere) TO STDOUT", block_bytes=1000))


def test_no_database_is_unavailable():
    with pytest.raises(StoreUnavailable), copying_connection("postgresql:///none?host=/nonexistent"):
        pass
