"""Jobs as they are answered."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.schemas.articles import ARTICLE_STATES, JOB_STATES


class ArticleErrorSchema(Schema):
    article_id = fields.UUID(required=True)
    error = fields.String(required=True, metadata={"description": "Why it failed"})


class JobSchema(Schema):
    """The coding of the articles of one submission."""

    job_id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(JOB_STATES))
    total = fields.Integer(required=True, metadata={"description": "Articles in the job"})
    done = fields.Integer(required=True, metadata={"description": "Articles that have come to an end"})
    counts = fields.Dict(
        keys=fields.String(validate=validate.OneOf(ARTICLE_STATES)),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Articles by state; a state that none is in is left out"},
    )
    created_at = fields.AwareDateTime(required=True)
    started_at = fields.AwareDateTime(required=True, allow_none=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)
    errors = fields.List(
        fields.Nested(ArticleErrorSchema),
        required=True,
        metadata={"description": "The first twenty articles that failed"},
    )
    article_ids = fields.List(
        fields.UUID(), metadata={"description": "Its articles, where they are twenty at most"}
    )
