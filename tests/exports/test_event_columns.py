from __future__ import annotations

from exports.event_columns import EVENT_COLUMNS, columns_of
from store.event_rows import RECORD_FIELDS
from store.event_stream import CELLS


def test_the_columns_are_the_fields_of_the_event_record_in_their_order():
    assert columns_of(RECORD_FIELDS) == EVENT_COLUMNS


def test_every_column_has_a_cell():
    assert {column.name for column in EVENT_COLUMNS} == set(CELLS)
