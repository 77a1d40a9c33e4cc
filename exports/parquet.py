"""Events as one Parquet file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from exports.arrow import arrow_schema
from exports.event_columns import Column

ROW_GROUP_ROWS = 65_536


def write_parquet(path: Path, batches: Iterable[Any], columns: Sequence[Column]) -> int:
    """Write the batches, in their order, as a file with zstd and statistics; gives the number of rows.

    Memory is that of one row group, whatever the number of batches.
    """
    schema = arrow_schema(columns)
    sorted_by = [
        parquet.SortingColumn(index) for index, name in enumerate(schema.names) if name == "event_date"
    ]
    rows = 0
    with parquet.ParquetWriter(
        path, schema, compression="zstd", write_statistics=True, sorting_columns=sorted_by or None
    ) as writer:
        for group in _groups(batches, schema):
            writer.write_table(group, row_group_size=ROW_GROUP_ROWS)
            rows += group.num_rows
    return rows


def _groups(batches: Iterable[Any], schema: Any) -> Iterable[Any]:
    """Tables of the size of a row group; the last one may be smaller."""
    waiting: list[Any] = []
    for batch in batches:
        waiting.append(batch)
        while sum(each.num_rows for each in waiting) >= ROW_GROUP_ROWS:
            table = pa.Table.from_batches(waiting, schema)
            yield table.slice(0, ROW_GROUP_ROWS)
            waiting = table.slice(ROW_GROUP_ROWS).to_batches()
    if waiting:
        yield pa.Table.from_batches(waiting, schema)
