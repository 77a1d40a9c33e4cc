"""What a new coding of an article changes of its stored events. Pure; touches no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EventChanges:
    """Rows by event_id; ``returned`` ones had been retracted, ``retracted`` ones are coded no more."""

    inserted: Mapping[UUID, Row]
    changed: Mapping[UUID, Row]
    returned: Mapping[UUID, Row]
    retracted: tuple[UUID, ...]
    unchanged: int

    @property
    def number(self) -> int:
        """How many events are not as they were."""
        return len(self.inserted) + len(self.changed) + len(self.returned) + len(self.retracted)

    @property
    def written(self) -> dict[UUID, Row]:
        """The rows that the coding gives anew, whatever they were before."""
        return {**self.inserted, **self.changed, **self.returned}


def event_changes(stored: Mapping[UUID, Row], coded: Mapping[UUID, Row]) -> EventChanges:
    """Compare stored rows, which have ``retracted_at`` besides what the coder decides, with coded ones."""
    standing = {event_id: row for event_id, row in stored.items() if row["retracted_at"] is None}
    changed = {
        event_id: row
        for event_id, row in coded.items()
        if event_id in standing and any(standing[event_id][name] != value for name, value in row.items())
    }
    return EventChanges(
        inserted={event_id: row for event_id, row in coded.items() if event_id not in stored},
        changed=changed,
        returned={
            event_id: row
            for event_id, row in coded.items()
            if event_id in stored and event_id not in standing
        },
        retracted=tuple(event_id for event_id in standing if event_id not in coded),
        unchanged=len(standing.keys() & coded.keys()) - len(changed),
    )
