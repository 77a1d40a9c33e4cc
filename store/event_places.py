"""Events within a box or a circle on the globe, as conditions. Pure; touches no database.

Both begin with a range of latitudes, which the index on the coordinates serves.
"""

from __future__ import annotations

import math

from psycopg import sql

from store.event_comparisons import Condition

_EARTH_KM = 6371.0088  # mean radius
_KM_A_DEGREE = math.radians(1) * _EARTH_KM

_WITHIN = sql.SQL("""(events.latitude BETWEEN {south} AND {north}
    AND events.longitude BETWEEN {west} AND {east})""")
_ACROSS = sql.SQL("""(events.latitude BETWEEN {south} AND {north}
    AND (events.longitude >= {west} OR events.longitude <= {east}))""")

# The haversine formula, which is exact enough for short distances and for antipodes.
_CLOSE = sql.SQL("""
({diameter} * asin(least(1, sqrt(
    power(sin(radians(events.latitude - {latitude}) / 2), 2)
    + cos(radians({latitude})) * cos(radians(events.latitude))
    * power(sin(radians(events.longitude - {longitude}) / 2), 2)))) <= {radius})""")

_BOX = ("west", "south", "east", "north")


def in_box(name: str, box: tuple[float, float, float, float]) -> Condition:
    """Within west, south, east, north; across the antimeridian where west is above east."""
    values = {f"{name}_{side}": degrees for side, degrees in zip(_BOX, box, strict=True)}
    form = _WITHIN if box[0] <= box[2] else _ACROSS
    return Condition(form.format(**{side: sql.Placeholder(f"{name}_{side}") for side in _BOX}), values)


def in_circle(name: str, centre: tuple[float, float], radius_km: float) -> Condition:
    """No further than ``radius_km`` from latitude, longitude on the globe."""
    box = in_box(f"{name}_box", _box_around(centre, radius_km))
    values = {f"{name}_latitude": centre[0], f"{name}_longitude": centre[1], f"{name}_radius": radius_km}
    close = _CLOSE.format(
        diameter=sql.Literal(2 * _EARTH_KM),
        **{part: sql.Placeholder(f"{name}_{part}") for part in ("latitude", "longitude", "radius")},
    )
    return Condition(sql.SQL("({} AND {})").format(box.expression, close), {**box.parameters, **values})


def _box_around(centre: tuple[float, float], radius_km: float) -> tuple[float, float, float, float]:
    """The smallest box that holds the circle, and a hair's breadth more for what rounding takes away."""
    latitude, longitude = centre
    reach = radius_km / _KM_A_DEGREE + 1e-9
    south, north = max(latitude - reach, -90.0), min(latitude + reach, 90.0)
    if north == 90.0 or south == -90.0:  # a pole is in it, and with it every longitude
        return (-180.0, south, 180.0, north)
    # How far the circle's tangent meridians are, not the meridians at its centre's latitude.
    width = math.degrees(
        math.asin(min(1.0, math.sin(math.radians(reach)) / math.cos(math.radians(latitude))))
    )
    width += 1e-9
    return (_wrapped(longitude - width), south, _wrapped(longitude + width), north)


def _wrapped(longitude: float) -> float:
    return (longitude + 180.0) % 360.0 - 180.0
