"""Articles as they are sent and answered."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.schemas.fields import date_field, label_field, language_field, text_field, url_field

ARTICLE_STATES = (
    "queued",
    "coding",
    "coded",
    "no_events",
    "unsupported_language",
    "failed",
    "cancelled",
    "erased",
)
JOB_STATES = ("queued", "running", "done", "failed", "cancelled")


class NewArticleSchema(Schema):
    """An article to be stored and coded."""

    text = text_field("The article's text. It is stored and counted exactly as sent.")
    published_date = date_field(
        "The day it was published; relative dates in the text hang on it.", required=True
    )
    title = label_field("Headline. It is stored, not coded.")
    url = url_field("Where it was published.")
    publisher = label_field("The outlet that published it.")
    language = language_field("BCP 47 tag of its language; found out when left out.")
    external_id = label_field("Your own id for it.")


class AcceptedArticleSchema(Schema):
    """What became of a submitted article."""

    job_id = fields.UUID(required=True, metadata={"description": "The job that codes it"})
    article_id = fields.UUID(required=True, metadata={"description": "The article, new or known"})
    known = fields.Boolean(
        required=True,
        metadata={"description": "The same text, date and language was there: this is one sighting more"},
    )
    state = fields.String(
        required=True, validate=validate.OneOf(JOB_STATES), metadata={"description": "State of the job"}
    )


class SightingSchema(Schema):
    """A further place where the same article was seen."""

    publisher = fields.String(required=True, allow_none=True)
    url = fields.String(required=True, allow_none=True)
    external_id = fields.String(required=True, allow_none=True)
    seen_at = fields.AwareDateTime(required=True, metadata={"description": "When it was submitted again"})


class ArticleSchema(Schema):
    """A stored article."""

    article_id = fields.UUID(required=True)
    text = fields.String(
        required=True, allow_none=True, metadata={"description": "As sent; null once it was erased"}
    )
    published_date = fields.Date(required=True)
    title = fields.String(required=True, allow_none=True)
    url = fields.String(required=True, allow_none=True)
    publisher = fields.String(required=True, allow_none=True)
    language = fields.String(required=True, allow_none=True, metadata={"description": "As sent"})
    external_id = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(ARTICLE_STATES))
    error = fields.String(
        required=True, allow_none=True, metadata={"description": "Why it failed, where it did"}
    )
    detected_language = fields.String(
        required=True, allow_none=True, metadata={"description": "The language it was coded in"}
    )
    profile = fields.String(required=True, allow_none=True)
    coder_version = fields.String(
        required=True, allow_none=True, metadata={"description": "What coded it last"}
    )
    codebook_version = fields.String(required=True, allow_none=True)
    received_at = fields.AwareDateTime(required=True)
    coded_at = fields.AwareDateTime(required=True, allow_none=True)
    event_count = fields.Integer(required=True, metadata={"description": "How many standing events it has"})
    job_id = fields.UUID(required=True, allow_none=True, metadata={"description": "Its latest job"})
    sightings = fields.List(
        fields.Nested(SightingSchema),
        required=True,
        metadata={"description": "Where the same article was seen again, first to last"},
    )
