"""How the service does, and what it offers."""

from __future__ import annotations

from marshmallow import Schema, fields


class HealthSchema(Schema):
    """The process answers."""

    status = fields.Constant("ok", required=True)


class ReadinessSchema(Schema):
    """All that the service needs is there."""

    status = fields.Constant("ready", required=True)
    checks = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class IndexSchema(Schema):
    """Where to go from here."""

    name = fields.String(required=True)
    version = fields.String(required=True)
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
