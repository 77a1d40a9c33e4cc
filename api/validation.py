"""Turns what a schema refused into errors that name the field and say what would be right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from marshmallow import Schema

from api.problems import FieldError
from api.schemas.parsing import shown


def field_errors(messages: Mapping[str, Any], schema: Schema) -> tuple[FieldError, ...]:
    """The errors in a schema's ``messages``, which are kept by location: ``json`` or ``query``."""
    return tuple(
        _field_error(location, path, detail)
        for location, by_field in messages.items()
        for path, detail in _told(by_field, schema, location)
    )


def nearest_name(name: str, known: list[str]) -> str | None:
    """The known name that a mistyped one most likely stands for."""
    close = get_close_matches(name.lower(), known, n=1)
    return close[0] if close else None


def _told(by_field: Mapping[Any, Any], schema: Schema, location: str) -> Iterator[tuple[list[Any], str]]:
    known = [field.data_key or name for name, field in schema.load_fields.items()]
    for path, message in _flat([], by_field):
        if message == schema.error_messages["unknown"]:
            yield path, _unknown(str(path[-1]), known, location)
        elif message == schema.error_messages["type"]:
            yield [], "is not a JSON object; send one article as an object"
        else:
            yield path, message


def _flat(path: list[Any], node: Any) -> Iterator[tuple[list[Any], str]]:
    """Each message with the names and indices that lead to it."""
    if isinstance(node, Mapping):
        for key, below in node.items():
            yield from _flat([*path, key], below)
    elif isinstance(node, list):
        for below in node:
            yield from _flat(path, below)
    else:
        yield path, str(node)


def _unknown(name: str, known: list[str], location: str) -> str:
    kind = "field" if location == "json" else "query parameter"
    if not known:
        return f"is not known: there is no {kind} here"
    nearest = nearest_name(name, known)
    if nearest:
        return f"is not a known {kind}; did you mean {nearest}?"
    return f"is not a known {kind}; known are {', '.join(known)}"


def _field_error(location: str, path: list[Any], detail: str) -> FieldError:
    if location == "json":
        return FieldError("pointer", "#" + "".join(f"/{_pointer_token(part)}" for part in path), detail)
    return FieldError("parameter", _printable(str(path[0])), detail)


def _pointer_token(part: Any) -> str:
    return _printable(str(part)).replace("~", "~0").replace("/", "~1")


def _printable(name: str) -> str:
    return name if name.isprintable() else shown(name)
