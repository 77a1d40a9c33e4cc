"""What a value in a request may look like: a function gives what was meant, or says what would be right."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

TEXT_CHARACTERS = 1_000_000
URL_CHARACTERS = 2_048
LABEL_CHARACTERS = 1_000

COUNTRY_PATTERN = "^[A-Z]{3}$"
DATE_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
LANGUAGE_PATTERN = "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"

EVENT_ROOT_CODES = tuple(f"{number:02}" for number in range(1, 21))

_DATE = "write a calendar date as YYYY-MM-DD, such as 2017-10-26"
_SHOWN = 60
_NOT_STORABLE = re.compile("[\0\ud800-\udfff]")


class ValueRefused(ValueError):  # noqa: N818 -- it reads as what happened
    """A value that is not taken; the message says why, and what would be right."""


def shown(value: str) -> str:
    """The value in quotes, short enough for a message, with what cannot be printed as escapes."""
    return ascii(value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…")


def plain_text(value: str, *, longest: int) -> str:
    """Text that can be stored and counted: not blank, not too long, no NUL and no lone surrogate."""
    if not value.strip():
        raise ValueRefused("is empty or blank; give at least one word, or leave an optional field out")
    if len(value) > longest:
        raise ValueRefused(f"has {len(value):,} characters; {longest:,} is the most that is taken")
    refused = _NOT_STORABLE.search(value)
    if refused is None:
        return value
    if refused.group() == "\0":
        raise ValueRefused(f"has a NUL character at {refused.start()}; take it out")
    raise ValueRefused(
        f"has half of a surrogate pair ({ascii(refused.group())[1:-1]}) at {refused.start()}; "
        "a character beyond U+FFFF is sent as itself or as both halves"
    )


def article_text(value: str) -> str:
    return plain_text(value, longest=TEXT_CHARACTERS)


def label(value: str) -> str:
    return plain_text(value, longest=LABEL_CHARACTERS)


def calendar_date(value: str) -> date:
    """A date of the Gregorian calendar, without a time."""
    if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]", value):
        raise ValueRefused(f"is {shown(value)}, a date with a time; give the date alone: {value[:10]}")
    if not re.fullmatch(DATE_PATTERN, value):
        raise ValueRefused(f"is {shown(value)}; {_DATE}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueRefused(f"is {shown(value)}, which no calendar has; {_DATE}") from None


def web_address(value: str) -> str:
    """An absolute http or https URL."""
    wanted = "give an absolute URL such as https://example.org/story"
    plain_text(value, longest=URL_CHARACTERS)
    if any(character.isspace() or not character.isprintable() for character in value):
        raise ValueRefused(f"is {shown(value)}, which has a blank or control character; {wanted}")
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        raise ValueRefused(f"is {shown(value)}, which is no URL; {wanted}") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise ValueRefused(f"is {shown(value)}; {wanted}")
    return value


def language_code(value: str) -> str:
    """A language tag of BCP 47 with no more than language, script and region."""
    if not re.fullmatch(LANGUAGE_PATTERN, value):
        raise ValueRefused(f"is {shown(value)}; give a BCP 47 tag such as en, pt-BR or zh-Hant")
    return value


def country_code(value: str) -> str:
    """An ISO 3166 alpha-3 code."""
    if re.fullmatch(COUNTRY_PATTERN, value):
        return value
    if re.fullmatch("[A-Za-z]{3}", value):
        raise ValueRefused(f"has {shown(value)}; write {value.upper()}")
    raise ValueRefused(
        f"has {shown(value)}; give ISO 3166 alpha-3 codes such as IRQ or SYR, parted by commas"
    )


def event_root_code(value: str) -> str:
    """One of CAMEO's twenty root codes."""
    if value in EVENT_ROOT_CODES:
        return value
    if value.zfill(2) in EVENT_ROOT_CODES:
        raise ValueRefused(f"has {shown(value)}; codes are text of two digits: write {value.zfill(2)}")
    if value[:2] in EVENT_ROOT_CODES:
        raise ValueRefused(f"has {shown(value)}, which is no root code; its root is {value[:2]}")
    raise ValueRefused(f"has {shown(value)}; give CAMEO root codes from 01 to 20, parted by commas")


def page_limit(value: str, *, most: int) -> int:
    """How many rows a page has."""
    if not re.fullmatch("[0-9]{1,9}", value) or not 1 <= int(value) <= most:
        raise ValueRefused(f"is {shown(value)}; give a whole number from 1 to {most:,}")
    return int(value)
