"""Actors by their ids, read from their lines when they are asked for.

An article names a handful of the thousands there are, and to make all of them takes longer than all else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import orjson

from coders.codebook.actors import DictionaryError, read_actor
from coders.codebook.model import Actor


class _Line(NamedTuple):
    place: str
    text: str
    names: tuple[str, ...]


class ActorTable(Mapping[str, Actor]):
    """Actors of files of JSON Lines. What is asked for is read once.

    Raises, where an actor is asked for:
        DictionaryError: its line lacks a key or has one too many, names an unknown kind or role, or has an
            empty range of dates.
    """

    def __init__(self, lines: Mapping[str, _Line]) -> None:
        self._lines = lines
        self._made: dict[str, Actor] = {}

    @classmethod
    def read(cls, files: Iterable[tuple[str, str]]) -> ActorTable:
        """The actors of files, given by their paths and texts.

        Raises:
            DictionaryError: a line is no JSON object with an id and a name, or has an id that is taken.
        """
        lines: dict[str, _Line] = {}
        for file, text in files:
            for number, line in enumerate(text.splitlines(), start=1):
                if not line:
                    continue
                place = f"{file}:{number}"
                entry_id, names = _read_names(place, line)
                if entry_id in lines:
                    raise DictionaryError(
                        f"{place}: the id {entry_id!r} is taken by {lines[entry_id].place}; each entry needs "
                        "its own"
                    )
                lines[entry_id] = _Line(place, line, names)
        return cls(lines)

    def names(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each id with the names of its actor, without making any."""
        return ((entry_id, line.names) for entry_id, line in self._lines.items())

    def __getitem__(self, entry_id: str) -> Actor:
        made = self._made.get(entry_id)
        if made is None:
            line = self._lines[entry_id]
            made = self._made[entry_id] = read_actor(orjson.loads(line.text), line.place)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def _read_names(place: str, text: str) -> tuple[str, tuple[str, ...]]:
    """The id of an actor's line, and its names."""
    try:
        entry = orjson.loads(text)
        return entry["id"], (entry["name"], *entry.get("aliases", ()))
    except orjson.JSONDecodeError as error:
        raise DictionaryError(f"{place}: no JSON ({error}); each line is one JSON object") from None
    except (KeyError, TypeError, AttributeError):
        read_actor(orjson.loads(text), place)  # says what is wrong
        raise


class LayeredActors(Mapping[str, Actor]):
    """Actors of several origins; of two with one id that of the first counts."""

    def __init__(self, layers: Sequence[Mapping[str, Actor]]) -> None:
        self._layers = layers

    def __getitem__(self, entry_id: str) -> Actor:
        for layer in self._layers:
            if entry_id in layer:
                return layer[entry_id]
        raise KeyError(entry_id)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(chain.from_iterable(self._layers)))

    def __len__(self) -> int:
        return sum(1 for _ in self)
