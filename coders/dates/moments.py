"""Calendar arithmetic: what a weekday, a month or "two weeks ago" is, seen from a day of publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from coders.models import DatePrecision

Unit = Literal["day", "week", "month", "year"]
Choice = Literal["latest", "before", "after", "coming"]

_COARSER: dict[Unit, Unit] = {"day": "week", "week": "month", "month": "year", "year": "year"}
_AHEAD = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, week, month or year; ``date`` is its first day."""

    date: date
    precision: DatePrecision


def weekday(published: date, number: int, choice: Choice) -> Moment:
    """A weekday, Monday being 0.

    It is the ``latest`` not after publication, the one ``before`` it, ``after`` it, or ``coming`` (on the
    day itself or after it).
    """
    back = (published.weekday() - number) % 7
    days = {
        "latest": -back,
        "before": -(back or 7),
        "after": 7 - back,
        "coming": (7 - back) % 7,
    }
    return Moment(published + timedelta(days=days[choice]), "day")


def weekend(published: date, choice: Choice) -> Moment:
    """A weekend by its Saturday, to the week.

    It is the ``latest`` that has begun, the one that was over ``before`` publication, or the one to come.
    """
    saturday = weekday(published, 5, "latest").date
    if choice == "before" and published.weekday() >= 5:
        saturday -= timedelta(days=7)
    if choice in ("after", "coming"):
        saturday = weekday(published, 5, "coming").date
    return Moment(saturday, "week")


def day_of_month(published: date, day: int, month: int, year: int | None) -> Moment | None:
    """A day by its number; without a year, the latest that is not over a month ahead of publication.

    None where the calendar has no such day.
    """
    years = (year,) if year else range(published.year + 1, published.year - 9, -1)
    for each in years:
        found = _day(each, month, day)
        if found and (year or found <= published + _AHEAD):
            return Moment(found, "day")
    return None


def month_of_year(published: date, month: int, year: int | None, *, ended: bool = False) -> Moment:
    """A month; without a year, the latest that has begun by publication, or has ``ended`` before it."""
    if year is None:
        begun = month < published.month if ended else month <= published.month
        year = published.year if begun else published.year - 1
    return Moment(date(year, month, 1), "month")


def period(published: date, unit: Unit, offset: int) -> Moment:
    """The calendar day, week (from Monday), month or year ``offset`` units from that of publication."""
    if unit == "day":
        return Moment(published + timedelta(days=offset), "day")
    if unit == "week":
        return Moment(published + timedelta(days=7 * offset - published.weekday()), "week")
    if unit == "month":
        months = published.year * 12 + published.month - 1 + offset
        return Moment(date(max(1, months // 12), months % 12 + 1, 1), "month")
    return Moment(date(max(1, published.year + offset), 1, 1), "year")


def stretch(published: date, unit: Unit, count: int) -> Moment:
    """Where a stretch of ``count`` units that ends with publication begins: "in the past two weeks"."""
    if unit in ("day", "week"):
        days = count * (7 if unit == "week" else 1)
        return Moment(published - timedelta(days=days), "day" if count == 1 and unit == "day" else "week")
    return period(published, unit, -count)


def lately(published: date, unit: Unit) -> Moment:
    """What "in recent weeks" means: one unit back, to the next coarser unit."""
    return Moment(stretch(published, unit, 1).date, _COARSER[unit])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 29 February in most years, and what a text may call "31 June"
        return None
