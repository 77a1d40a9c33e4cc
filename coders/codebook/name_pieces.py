"""Cuts names and texts into *pieces*, so that the tokenizer's habits do not matter.

Pieces are runs of letters and digits, folded to plain lower case: "al-Abadi" is al, abadi; "U.S.-led" is us,
led.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

HYPHENS = frozenset("-–‐‑")

_PIECE = re.compile(r"[^\W_](?:[^\W_]|[.&](?=[^\W_]))*")
_APART = str.maketrans("-'", "  ")
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss"})


class Piece(NamedTuple):
    """``capitals``: 0 none, 1 the first letter, 2 all letters. ``hyphen``: joined to the piece before."""

    text: str
    capitals: int
    hyphen: bool


@lru_cache(maxsize=65536)
def split_pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a word or name."""
    plain = _plain(text)
    return tuple(
        Piece(
            text=found[0].replace(".", "").lower(),
            capitals=_capitals(found[0]),
            hyphen=plain[found.start() - 1] in HYPHENS if found.start() else False,
        )
        for found in _PIECE.finditer(plain)
    )


def name_key(text: str) -> str:
    """The pieces of a name as the index knows it: plain small letters, a blank apart."""
    words = text.translate(_APART).split()
    if text.isascii() and "".join(words).isalnum():  # most names; the same, but sooner
        return " ".join(words).lower()
    return " ".join(_PIECE.findall(_plain(text))).replace(".", "").lower()


def _plain(text: str) -> str:
    """The text without its accents."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@lru_cache(maxsize=65536)
def _capitals(text: str) -> int:
    if not text[0].isupper():
        return 2 if text[0].isdigit() else 0
    return 2 if text.isupper() and len(text) > 1 else 1
