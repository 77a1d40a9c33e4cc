"""Loads the codebook: joins its layers of entries, and says its version."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from coders.codebook.actor_codes import load_actor_codes
from coders.codebook.actor_table import LayeredActors
from coders.codebook.codebook import Codebook
from coders.codebook.entries import Entries, read_entries
from coders.codebook.event_codes import load_event_codes
from coders.codebook.modality_codes import read_modality_codes
from coders.codebook.model import NO_EVENT, Actor, ModalityPattern, VerbPattern
from coders.codebook.name_index import NameIndex
from coders.codebook.patterns import Line, PatternError, read_lines, read_modality_patterns
from coders.codebook.texts import read_texts, version_of

Entry = TypeVar("Entry")


def load_codebook(data: Traversable | None = None) -> Codebook:
    """The codebook in the folder ``data``; the one that ships with this package by default.

    Raises:
        ValueError: an entry is malformed; the message begins with its file and line.
    """
    texts = read_texts(data or shipped_data())
    with no_search_for_garbage():
        return join_codebook(texts, [read_entries(texts)], version_of(texts))


@contextmanager
def no_search_for_garbage() -> Iterator[None]:
    """Make many objects that all stay, without a search through them every so often: a third of the time."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def shipped_data() -> Traversable:
    """The folder of the codebook that ships with this package."""
    return files("coders.codebook") / "data"


def join_codebook(texts: Mapping[str, str], layers: Sequence[Entries], codebook_version: str) -> Codebook:
    """A codebook of these layers, the first of which overrides the others.

    An entry takes the place of one with its id in a layer below; a name means the entries of the uppermost
    layer that has it; of patterns that fit alike the upper is preferred. Event codes and modalities are those
    in ``texts``.

    Raises:
        ValueError: an entry is malformed, or a pattern has an unknown code; the message begins with its file
            and line.
    """
    event_codes = load_event_codes(texts["events.jsonl"].splitlines())
    countries = _joined([each.countries for each in layers])
    patterns = tuple(_known_codes([p for each in layers for p in each.verb_patterns], event_codes))
    modality_patterns = read_modality_patterns(
        read_lines("modality/patterns.txt", texts["modality/patterns.txt"])
    )
    modality_codes = read_modality_codes(
        read_lines("modality/codes.txt", texts["modality/codes.txt"]), event_codes
    )
    return Codebook(
        event_codes=event_codes,
        actor_codes=load_actor_codes(texts["actor_codes.jsonl"].splitlines()),
        countries=countries,
        adjectives={word.lower(): each.code for each in countries.values() for word in each.adjectives},
        actors=_actors_of(layers),
        agents=_joined([each.agents for each in layers]),
        names=NameIndex.build(layers),
        verb_patterns=_by_trigger(p for p in patterns if not p.nominal),
        noun_patterns=_by_trigger(p for p in patterns if p.nominal),
        modality_patterns=_checked(_modalities_by_trigger(modality_patterns), modality_codes),
        modality_codes=modality_codes,
        discards=tuple(each for layer in layers for each in layer.discards),
        codebook_version=codebook_version,
    )


def _lines(texts: Mapping[str, str], path: str) -> Iterable[Line]:
    return read_lines(path, texts[path])


def _actors_of(layers: Sequence[Entries]) -> Mapping[str, Actor]:
    return layers[0].actors if len(layers) == 1 else LayeredActors([each.actors for each in layers])


def _joined(layers: Sequence[Mapping[str, Entry]]) -> Mapping[str, Entry]:
    return {key: entry for layer in reversed(layers) for key, entry in layer.items()}


def _known_codes(patterns: Iterable[VerbPattern], event_codes: Container[str]) -> Iterable[VerbPattern]:
    for pattern in patterns:
        for code in filter(None, (pattern.event_code, pattern.reverse_code)):
            if code == NO_EVENT:
                continue
            if code not in event_codes or len(code) == 2:
                raise PatternError(f"{pattern.place}: {code} is no code of three or four digits")
        yield pattern


def _by_trigger(patterns: Iterable[VerbPattern]) -> Mapping[str, tuple[VerbPattern, ...]]:
    found: dict[str, list[VerbPattern]] = defaultdict(list)
    for pattern in patterns:
        for trigger in sorted(pattern.triggers):
            found[trigger].append(pattern)
    return {t: tuple(sorted(ps, key=lambda p: -len(p.slots))) for t, ps in found.items()}


def _modalities_by_trigger(patterns: Iterable[ModalityPattern]) -> Mapping[str, tuple[ModalityPattern, ...]]:
    found: dict[str, list[ModalityPattern]] = defaultdict(list)
    for pattern in patterns:
        for trigger in sorted(pattern.triggers):
            found[trigger].append(pattern)
    return {trigger: tuple(each) for trigger, each in found.items()}


def _checked(
    patterns: Mapping[str, tuple[ModalityPattern, ...]], known: Container[str]
) -> Mapping[str, tuple[ModalityPattern, ...]]:
    for each in patterns.values():
        for pattern in each:
            if pattern.modality not in known:
                raise PatternError(f"{pattern.pattern_id}: codes.txt says nothing of {pattern.modality!r}")
    return patterns
