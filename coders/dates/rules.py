"""The rules of the grammar of date expressions: a pattern over words, and the time that a hit names.

A group ``lead`` holds a word that makes the time a start ("since") or a limit ("until", "by", "before").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from coders.dates.moments import (
    Choice,
    Moment,
    Unit,
    day_of_month,
    lately,
    month_of_year,
    period,
    stretch,
    weekday,
    weekend,
)
from coders.models import DateBasis

_Found = re.Match[str]
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COUNTS = {
    word: number
    for number, words in {
        1: "a an one",
        2: "two couple",
        3: "three few",
        4: "four several",
        5: "five",
        6: "six",
        7: "seven",
        8: "eight",
        9: "nine",
        10: "ten",
        11: "eleven",
        12: "twelve",
    }.items()
    for word in words.split()
}
_WEEKDAY = (
    r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)(?:day|DAY)"
    r"|(?:Mon|Tues?|Wed|Thurs?|Fri)\b\.?)"
)
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b ?\.?)"
)
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[89]\d\d|20\d\d)"
_UNIT = r"(?P<unit>day|week|month|year)"
_COUNT = rf"(?P<count>\d{{1,2}}|(?:a )?(?:{'|'.join(_COUNTS)})(?: of)?)"
_LEAD = r"(?:(?P<lead>[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Bb]efore|[Ee]ver since) )?"
_ABOUT = r"(?:(?:[Ee]arl(?:y|ier)|[Ll]ater?|[Mm]id(?: ?-)?)(?: (?:in|on))? )?"
_TIME_OF_DAY = r"(?: (?:early |late )?(?:morning|afternoon|evening|night))?"


@dataclass(frozen=True, slots=True)
class Rule:
    """``resolve`` turns a hit of ``pattern`` into a time seen from the day of publication, or None."""

    name: str
    basis: DateBasis
    pattern: re.Pattern[str]
    resolve: Callable[[re.Match[str], date], Moment | None]


def _iso(hit: _Found, published: date) -> Moment | None:
    return day_of_month(published, int(hit["day"]), int(hit["number"]), int(hit["year"]))


def _calendar_day(hit: _Found, published: date) -> Moment | None:
    return day_of_month(published, int(hit["day"]), _month(hit), _year(hit))


def _calendar_month(hit: _Found, published: date) -> Moment:
    return month_of_year(published, _month(hit), _year(hit))


def _month_alone(hit: _Found, published: date) -> Moment:
    if (hit["which"] or "").lower() == "next":
        following = published.month < _month(hit)
        return month_of_year(published, _month(hit), published.year + (0 if following else 1))
    return month_of_year(published, _month(hit), None, ended=(hit["which"] or "").lower() == "last")


def _calendar_year(hit: _Found, _published: date) -> Moment:
    return Moment(date(int(hit["year"]), 1, 1), "year")


def _weekday(hit: _Found, published: date) -> Moment:
    return weekday(published, _WEEKDAYS.index(hit["weekday"][:3].lower()), _choice(hit["which"]))


def _weekend(hit: _Found, published: date) -> Moment:
    which = (hit["which"] or "").lower()
    return weekend(published, "latest" if which == "this" else _choice(which))


def _choice(which: str | None) -> Choice:
    words = (which or "").lower()
    if words in ("last", "past", "this past", "the previous"):
        return "before"
    if words.startswith("this"):
        return "coming"
    return "after" if words in ("next", "the coming", "coming") else "latest"


def _near_day(hit: _Found, published: date) -> Moment:
    words = hit["word"].lower()
    if words.endswith("before yesterday"):
        return period(published, "day", -2)
    if words in ("yesterday", "last night"):
        return period(published, "day", -1)
    return period(published, "day", 1 if words == "tomorrow" else 0)


def _period(hit: _Found, published: date) -> Moment:
    offset = {"this": 0, "next": 1, "coming": 1}.get(hit["which"].lower(), -1)
    return period(published, _unit(hit), offset)


def _ago(hit: _Found, published: date) -> Moment:
    return period(published, _unit(hit), -_count(hit))


def _stretch(hit: _Found, published: date) -> Moment:
    return stretch(published, _unit(hit), _count(hit) if hit["count"] else 1)


def _lately(hit: _Found, published: date) -> Moment:
    return lately(published, _unit(hit))


def _month(hit: _Found) -> int:
    return _MONTHS.index(hit["month"][:3].lower()) + 1


def _year(hit: _Found) -> int | None:
    return int(hit["year"]) if hit["year"] else None


def _unit(hit: _Found) -> Unit:
    unit: Unit = hit["unit"].lower()  # type: ignore[assignment]  # _UNIT matches these four words only
    return unit


def _count(hit: _Found) -> int:
    words = hit["count"].lower().split()
    return int(words[0]) if words[0].isdigit() else max(_COUNTS[word] for word in words if word in _COUNTS)


def _rule(
    name: str, basis: DateBasis, pattern: str, resolve: Callable[[_Found, date], Moment | None]
) -> Rule:
    return Rule(name, basis, re.compile(rf"(?<!\S){pattern}(?!\S)"), resolve)


WORTH_READING = re.compile(
    r"\d|(?i:day\b|yesterday|tomorrow|tonight|overnight|night|morning|week|month|year|days)|"
    rf"{_WEEKDAY}|{_MONTH}"
)
RULES: tuple[Rule, ...] = (
    _rule("iso_date", "stated", rf"{_LEAD}{_YEAR} ?- ?(?P<number>0[1-9]|1[0-2]) ?- ?{_DAY}", _iso),
    _rule(
        "calendar_day",
        "stated",
        rf"{_LEAD}(?:{_WEEKDAY} ?,? )?(?:the )?{_DAY} (?:of )?{_MONTH}(?: ,)?(?: {_YEAR})?",
        _calendar_day,
    ),
    _rule(
        "calendar_day",
        "stated",
        rf"{_LEAD}(?:{_WEEKDAY} ?,? )?{_MONTH} (?:the )?{_DAY}(?:(?: ,)? {_YEAR})?",
        _calendar_day,
    ),
    _rule(
        "calendar_month",
        "stated",
        rf"(?:(?:[Ii]n|[Dd]uring) )?{_LEAD}{_ABOUT}{_MONTH}(?: ,| of)? {_YEAR}",
        _calendar_month,
    ),
    _rule(
        "calendar_month",
        "stated",
        rf"(?:(?:[Ii]n|[Dd]uring)(?: early| late| mid(?: ?-)?)? |(?P<lead>[Ss]ince|[Uu]ntil|[Bb]y|[Bb]efore) "
        rf"|(?:[Ee]arl(?:y|ier)|[Ll]ater?|[Mm]id(?: ?-)?)(?: in)? |(?P<which>[Ll]ast|[Tt]his|[Nn]ext) )"
        rf"{_MONTH}",
        _month_alone,
    ),
    _rule(
        "calendar_year",
        "stated",
        rf"(?:[Ii]n(?: early| late| mid ?-?)?|[Dd]uring|[Ff]rom|[Ee]arly|[Ll]ate"
        rf"|(?P<lead>[Ss]ince|[Uu]ntil|[Bb]y|[Bb]efore)) {_YEAR}",
        _calendar_year,
    ),
    _rule(
        "weekday",
        "relative",
        rf"{_LEAD}(?:(?P<which>[Tt]his past|[Tt]his coming|[Tt]he coming|[Tt]he previous|[Ll]ast|[Nn]ext"
        rf"|[Tt]his|[Pp]ast|[Cc]oming) )?{_ABOUT}{_WEEKDAY}{_TIME_OF_DAY}",
        _weekday,
    ),
    _rule(
        "weekend",
        "relative",
        r"(?:(?:[Oo]ver|[Aa]t|[Dd]uring|[Oo]n) )?(?:the |(?P<which>[Tt]his|[Ll]ast|[Nn]ext) )(?:past )?"
        r"weekend",
        _weekend,
    ),
    _rule(
        "near_day",
        "relative",
        rf"{_LEAD}{_ABOUT}(?P<word>[Tt]he day before yesterday|[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight"
        rf"|[Ll]ast night|[Oo]vernight|[Tt]his (?:morning|afternoon|evening)){_TIME_OF_DAY}",
        _near_day,
    ),
    _rule(
        "period",
        "relative",
        rf"{_LEAD}{_ABOUT}(?P<which>[Tt]his|[Ll]ast|[Nn]ext|[Pp]revious|[Pp]ast|[Cc]oming) "
        rf"(?P<unit>week|month|year)",
        _period,
    ),
    _rule("ago", "relative", rf"{_LEAD}{_COUNT} {_UNIT}s? ago", _ago),
    _rule(
        "stretch",
        "relative",
        rf"(?:[Oo]ver|[Ii]n|[Dd]uring|[Ww]ithin|[Ff]or) the (?:past|last)(?: {_COUNT})? {_UNIT}s?",
        _stretch,
    ),
    _rule(
        "lately", "relative", rf"(?:[Ii]n|[Oo]ver|[Dd]uring) (?:the )?(?:recent|past|last) {_UNIT}s", _lately
    ),
)
