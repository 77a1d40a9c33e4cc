"""Events as they are asked for and answered."""

from __future__ import annotations

from copy import copy
from functools import partial
from typing import Any

from marshmallow import Schema, fields, validate

from api.schemas.articles import ARTICLE_STATES
from api.schemas.explanations import ExplanationSchema

_optional = partial(fields.String, required=True, allow_none=True)
_text = partial(fields.String, required=True)


def _span(*, optional: bool = False) -> fields.Field[Any]:
    return fields.List(
        fields.Integer(),
        required=True,
        allow_none=optional,
        validate=validate.Length(equal=2),
        metadata={"description": "[start, end) in code points of the article's text"},
    )


class EventSchema(Schema):
    """A coded event: who did what to whom, when and where."""

    event_id = fields.UUID(
        required=True, metadata={"description": "The same for the same find in the same text"}
    )
    event_number = fields.Integer(required=True, metadata={"description": "A unique number"})
    article_id = fields.UUID(required=True)
    publisher = _optional(metadata={"description": "The outlet; never an actor"})
    url = _optional()
    published_date = fields.Date(required=True)
    event_date = fields.Date(required=True)
    event_date_basis = _text(validate=validate.OneOf(("stated", "relative", "published")))
    event_date_precision = _text(validate=validate.OneOf(("day", "week", "month", "year")))
    source_code = _text(metadata={"description": "CAMEO actor code, such as IRQMIL"})
    source_country = _optional(metadata={"description": "ISO 3166 alpha-3"})
    source_group = _optional(metadata={"description": "International type or organization"})
    source_roles = fields.List(fields.String(), required=True)
    source_name = _text()
    source_span = _span()
    target_code = _optional(metadata={"description": "Null, as all of the target, where nobody is named"})
    target_country = _optional()
    target_group = _optional()
    target_roles = fields.List(fields.String(), required=True, allow_none=True)
    target_name = _optional()
    target_span = _span(optional=True)
    event_code = _text(
        metadata={"description": "CAMEO code; text, as 010 is not 10", "pattern": "^[0-9]{2,4}$"}
    )
    event_root_code = _text(metadata={"pattern": "^[0-9]{2}$"})
    quad_class = fields.Integer(required=True, validate=validate.Range(1, 4))
    goldstein = fields.Float(required=True, validate=validate.Range(-10, 10))
    plover_type = _optional()
    plover_mode = _optional()
    plover_context = _optional()
    scope = _text(validate=validate.OneOf(("domestic", "international")))
    attributed_to_code = _optional(metadata={"description": "Who claims it, if not the publisher"})
    attributed_to_name = _optional()
    background = fields.Boolean(required=True, metadata={"description": "Told as past context, not as news"})
    place_name = _optional()
    admin1 = _optional()
    place_country = _optional()
    latitude = fields.Float(required=True, allow_none=True)
    longitude = fields.Float(required=True, allow_none=True)
    geonames_id = fields.Integer(required=True, allow_none=True)
    sentence_index = fields.Integer(required=True)
    trigger_span = _span()
    confidence = fields.Float(required=True, validate=validate.Range(0, 1))
    profile = _text()
    coder_version = _text(metadata={"description": "What made the row as it stands"})
    codebook_version = _text()
    coded_at = fields.AwareDateTime(required=True)
    change_seq = fields.Integer(required=True, metadata={"description": "Number of its latest change"})
    retracted_at = fields.AwareDateTime(required=True, allow_none=True)
    sentence = _optional(metadata={"description": "Null once the article was erased"})


class ExplainedEventSchema(EventSchema):
    """A coded event and why it was coded so."""

    explanation = fields.Nested(
        ExplanationSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null once the article was erased"},
    )


class ToldArticleSchema(Schema):
    """What is told of an article beside its events: all but its text."""

    article_id = fields.UUID(required=True)
    state = _text(validate=validate.OneOf(ARTICLE_STATES))
    published_date = fields.Date(required=True)
    title = _optional()
    url = _optional()
    publisher = _optional()
    language = _optional(metadata={"description": "As it was given"})
    detected_language = _optional()
    external_id = _optional()
    received_at = fields.AwareDateTime(required=True)


def _chosen(field: fields.Field[Any]) -> fields.Field[Any]:
    """The field, as ``fields=`` may leave it out."""
    chosen = copy(field)
    chosen.required = False
    return chosen


class ListedEventSchema(
    Schema.from_dict({name: _chosen(field) for name, field in EventSchema().fields.items()})  # type: ignore[misc]  # made from the fields of another
):
    """An event as it is listed: all fields of the event record, or those that were chosen."""

    article = fields.Nested(ToldArticleSchema, metadata={"description": "Where expand has article"})


class EventPageSchema(Schema):
    """A page of events."""

    items = fields.List(fields.Nested(ListedEventSchema), required=True)
    next = fields.URL(
        required=True, allow_none=True, metadata={"description": "The next page; null where this is the last"}
    )
    count = fields.Integer(
        metadata={"description": "Events that the filter means, on all pages; where count asks for it"}
    )


class ArticleEventsSchema(Schema):
    """All standing events of an article, in the order of its text."""

    article_id = fields.UUID(required=True)
    state = fields.String(
        required=True,
        validate=validate.OneOf(ARTICLE_STATES),
        metadata={"description": "Tells an article without events from one that is not coded yet, or failed"},
    )
    items = fields.List(fields.Nested(EventSchema), required=True)
