"""What is answered to submitted articles."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.schemas.articles import JOB_STATES, RefusalSchema
from api.schemas.jobs import JobSchema

_STATUSES = ("accepted", "known", "refused")


class _QueuedSchema(Schema):
    job_id = fields.UUID(required=True, metadata={"description": "The job that codes it"})
    state = fields.String(
        required=True, validate=validate.OneOf(JOB_STATES), metadata={"description": "State of the job"}
    )
    job = fields.Nested(
        JobSchema, metadata={"description": "The job, where the client waited and it has ended"}
    )


class AcceptedArticleSchema(_QueuedSchema):
    """What became of a submitted article."""

    article_id = fields.UUID(required=True, metadata={"description": "The article, new or known"})
    known = fields.Boolean(
        required=True,
        metadata={"description": "The same text, date and language was there: this is one sighting more"},
    )


class ArticleResultSchema(Schema):
    """What became of one article of several."""

    index = fields.Integer(required=True, metadata={"description": "Its place in the array, from 0"})
    status = fields.String(required=True, validate=validate.OneOf(_STATUSES))
    article_id = fields.UUID(metadata={"description": "The article, unless it was refused"})
    problem = fields.Nested(RefusalSchema, metadata={"description": "Why it was refused"})


class AcceptedArticlesSchema(_QueuedSchema):
    """What became of an array of articles; those that were not refused are in the job."""

    accepted = fields.Integer(required=True, metadata={"description": "How many are new"})
    known = fields.Integer(required=True, metadata={"description": "How many were there: sightings"})
    refused = fields.Integer(required=True, metadata={"description": "How many were not taken"})
    items = fields.List(
        fields.Nested(ArticleResultSchema),
        required=True,
        metadata={"description": "Each article, in the order they were sent"},
    )


class ArticleLineSchema(Schema):
    """What became of one line of a stream."""

    line = fields.Integer(required=True, metadata={"description": "Its number in the body, from 1"})
    status = fields.String(required=True, validate=validate.OneOf(_STATUSES))
    article_id = fields.UUID()
    job_id = fields.UUID()
    problem = fields.Nested(RefusalSchema)
