"""Articles as they are sent and answered."""

from __future__ import annotations

from typing import get_args

from marshmallow import Schema, ValidationError, fields, validate

from api.schemas.fields import date_field, label_field, language_field, text_field, url_field
from api.schemas.listing import (
    choice_field,
    choices_field,
    cursor_field,
    id_field,
    page_limit_field,
)
from api.schemas.problems import FieldErrorSchema
from store.article_counts import GROUPINGS
from store.erase_articles import EventsFate

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
PERIODS = ("day", "week", "month", "year")


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


class RefusalSchema(Schema):
    """Why one of several articles was not taken: a problem as RFC 9457 has it, less the request's id."""

    type = fields.String(required=True, metadata={"description": "Kind of problem; never changes"})
    title = fields.String(required=True)
    status = fields.Integer(required=True, metadata={"description": "HTTP status that it had alone"})
    detail = fields.String(required=True)
    errors = fields.List(fields.Nested(FieldErrorSchema), metadata={"description": "Each part that is wrong"})


class SightingSchema(Schema):
    """A further place where the same article was seen."""

    publisher = fields.String(required=True, allow_none=True)
    url = fields.String(required=True, allow_none=True)
    external_id = fields.String(required=True, allow_none=True)
    seen_at = fields.AwareDateTime(required=True, metadata={"description": "When it was submitted again"})


class _StoredArticleSchema(Schema):
    article_id = fields.UUID(required=True)
    published_date = fields.Date(required=True)
    title = fields.String(
        required=True, allow_none=True, metadata={"description": "As sent; null once it was erased"}
    )
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


class ArticleSchema(_StoredArticleSchema):
    """A stored article."""

    text = fields.String(
        required=True, allow_none=True, metadata={"description": "As sent; null once it was erased"}
    )
    job_id = fields.UUID(required=True, allow_none=True, metadata={"description": "Its latest job"})
    sightings = fields.List(
        fields.Nested(SightingSchema),
        required=True,
        metadata={"description": "Where the same article was seen again, first to last"},
    )


class ListedArticleSchema(_StoredArticleSchema):
    """A stored article, without its text."""

    sighting_count = fields.Integer(
        required=True, metadata={"description": "How often the same article was seen again"}
    )


class ArticlePageSchema(Schema):
    """A page of articles, by article_id."""

    items = fields.List(fields.Nested(ListedArticleSchema), required=True)
    next = fields.URL(
        required=True, allow_none=True, metadata={"description": "The next page; null where this is the last"}
    )


class _ArticleFilterSchema(Schema):
    state = choices_field(ARTICLE_STATES, "States of coding, parted by commas; any of them")
    publisher = label_field("The outlet that published it, exactly as it was sent")
    published_date_from = date_field("First day of publication")
    published_date_to = date_field("Last day of publication")
    external_id = label_field("Your own id for it, also that of a sighting")
    url = url_field("Where it was published, or seen again")
    job_id = id_field("A job that it belongs to")


class ArticleQuerySchema(_ArticleFilterSchema):
    """Which articles, and which page of them."""

    limit = page_limit_field("Articles")
    cursor = cursor_field()


class EraseQuerySchema(Schema):
    """What becomes of the events of an article that is erased."""

    events = choice_field(
        get_args(EventsFate),
        "Whether its events stay, without their sentences and explanations, or are retracted",
        default="keep",
    )


def _one_period(names: list[str]) -> None:
    periods = [name for name in names if name in PERIODS]
    if len(periods) > 1:
        raise ValidationError(f"has {' and '.join(periods)}; one period of time is enough")


class ArticleCountsQuerySchema(_ArticleFilterSchema):
    """Which articles are counted, and in which groups."""

    by = choices_field(
        tuple(GROUPINGS),
        "What a group has in common, parted by commas. day, week, month and year are of published_date",
        required=True,
        refuse=_one_period,
    )
    limit = page_limit_field("Groups")
    cursor = cursor_field()


def _count(description: str) -> fields.Integer:
    return fields.Integer(required=True, metadata={"description": description})


class ArticleCountsSchema(Schema):
    """A group of articles and how many there are; of its first fields it has those that were asked for by."""

    day = fields.Date(metadata={"description": "The day of publication"})
    week = fields.Date(metadata={"description": "Its Monday"})
    month = fields.Date(metadata={"description": "Its first day"})
    year = fields.Date(metadata={"description": "Its first day"})
    publisher = fields.String(allow_none=True)
    state = fields.String(validate=validate.OneOf(ARTICLE_STATES))
    language = fields.String(allow_none=True, metadata={"description": "As detected, or else as sent"})
    received = _count("Articles, each counted once: the sum of all states")
    sightings = _count("How often these articles were seen again")
    waiting = _count("Queued, or being coded")
    coded = _count("Coded, with events")
    no_events = _count("Coded, and there were none")
    unsupported_language = _count("Not read, for their language")
    failed = _count("Failed")
    cancelled = _count("Cancelled before they were coded")
    erased = _count("Erased")


class ArticleCountsPageSchema(Schema):
    """A page of groups, by the values they were asked for by."""

    items = fields.List(fields.Nested(ArticleCountsSchema), required=True)
    next = fields.URL(
        required=True, allow_none=True, metadata={"description": "The next page; null where this is the last"}
    )
