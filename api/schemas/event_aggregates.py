"""Aggregates of events as they are answered."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from store.event_aggregates import PERIODS, TEXT_KEYS

_KEYS: dict[str, fields.Field[Any] | type] = {
    **{period: fields.Date(metadata={"description": f"First day of the {period}"}) for period in PERIODS},
    **{key: fields.String(allow_none=True) for key in TEXT_KEYS},
    "quad_class": fields.Integer(validate=validate.Range(1, 4)),
    "background": fields.Boolean(),
}


class AggregateSchema(Schema.from_dict(_KEYS)):  # type: ignore[misc]  # its fields are those that may be counted by
    """The keys and measures that were asked for."""

    count = fields.Integer()
    mean_goldstein = fields.Float(allow_none=True, metadata={"description": "Null where there are no events"})
    sum_goldstein = fields.Float()
    mean_confidence = fields.Float(allow_none=True)


class AggregatePageSchema(Schema):
    """A page of aggregates, in the order of their keys, null first."""

    items = fields.List(fields.Nested(AggregateSchema), required=True)
    next = fields.URL(
        required=True, allow_none=True, metadata={"description": "The next page; null where this is the last"}
    )
