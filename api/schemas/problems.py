"""The errors of the API as they are documented."""

from __future__ import annotations

from marshmallow import Schema, fields


class FieldErrorSchema(Schema):
    pointer = fields.String(metadata={"description": "JSON pointer to the part of the body, such as #/text"})
    parameter = fields.String(metadata={"description": "Name of the query parameter"})
    detail = fields.String(required=True, metadata={"description": "What is wrong, and what would be right"})


class ProblemSchema(Schema):
    """A problem as RFC 9457 has it."""

    type = fields.String(
        required=True, metadata={"description": "Kind of problem; never changes", "format": "uri"}
    )
    title = fields.String(required=True, metadata={"description": "The kind in words"})
    status = fields.Integer(required=True, metadata={"description": "HTTP status"})
    detail = fields.String(required=True, metadata={"description": "This occurrence in words"})
    request_id = fields.String(required=True, metadata={"description": "Id of the request, as in the log"})
    errors = fields.List(fields.Nested(FieldErrorSchema), metadata={"description": "Each part that is wrong"})
