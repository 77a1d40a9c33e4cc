"""An article as it was sent, read into what is stored, or the problem that it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from api.problems import VALIDATION, FieldError, Problem
from api.schemas.articles import NewArticleSchema
from api.validation import field_errors
from store.articles import NewArticle

_SCHEMA = NewArticleSchema(unknown=ma.RAISE)


def read_article_object(sent: Any, *, at: str = "#") -> NewArticle | Problem:
    """The article that a JSON value describes, or a problem that names each field that is wrong.

    ``at`` is the JSON pointer of the value in the body.
    """
    try:
        return NewArticle(**_SCHEMA.load(sent))
    except ma.ValidationError as error:
        found = field_errors({"json": error.messages_dict}, _SCHEMA)
        return validation_problem([FieldError("pointer", at + each.at[1:], each.detail) for each in found])


def validation_problem(errors: list[FieldError]) -> Problem:
    """The problem of fields that are wrong, its detail telling of the first."""
    first, more = errors[0], len(errors) - 1
    detail = f"{first.at} {first.detail}{f' ({more} more)' if more else ''}"
    return Problem(VALIDATION, detail, tuple(errors))


def refusal(problem: Problem) -> Mapping[str, Any]:
    """A problem as it is told within an answer, beside others."""
    told: dict[str, Any] = {
        "type": problem.type.uri,
        "title": problem.type.title,
        "status": problem.type.status.value,
        "detail": problem.detail,
    }
    return told | ({"errors": [each.as_json() for each in problem.errors]} if problem.errors else {})
