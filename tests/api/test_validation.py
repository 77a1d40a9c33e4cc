from __future__ import annotations

from typing import Any

import pytest
from marshmallow import RAISE, Schema, ValidationError, fields

from api.problems import FieldError
from api.validation import field_errors, nearest_name


class Inner(Schema):
    code = fields.Integer(required=True)


class Outer(Schema):
    name = fields.String(data_key="outerName")
    inner = fields.List(fields.Nested(Inner))


def errors_of(value: Any, location: str) -> tuple[FieldError, ...]:
    schema = Outer(unknown=RAISE)
    with pytest.raises(ValidationError) as refused:
        schema.load(value)
    return field_errors({location: refused.value.messages}, schema)


def test_a_part_deep_in_the_body_is_pointed_at() -> None:
    [error] = errors_of({"inner": [{"code": 1}, {"code": "x"}]}, "json")
    assert (error.kind, error.at) == ("pointer", "#/inner/1/code")


def test_a_parameter_is_named_without_the_place_of_its_value() -> None:
    [error] = errors_of({"inner": [{"code": "x"}]}, "query")
    assert (error.kind, error.at) == ("parameter", "inner")


def test_an_unknown_name_gets_the_name_that_is_sent_proposed() -> None:
    [error] = errors_of({"outername": "x"}, "json")
    assert error == FieldError("pointer", "#/outername", "is not a known field; did you mean outerName?")


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("published_dat", "published_date"),
        ("Published_Date", "published_date"),
        ("publishedDate", "published_date"),
        ("lang", "language"),
        ("body", None),
        ("", None),
    ],
)
def test_nearest_name(name: str, nearest: str | None) -> None:
    assert nearest_name(name, ["text", "published_date", "language", "url"]) == nearest
