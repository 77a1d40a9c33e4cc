"""A text that is coded while its client waits, as it is sent and answered."""

from __future__ import annotations

from typing import get_args

from marshmallow import Schema, fields, validate

from api.schemas.events import EventSchema
from api.schemas.explanations import ExplanationSchema
from api.schemas.fields import Parsed, date_field, language_field
from api.schemas.parsing import ValueRefused, plain_text, shown
from coders.models import Profile

MOST_CHARACTERS = 20_000
PROFILES = get_args(Profile)
CODED_STATES = ("coded", "no_events", "unsupported_language")

# Of the event record, what only a stored event has.
_STORED_ONLY = (
    "event_number",
    "article_id",
    "publisher",
    "url",
    "published_date",
    "coded_at",
    "change_seq",
    "retracted_at",
)


def waiting_text(value: str) -> str:
    """A text that is short enough to wait for."""
    if len(value) > MOST_CHARACTERS:
        raise ValueRefused(
            f"has {len(value):,} characters; {MOST_CHARACTERS:,} is the most that is coded while you wait: "
            "submit a longer one to /v1/articles"
        )
    return plain_text(value, longest=MOST_CHARACTERS)


def profile(value: str) -> str:
    """A profile of the coder."""
    if value not in PROFILES:
        raise ValueRefused(f"is {shown(value)}; known are {', '.join(PROFILES)}")
    return value


class TextToCodeSchema(Schema):
    """A text to be coded and forgotten."""

    text = Parsed(
        waiting_text,
        {
            "minLength": 1,
            "maxLength": MOST_CHARACTERS,
            "description": "The text. Spans count its code points.",
        },
        required=True,
    )
    language = language_field("BCP 47 tag of its language; found out when left out.")


class CodeQuerySchema(Schema):
    """How it is to be coded."""

    profile = Parsed(
        profile,
        {
            "enum": list(PROFILES),
            "description": "Which coder to use; the one that the workers are set to when left out.",
        },
    )
    as_of = date_field(
        "The day the text counts as published on: relative dates and the roles of actors hang on it. "
        "Today, in UTC, when left out."
    )


class CodedEventSchema(EventSchema):
    """A coded event that is not stored, and why it was coded so."""

    class Meta:  # noqa: D106 -- marshmallow's way to say it
        exclude = _STORED_ONLY

    explanation = fields.Nested(ExplanationSchema, required=True)


class CodedTextSchema(Schema):
    """What became of the text."""

    state = fields.String(
        required=True,
        validate=validate.OneOf(CODED_STATES),
        metadata={"description": "Tells a text without events from one whose language is not read"},
    )
    language = fields.String(required=True, metadata={"description": "The language it was coded in"})
    as_of = fields.Date(required=True, metadata={"description": "The day it counted as published on"})
    as_of_assumed = fields.Boolean(
        required=True, metadata={"description": "No as_of was given: it is the day of the request"}
    )
    profile = fields.String(required=True, validate=validate.OneOf(PROFILES))
    coder_version = fields.String(required=True)
    codebook_version = fields.String(required=True)
    events = fields.List(
        fields.Nested(CodedEventSchema),
        required=True,
        metadata={"description": "In the order of the text"},
    )
