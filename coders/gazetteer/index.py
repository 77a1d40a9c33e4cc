"""The gazetteer's file: one sorted table of folded names over one table of places, read where it lies.

Layout, all numbers little-endian: ``MAGIC``; six section lengths in bytes (u32 each); then the sections:
offsets of the name keys (u32, one more than keys), the keys (UTF-8, sorted, joined), offsets into the
postings (u32, one more than keys), the postings (u32: the place's number doubled, plus one where the key is
its main name), the places (``PLACE`` each), and the strings that places point to (u32 byte length of the
offsets, offsets, UTF-8).
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from coders.gazetteer.fold_name import fold_name

PlaceKind = Literal["city", "country", "region", "area", "disputed_area", "water", "landform", "island"]

MAGIC = b"DECGAZ01"
SECTIONS = struct.Struct("<6I")
PLACE = struct.Struct("<IffIIIIB3x")
KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)
_MOST_ASKED = 20_000  # names that are kept with their places: the news names the same ones again and again
COUNTRY_KEY = "\x01{}"
"""What a country's alpha-3 code is filed under; no folded name begins so."""


class GazetteerError(ValueError):
    """A file that is no gazetteer of this layout."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    ``country`` is an ISO 3166 alpha-3 code; ``population`` 0 where it is not known; ``main_name`` says
    whether the name that was looked up is the place's own and not another of its names. Latitude and
    longitude are degrees, of a point that stands for the place.
    """

    name: str
    kind: PlaceKind
    country: str | None
    admin1: str | None
    latitude: float
    longitude: float
    population: int
    geonames_id: int | None
    main_name: bool


class Gazetteer:
    """Looks names up in the bytes of an index; opening reads nothing but the header."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        """Take the bytes of an index.

        Raises:
            GazetteerError: the bytes are not an index of this layout, or not all of one.
        """
        view = memoryview(data)
        start = len(MAGIC) + SECTIONS.size
        if len(view) < start or bytes(view[: len(MAGIC)]) != MAGIC:
            raise GazetteerError(f"no gazetteer of layout {MAGIC.decode()}; build it again")
        lengths = SECTIONS.unpack_from(view, len(MAGIC))
        if len(view) != start + sum(lengths):
            raise GazetteerError(f"{len(view)} bytes of {start + sum(lengths)}; build the gazetteer again")
        parts = []
        for length in lengths:
            parts.append(view[start : start + length])
            start += length
        self._key_offsets, self._postings_offsets = parts[0].cast("I"), parts[2].cast("I")
        self._keys, self._postings, self._places = parts[1], parts[3].cast("I"), parts[4]
        (size,) = struct.unpack_from("<I", parts[5])
        self._asked: dict[str, tuple[Candidate, ...]] = {}
        self._string_offsets, self._strings = parts[5][4 : 4 + size].cast("I"), parts[5][4 + size :]

    @classmethod
    def open(cls, path: Path) -> Gazetteer:
        """Map the file at ``path`` into memory; processes that open it share it.

        Raises:
            OSError: the file cannot be read.
            GazetteerError: the file is not an index of this layout.
        """
        with path.open("rb") as file:
            try:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError:
                raise GazetteerError(f"{path} is empty; build the gazetteer again") from None
        try:
            return cls(data)
        except GazetteerError as error:
            raise GazetteerError(f"{path}: {error}") from None

    def __len__(self) -> int:
        return len(self._places) // PLACE.size

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """The places of that name, in any case, accents or hyphens; the most populous first."""
        known = self._asked.get(name)
        if known is None:
            if len(self._asked) >= _MOST_ASKED:
                self._asked.clear()
            known = self._asked[name] = self._filed_under(fold_name(name))
        return known

    def country(self, code: str) -> Candidate | None:
        """The country of an ISO 3166 alpha-3 code, None where it is not known."""
        found = self._filed_under(COUNTRY_KEY.format(code))
        return found[0] if found else None

    def _filed_under(self, key: str) -> tuple[Candidate, ...]:
        wanted = key.encode()
        low, high = 0, len(self._key_offsets) - 1
        while low < high:
            middle = (low + high) // 2
            if self._key(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        if low == len(self._key_offsets) - 1 or self._key(low) != wanted:
            return ()
        first, last = self._postings_offsets[low], self._postings_offsets[low + 1]
        return tuple(self._candidate(posting) for posting in self._postings[first:last])

    def _key(self, number: int) -> bytes:
        return bytes(self._keys[self._key_offsets[number] : self._key_offsets[number + 1]])

    def _candidate(self, posting: int) -> Candidate:
        geonames_id, latitude, longitude, population, name, country, admin1, kind = PLACE.unpack_from(
            self._places, (posting >> 1) * PLACE.size
        )
        return Candidate(
            name=self._string(name),
            kind=KINDS[kind],
            country=self._string(country) or None,
            admin1=self._string(admin1) or None,
            latitude=round(latitude, 5),
            longitude=round(longitude, 5),
            population=population,
            geonames_id=geonames_id or None,
            main_name=bool(posting & 1),
        )

    def _string(self, number: int) -> str:
        first, last = self._string_offsets[number], self._string_offsets[number + 1]
        return bytes(self._strings[first:last]).decode()
