"""Actor codes with their dates: ``[AFGGOV 011222-041207]``, ``[IGOUNO >20070101]``, ``[USA]``, ``[---]``."""

from __future__ import annotations

import re
from datetime import date

from coders.codebook.actors import INTERNATIONAL_TYPES, ROLES
from coders.codebook.model import DatedRole

NOBODY = "---"

_BRACKETS = re.compile(r"\[([^\]]*)\]")
_CODE = re.compile(r"(?:[A-Z][A-Z0-9]{2}|\d{3})+")
_DATES = re.compile(r"(?P<first>\d+)-(?P<last>\d+)|(?P<sign>[<>])\s*(?P<day>\d+)|(?P<only>\d+)")
_CENTURY_TURNS = 30  # years of two digits below it are of this century
_LETTERS = 3


class CodeError(ValueError):
    """What stands in the brackets is no code, or has no dates that are any; the message is the reason."""


def brackets_in(text: str) -> list[str]:
    """What stands in each pair of square brackets."""
    return [found.strip() for found in _BRACKETS.findall(text)]


def read_dated_code(content: str) -> DatedRole | None:
    """The role that a bracket's content says; None where it says nobody.

    The code is kept as it is written, so that events have it; its parts are kept too, so that rules and
    filters know a country's soldiers.

    Raises:
        CodeError: it is no actor code, or its dates are none.
    """
    code, _, dates = content.partition(" ")
    if code == NOBODY:
        return None
    if not _CODE.fullmatch(code):
        raise CodeError("the code is not made of three letters or digits each")
    first, last = _read_dates(dates.strip())
    parts = [code[at : at + _LETTERS] for at in range(0, len(code), _LETTERS)]
    known = parts[0] in INTERNATIONAL_TYPES or parts[0] in ROLES
    return DatedRole(
        country=None if known else parts[0],
        international_type=parts[0] if parts[0] in INTERNATIONAL_TYPES else None,
        roles=tuple(dict.fromkeys(part for part in parts if part in ROLES)),
        code=code,
        valid_from=first,
        valid_to=last,
    )


def _read_dates(text: str) -> tuple[date | None, date | None]:
    if not text:
        return None, None
    found = _DATES.fullmatch(text)
    if found is None:
        raise CodeError("the dates are none of <day, >day and day-day")
    if found["first"]:
        first, last = _read_day(found["first"]), _read_day(found["last"])
        if last < first:
            raise CodeError("the dates end before they begin")
        return first, last
    day = _read_day(found["day"] or found["only"])
    if found["only"]:
        return day, day
    return (day, None) if found["sign"] == ">" else (None, day)


def _read_day(digits: str) -> date:
    if len(digits) == 6:
        century = "20" if int(digits[:2]) < _CENTURY_TURNS else "19"
        digits = century + digits
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) if len(digits) == 8 else _no_day()
    except ValueError:
        raise CodeError("a date is no day") from None


def _no_day() -> date:
    raise ValueError
