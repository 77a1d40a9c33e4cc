from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from pyarrow import ipc

from exports.arrow import arrow_schema, read_batches, stream_bytes
from exports.event_columns import EVENT_COLUMNS, Column, columns_of

KINDS = (
    Column("a_text", "text"),
    Column("some_texts", "texts"),
    Column("a_date", "date"),
    Column("a_time", "time"),
    Column("small", "int16"),
    Column("large", "int64"),
    Column("a_number", "number"),
    Column("a_flag", "flag"),
)


def read_back(blocks: list[bytes], columns=KINDS) -> list[dict[str, object]]:
    streamed = b"".join(stream_bytes(read_batches(iter(blocks), columns), columns))
    return ipc.open_stream(io.BytesIO(streamed)).read_all().to_pylist()


def test_every_kind_of_cell_is_read_as_what_it_is():
    row = "Iraq,MIL|REB,2017-10-26,2026-11-22T09:30:00.120417Z,4,9007199254740993,-0.1,true\n"
    assert read_back([row.encode()]) == [
        {
            "a_text": "Iraq",
            "some_texts": ["MIL", "REB"],
            "a_date": date(2017, 10, 26),
            "a_time": datetime(2026, 11, 22, 9, 30, 0, 120417, tzinfo=UTC),
            "small": 4,
            "large": 9007199254740993,
            "a_number": -0.1,
            "a_flag": True,
        }
    ]


def test_null_is_not_empty():
    empty, null = read_back([b'"","",,,,,,\n', b",,,,,,,\n"])
    assert (empty["a_text"], empty["some_texts"]) == ("", [])
    assert set(null.values()) == {None}


@pytest.mark.parametrize("text", ["010", "NA", "null", "-", "1e5", "true", " x ", 'a "b", c\r\nd\n', "日本"])
def test_a_text_stays_as_it_is(text: str):
    cell = text.replace('"', '""')
    [row] = read_back([f'"{cell}"\n'.encode()], (Column("code", "text"),))
    assert row["code"] == text


def test_blocks_follow_each_other():
    columns = (Column("number", "int32"),)
    rows = read_back([b"1\n2\n", b"3\n"], columns)
    assert [row["number"] for row in rows] == [1, 2, 3]


def test_no_rows_are_a_stream_with_its_schema():
    streamed = b"".join(stream_bytes(iter(()), EVENT_COLUMNS))
    table = ipc.open_stream(io.BytesIO(streamed)).read_all()
    assert table.num_rows == 0
    assert table.schema == arrow_schema(EVENT_COLUMNS)


def test_a_cell_that_is_none_of_its_kind_is_refused():
    with pytest.raises(pa.ArrowInvalid, match="invalid value"):
        list(read_batches([b"many\n"], (Column("small", "int16"),)))


def test_a_failure_on_the_way_leaves_a_stream_without_its_end():
    def blocks():
        yield b"1\n"
        raise ConnectionError

    columns = (Column("number", "int32"),)
    given = []
    with pytest.raises(ConnectionError):
        given.extend(stream_bytes(read_batches(blocks(), columns), columns))
    assert not b"".join(given).endswith(b"\xff\xff\xff\xff\x00\x00\x00\x00")


def test_a_span_is_two_columns():
    names = [column.name for column in columns_of(["event_id", "source_span", "trigger_span"])]
    assert names == ["event_id", "source_start", "source_end", "trigger_start", "trigger_end"]
    with pytest.raises(KeyError):
        columns_of(["no_such_field"])
