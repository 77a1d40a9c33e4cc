"""Whether an event is dated and placed as the gold has it."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from decameron.evaluation.coded import Coding
from decameron.evaluation.gold import GoldPlace

_NEAR = 25.0  # km
_EARTH = 6371.0  # km, its mean radius


def is_same_day(gold: Coding, coded: Coding) -> bool | None:
    """Whether the dates are one; None where the gold has none."""
    return None if gold.day is None else gold.day == coded.day


def is_same_place(gold: Coding, coded: Coding) -> bool | None:
    """Whether the places are at most 25 km apart, or the same country where the gold tells no more."""
    if gold.place is None:
        return None
    if coded.place is None:
        return False
    if gold.place.latitude is None:
        return gold.place.country == coded.place.country
    distance = _distance(gold.place, coded.place)
    return distance is not None and distance <= _NEAR


def _distance(one: GoldPlace, other: GoldPlace) -> float | None:
    """Kilometres along a great circle, by the haversine formula; None where a place has no coordinates."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    south, north = radians(one.latitude), radians(other.latitude)
    rise = sin((north - south) / 2) ** 2
    turn = sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(rise + cos(south) * cos(north) * turn))
