"""Dyads as they are answered."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class DyadSchema(Schema):
    """A source and a target, in this order, and what is known of their events."""

    source = fields.String(required=True, metadata={"description": "A country or an actor code, by level"})
    target = fields.String(required=True)
    event_count = fields.Integer(required=True, validate=validate.Range(min=1))
    first_event_date = fields.Date(required=True)
    last_event_date = fields.Date(required=True)
    mean_goldstein = fields.Float(required=True, validate=validate.Range(-10, 10))


class DyadPageSchema(Schema):
    """A page of dyads."""

    items = fields.List(fields.Nested(DyadSchema), required=True)
    next = fields.URL(
        required=True, allow_none=True, metadata={"description": "The next page; null where this is the last"}
    )
