"""Events as they are asked for and answered."""

from __future__ import annotations

from functools import partial
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from api.schemas.articles import ARTICLE_STATES
from api.schemas.explanations import ExplanationSchema
from api.schemas.fields import Parsed, countries_field, date_field, event_root_codes_field, limit_field

MOST_ROWS = 10_000
DEFAULT_ROWS = 100

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


class EventQuerySchema(Schema):
    """Which events are asked for. All that is given must hold; of several values, any."""

    event_date_from = date_field("Events of this day or later.")
    event_date_to = date_field("Events of this day or earlier.")
    actor_country = countries_field("Country of the source or of the target, as ISO 3166 alpha-3 codes.")
    source_country = countries_field("Country of the source.")
    target_country = countries_field("Country of the target.")
    event_root_code = event_root_codes_field("CAMEO root codes, 01 to 20.")
    limit = limit_field("Events in a page.", most=MOST_ROWS, default=DEFAULT_ROWS)
    cursor = Parsed(
        str,
        {"maxLength": 512, "description": "Where to go on: taken as it is from next of the page before."},
    )

    @validates_schema
    def _dates_in_order(self, data: dict[str, Any], **_: Any) -> None:
        first, last = data.get("event_date_from"), data.get("event_date_to")
        if first and last and first > last:
            raise ValidationError(
                f"is {first}, after event_date_to, which is {last}; exchange them", "event_date_from"
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


class EventPageSchema(Schema):
    """A page of events, by event_date and event_id."""

    items = fields.List(fields.Nested(EventSchema), required=True)
    next = fields.URL(
        required=True, allow_none=True, metadata={"description": "The next page; null where this is the last"}
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
