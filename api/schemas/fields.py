"""The marshmallow fields that requests are read with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate
from webargs.fields import DelimitedList

from api.schemas.parsing import (
    COUNTRY_PATTERN,
    DATE_PATTERN,
    EVENT_ROOT_CODES,
    LABEL_CHARACTERS,
    LANGUAGE_PATTERN,
    TEXT_CHARACTERS,
    URL_CHARACTERS,
    ValueRefused,
    article_text,
    calendar_date,
    country_code,
    event_root_code,
    label,
    language_code,
    page_limit,
    web_address,
)

_MOST_VALUES = 250
_JSON_KINDS = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


class NoParameters(Schema):
    """The query of an operation that takes none."""


class Parsed(fields.Field[Any]):
    """A string that ``parse`` turns into what was meant.

    ``described`` is its JSON Schema, a string's unless it says otherwise; ``options`` are marshmallow's.
    """

    default_error_messages = {  # noqa: RUF012 -- marshmallow's way to say them
        "required": "is missing; it has to be given",
        "null": "is null; it has to be given",
    }

    def __init__(
        self,
        parse: Callable[[str], object],
        described: Mapping[str, Any],
        *,
        required: bool = False,
        **options: Any,
    ) -> None:
        metadata = {"type": "string", **described}
        super().__init__(metadata=metadata, required=required, **options)
        self._parse = parse

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> object:  # noqa: ARG002 -- marshmallow's signature
        if not isinstance(value, str):
            raise ValidationError(f"is {_JSON_KINDS.get(type(value), 'not text')}; a string is expected")
        try:
            return self._parse(value)
        except ValueRefused as refused:
            raise ValidationError(str(refused)) from None


def text_field(description: str) -> Parsed:
    described = {"minLength": 1, "maxLength": TEXT_CHARACTERS, "description": description}
    return Parsed(article_text, described, required=True)


def label_field(description: str) -> Parsed:
    described = {"minLength": 1, "maxLength": LABEL_CHARACTERS, "description": description}
    return Parsed(label, described, allow_none=True)


def url_field(description: str) -> Parsed:
    described = {"format": "iri", "maxLength": URL_CHARACTERS, "pattern": "^https?://"}
    return Parsed(web_address, {**described, "description": description}, allow_none=True)


def language_field(description: str) -> Parsed:
    return Parsed(language_code, {"pattern": LANGUAGE_PATTERN, "description": description}, allow_none=True)


def date_field(description: str, *, required: bool = False) -> Parsed:
    described = {"format": "date", "pattern": DATE_PATTERN, "description": description}
    return Parsed(calendar_date, described, required=required)


def limit_field(description: str, *, most: int, default: int) -> Parsed:
    described = {"type": "integer", "minimum": 1, "maximum": most, "description": description}
    return Parsed(partial(page_limit, most=most), described, load_default=default)


def countries_field(description: str) -> fields.Field[Any]:
    return several(country_code, {"pattern": COUNTRY_PATTERN}, description)


def event_root_codes_field(description: str) -> fields.Field[Any]:
    return several(event_root_code, {"enum": list(EVENT_ROOT_CODES)}, description)


def several(
    parse: Callable[[str], object], described: Mapping[str, Any], description: str
) -> fields.Field[Any]:
    """Values parted by commas."""
    return DelimitedList(
        Parsed(parse, described),
        validate=validate.Length(
            1, _MOST_VALUES, error=f"has no value or too many; give 1 to {_MOST_VALUES}, parted by commas"
        ),
        metadata={"description": description},
    )
