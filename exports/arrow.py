"""Events as Arrow: typed record batches, and the bytes of a stream of them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
from pyarrow import compute, csv, ipc

from exports.event_columns import LIST_SEPARATOR, Column, Kind

_TYPES: dict[Kind, Any] = {
    "text": pa.string(),
    "texts": pa.list_(pa.string()),
    "date": pa.date32(),
    "time": pa.timestamp("us", tz="UTC"),
    "int16": pa.int16(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
}


def arrow_schema(columns: Sequence[Column]) -> Any:
    """The ``pyarrow.Schema`` of these columns."""
    return pa.schema([(column.name, _TYPES[column.kind]) for column in columns])


def read_batches(blocks: Iterable[bytes], columns: Sequence[Column]) -> Iterator[Any]:
    """Record batches, one or more for each block of whole CSV rows without a header.

    An empty cell is null where it has no quotes, and an empty text or list where it has.

    Raises:
        pyarrow.ArrowInvalid: a cell is not of its column's kind.
    """
    schema = arrow_schema(columns)
    as_read = {
        column.name: pa.string() if column.kind == "texts" else _TYPES[column.kind] for column in columns
    }
    reading = csv.ConvertOptions(
        column_types=as_read, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
    )
    parsing = csv.ParseOptions(newlines_in_values=True)
    for block in blocks:
        # one chunk for each block: texts with line ends in them cannot be cut by the reader
        names = csv.ReadOptions(column_names=list(as_read), block_size=len(block) + 1, use_threads=False)
        table = csv.read_csv(pa.BufferReader(block), names, parsing, reading)
        yield from _with_lists(table, columns).cast(schema).to_batches()


def stream_bytes(batches: Iterable[Any], columns: Sequence[Column]) -> Iterator[bytes]:
    """The batches in Arrow's IPC stream format, piece by piece; it ends with the format's own end mark."""
    sink = io.BytesIO()
    with ipc.new_stream(sink, arrow_schema(columns)) as writer:
        for batch in batches:
            writer.write_batch(batch)
            yield _taken(sink)
    yield _taken(sink)


def _taken(sink: io.BytesIO) -> bytes:
    written = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return written


def _with_lists(table: Any, columns: Sequence[Column]) -> Any:
    for index, column in enumerate(columns):
        if column.kind == "texts":
            table = table.set_column(index, column.name, _parted(table.column(index)))
    return table


def _parted(cells: Any) -> Any:
    """Cells as lists: an empty text is an empty list, as splitting would give a list of one empty text."""
    parted = compute.split_pattern(cells, LIST_SEPARATOR)
    none = pa.scalar([], type=parted.type)
    return compute.if_else(compute.equal(cells, ""), none, parted)
