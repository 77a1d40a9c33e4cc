from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from store.event_changes import event_changes

IDS = st.integers(0, 5).map(lambda number: UUID(int=number))
CODED = st.dictionaries(IDS, st.fixed_dictionaries({"code": st.sampled_from("ab")}))
STORED = st.dictionaries(
    IDS,
    st.fixed_dictionaries({"code": st.sampled_from("ab"), "retracted_at": st.sampled_from([None, "then"])}),
)


@given(STORED, CODED)
def test_the_stored_rows_with_the_changes_made_are_the_coded_ones(stored, coded):
    changes = event_changes(stored, coded)
    standing = {event_id: row["code"] for event_id, row in stored.items() if row["retracted_at"] is None}
    for event_id in changes.retracted:
        del standing[event_id]
    standing |= {event_id: row["code"] for event_id, row in changes.written.items()}
    assert standing == {event_id: row["code"] for event_id, row in coded.items()}


@given(STORED, CODED)
def test_every_event_is_counted_once(stored, coded):
    changes = event_changes(stored, coded)
    assert len(changes.written) + changes.unchanged == len(coded)
    assert changes.number == len(changes.written) + len(changes.retracted)
    assert set(changes.inserted).isdisjoint(stored)


@given(CODED)
def test_the_same_again_changes_nothing(coded):
    stored = {event_id: {**row, "retracted_at": None} for event_id, row in coded.items()}
    assert event_changes(stored, coded).number == 0
