"""How lists of events, dyads and aggregates are asked for."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from api.schemas.event_filter import EventFilterSchema
from api.schemas.event_formats import FormatQuerySchema
from api.schemas.event_values import flag
from api.schemas.fields import Parsed
from api.schemas.listing import choice_field, choices_field, cursor_field, page_limit_field
from api.schemas.parsing import ValueRefused, page_limit, shown
from store.dyads import DYAD_SORTS, LEVELS
from store.event_aggregates import KEYS, MEASURES, Aggregate
from store.event_order import SORTS
from store.event_rows import RECORD_FIELDS

MOST_ROWS = 10_000
DEFAULT_ROWS = 100
MOST_AGGREGATES = 100_000
_DEFAULT_AGGREGATES = 10_000


def _row_limit(value: str) -> int:
    """How many events at the most: of a page, or of a whole result, which may have more."""
    if not re.fullmatch("[0-9]{1,9}", value) or int(value) == 0:
        raise ValueRefused(
            f"is {shown(value)}; give a whole number from 1 to {MOST_ROWS:,}, more where it is not JSON"
        )
    return int(value)


def _named(name: str, field: fields.Field[Any]) -> fields.Field[Any]:
    """The field under a name that a schema has another use for."""
    field.data_key = name
    return field


class EventQuerySchema(EventFilterSchema, FormatQuerySchema):
    """Which events are asked for, and how they are to be told."""

    sort = choice_field(
        SORTS, "What they are in order of; with a hyphen, the last first.", default="event_date"
    )
    told_fields = _named("fields", choices_field(tuple(RECORD_FIELDS), "Fields to tell; all unless given."))
    expand = choices_field(
        ("article", "sentence"),
        "What to add to each event of a page: the article without its text; sentence, if fields lacks it.",
    )
    count = choice_field(
        ("exact", "estimate", "none"),
        "Whether a page says how many events the filter means: exact takes time, estimate is by statistics.",
        default="none",
    )
    limit = Parsed(
        _row_limit,
        {
            "type": "integer",
            "minimum": 1,
            "description": f"Events in a page of JSON, up to {MOST_ROWS:,}; {DEFAULT_ROWS} unless given. "
            "In the other formats, the most events of the whole; no bound unless given.",
        },
    )
    cursor = cursor_field()


class DyadQuerySchema(EventFilterSchema):
    """Of which events the dyads are asked for, and in which order."""

    level = choice_field(LEVELS, "Whether countries or full actor codes make a pair.", default="country")
    sort = choice_field(
        DYAD_SORTS, "By source and target, or by the number of events, the most first.", default="dyad"
    )
    limit = page_limit_field("Dyads")
    cursor = cursor_field()


class AggregateQuerySchema(EventFilterSchema):
    """Which events are counted, and by what."""

    by = choices_field(
        KEYS, "What to count by: one period at the most, and fields of the event record.", required=True
    )
    measure = choices_field(tuple(MEASURES), "What to measure; count unless given.")
    fill = Parsed(
        flag,
        {
            "type": "boolean",
            "description": "true: a row for every period from the first to the last, and each combination of "
            "the other keys that is found; where there are no events, count and sum are 0 and means null.",
        },
        load_default=False,
    )
    limit = Parsed(
        partial(page_limit, most=MOST_AGGREGATES),
        {"type": "integer", "minimum": 1, "maximum": MOST_AGGREGATES, "description": "Rows in a page."},
        load_default=_DEFAULT_AGGREGATES,
    )
    cursor = cursor_field()

    @validates_schema
    def _makes_sense(self, data: dict[str, Any], **_: Any) -> None:
        try:
            Aggregate(tuple(data.get("by", ())), fill=data.get("fill", False))
        except ValueError as error:
            raise ValidationError(str(error), "by") from None
