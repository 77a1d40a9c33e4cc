"""Jobs as they are answered."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.prefer import MOST_SECONDS
from api.schemas.articles import ARTICLE_STATES, JOB_STATES
from api.schemas.listing import (
    choices_field,
    cursor_field,
    moment_field,
    page_limit_field,
    seconds_field,
)


class ArticleErrorSchema(Schema):
    article_id = fields.UUID(required=True)
    error = fields.String(required=True, metadata={"description": "Why it failed"})


class ListedJobSchema(Schema):
    """How far the coding of the articles of one submission has come."""

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


class JobSchema(ListedJobSchema):
    """The coding of the articles of one submission."""

    errors = fields.List(
        fields.Nested(ArticleErrorSchema),
        required=True,
        metadata={"description": "The first twenty articles that failed"},
    )
    article_ids = fields.List(
        fields.UUID(), metadata={"description": "Its articles, where they are twenty at most"}
    )


class JobPageSchema(Schema):
    """A page of jobs, the newest first."""

    items = fields.List(fields.Nested(ListedJobSchema), required=True)
    next = fields.URL(
        required=True, allow_none=True, metadata={"description": "The next page; null where this is the last"}
    )


class JobQuerySchema(Schema):
    """Which jobs, and which page of them."""

    state = choices_field(JOB_STATES, "States, parted by commas; any of them")
    created_at_from = moment_field("Made at this time or later; a day means its beginning, in UTC")
    created_at_to = moment_field("Made at this time or earlier; a day means its end, in UTC", end=True)
    limit = page_limit_field("Jobs")
    cursor = cursor_field()


class JobWaitSchema(Schema):
    """How long to wait for a job."""

    wait = seconds_field(
        "Seconds to wait for the job to end; it is answered as soon as it has", most=MOST_SECONDS
    )
