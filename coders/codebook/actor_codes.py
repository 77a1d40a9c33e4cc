"""Reads the parts that actor codes are made of from ``data/actor_codes.jsonl``, countries apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import get_args

from coders.codebook.actors import DictionaryError, check_keys, read_objects
from coders.codebook.model import ActorCode, ActorCodeKind

_KINDS = frozenset(get_args(ActorCodeKind))
_KEYS = frozenset("code kind name definition".split())


def load_actor_codes(
    lines: Iterable[str], file: str = "actor_codes.jsonl"
) -> dict[tuple[ActorCodeKind, str], ActorCode]:
    """Actor codes by their kind and code: the same three letters may be a people and a region.

    Raises:
        DictionaryError: a line is no JSON object, lacks a key or has one too many, has an unknown kind or no
            code of three letters, or repeats one.
    """
    found: dict[tuple[ActorCodeKind, str], ActorCode] = {}
    for place, entry in read_objects(lines, file):
        check_keys(entry, _KEYS, set(_KEYS), place)
        code, kind = entry["code"], entry["kind"]
        if not re.fullmatch("[A-Z]{3}", code):
            raise DictionaryError(f"{place}: code is {code!r}; it should be three capital letters")
        if kind not in _KINDS:
            raise DictionaryError(f"{place}: kind is {kind!r}; it should be one of {sorted(_KINDS)}")
        if (kind, code) in found:
            raise DictionaryError(f"{place}: the {kind} {code} is there twice; give each one line")
        found[kind, code] = ActorCode(code, kind, entry["name"], entry["definition"])
    return found
