"""Opaque keyset cursors: where a client is in a list, in a form that says if it was mistaken for another.

A cursor is URL-safe base64 of a checksum and a JSON array: version, list, fingerprint of the filters,
position. The checksum tells a cut, mistyped or foreign cursor from a whole one; it keeps out no forger, and
need not: a position only ever becomes a parameter of a comparison.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import orjson

_VERSION = 1
_CHECKSUM_BYTES = 6
_LONGEST = 512


class CursorError(ValueError):
    """A cursor that cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class CursorScope:
    """What a cursor belongs to: the list's name and the fingerprint of the filters it was read with."""

    list_name: str
    filters: str


def scope_of(list_name: str, filters: Any) -> CursorScope:
    """The scope of a list read with ``filters``: anything that orjson can write, with a fixed order."""
    digest = blake2b(orjson.dumps(filters, option=orjson.OPT_SORT_KEYS), digest_size=8)
    return CursorScope(list_name, digest.hexdigest())


def encode_cursor(scope: CursorScope, position: Sequence[str]) -> str:
    """The cursor that stands for ``position``: the sort values of the last row that was given."""
    content = orjson.dumps([_VERSION, scope.list_name, scope.filters, *position])
    return base64.urlsafe_b64encode(_checksum(content) + content).rstrip(b"=").decode("ascii")


def decode_cursor(text: str, scope: CursorScope) -> tuple[str, ...]:
    """The position in a cursor.

    Raises:
        CursorError: it is none of ours, was cut or changed, or belongs to another list or other filters.
    """
    version, list_name, filters, *position = _content(text)
    if version != _VERSION:
        raise CursorError("was made by another version of this service; read the list again from its start")
    if list_name != scope.list_name:
        raise CursorError(f"belongs to the list of {list_name}, not of {scope.list_name}")
    if filters != scope.filters:
        raise CursorError(
            "belongs to other filters; repeat those of the page that it came with, or read from the start"
        )
    return tuple(position)


def _content(text: str) -> list[Any]:
    damaged = CursorError("is cut, changed or not of this service; take it as it is from 'next' of a page")
    if len(text) > _LONGEST or not text.isascii():
        raise damaged
    try:
        sealed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise damaged from None
    checksum, content = sealed[:_CHECKSUM_BYTES], sealed[_CHECKSUM_BYTES:]
    if checksum != _checksum(content):
        raise damaged
    try:
        parts: list[Any] = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise damaged from None
    match parts:
        case [int(), str(), str(), *position] if all(isinstance(value, str) for value in position):
            return parts
    raise damaged


def _checksum(content: bytes) -> bytes:
    return blake2b(content, digest_size=_CHECKSUM_BYTES, person=b"cursor").digest()
