from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars
import pytest
from pyarrow import parquet

from exports.arrow import arrow_schema, read_batches
from exports.event_columns import EVENT_COLUMNS, Column
from exports.parquet import ROW_GROUP_ROWS, write_parquet

COLUMNS = (Column("event_date", "date"), Column("event_code", "text"), Column("source_roles", "texts"))


def blocks(rows: int, *, each: int = 20_000) -> Iterator[bytes]:
    for start in range(0, rows, each):
        numbers = range(start, min(start + each, rows))
        yield "".join(f"20{10 + n * 10 // rows}-01-01,0{n % 2}0,A|B\n" for n in numbers).encode()


def test_a_file_is_typed_compressed_sorted_and_measured(tmp_path: Path):
    path, rows = tmp_path / "events.parquet", ROW_GROUP_ROWS + 1000
    assert write_parquet(path, read_batches(blocks(rows), COLUMNS), COLUMNS) == rows
    file = parquet.ParquetFile(path)
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [ROW_GROUP_ROWS, 1000]
    assert file.schema_arrow.equals(arrow_schema(COLUMNS))
    first = file.metadata.row_group(0)
    assert first.column(0).compression == "ZSTD"
    assert first.sorting_columns == (parquet.SortingColumn(0),)
    assert (first.column(0).statistics.min, first.column(0).statistics.max) == (
        date(2010, 1, 1),
        date(2019, 1, 1),
    )


def test_readers_skip_row_groups_by_their_dates(tmp_path: Path):
    path = tmp_path / "events.parquet"
    write_parquet(path, read_batches(blocks(3000), COLUMNS), COLUMNS)
    found = polars.scan_parquet(path).filter(polars.col("event_date") >= date(2019, 1, 1)).collect()
    assert found.height == 300
    assert set(found["event_code"]) == {"000", "010"}


@pytest.mark.parametrize("columns", [EVENT_COLUMNS, COLUMNS[1:]])
def test_a_file_of_nothing_has_its_schema(tmp_path: Path, columns):
    path = tmp_path / "events.parquet"
    assert write_parquet(path, iter(()), columns) == 0
    assert parquet.read_schema(path).equals(arrow_schema(columns))
