"""Reads the places of our own, ``codebook/data/places.jsonl``: countries, regions, waters, disputed areas."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coders.gazetteer.index import KINDS, PlaceKind

_REQUIRED = frozenset(("name", "kind", "country", "latitude", "longitude", "aliases"))
_OPTIONAL = frozenset(("seat", "geonames_id"))


class PlaceError(ValueError):
    """A line that is no place; the message begins with ``file:line``."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place by hand. ``country`` is an ISO 3166 alpha-3 code, None where it lies in several.

    ``seat`` is a city in a first-level region, by which the region's other cities are known.
    """

    name: str
    kind: PlaceKind
    country: str | None
    latitude: float
    longitude: float
    aliases: tuple[str, ...]
    seat: str | None = None
    geonames_id: int | None = None


def read_places(lines: Iterable[str], file: str = "places.jsonl") -> Iterator[NamedPlace]:
    """The places of a file of JSON objects, one a line.

    Raises:
        PlaceError: a line is malformed.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _place(json.loads(line))
        except (PlaceError, json.JSONDecodeError) as error:
            raise PlaceError(f"{file}:{number}: {error}") from None


def _place(row: Mapping[str, Any]) -> NamedPlace:
    missing, unknown = _REQUIRED - row.keys(), row.keys() - _REQUIRED - _OPTIONAL
    if missing or unknown:
        raise PlaceError(f"missing: {sorted(missing)}; unknown: {sorted(unknown)}")
    if row["kind"] not in KINDS:
        raise PlaceError(f"kind is {row['kind']!r}; it should be one of {', '.join(KINDS)}")
    country = row["country"]
    if country is not None and not (len(country) == 3 and country.isalpha() and country.isupper()):
        raise PlaceError(f"country is {country!r}; it should be an ISO 3166 alpha-3 code or null")
    if not -90 <= row["latitude"] <= 90 or not -180 <= row["longitude"] <= 180:
        raise PlaceError(f"{row['latitude']}, {row['longitude']} is no point on earth")
    return NamedPlace(
        name=row["name"],
        kind=row["kind"],
        country=country,
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        aliases=tuple(row["aliases"]),
        seat=row.get("seat"),
        geonames_id=row.get("geonames_id"),
    )
