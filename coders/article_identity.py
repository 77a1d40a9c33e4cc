"""What makes two submissions the same article."""

from __future__ import annotations

from datetime import date
from hashlib import sha256


def article_identity(text: str, published_date: date, language: str | None) -> bytes:
    """The 32 bytes that stand for an article: SHA-256 of its text, published date and given language.

    The parts are joined by NUL, which none of them can hold. Publisher, URL and title are no part of it: the
    same story from another outlet is a sighting of the same article.

    Raises:
        UnicodeEncodeError: the text holds a lone surrogate.
    """
    return sha256(f"{published_date.isoformat()}\0{language or ''}\0{text}".encode()).digest()
