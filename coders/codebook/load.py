"""Loads the codebook from its files, and derives its version from their content."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from coders.codebook.actors import load_actors, load_agents, load_countries
from coders.codebook.codebook import Codebook
from coders.codebook.event_codes import load_event_codes
from coders.codebook.modality_codes import read_modality_codes
from coders.codebook.model import Actor, ModalityPattern, VerbPattern
from coders.codebook.name_index import NameIndex
from coders.codebook.patterns import (
    Line,
    PatternError,
    read_lines,
    read_modality_patterns,
    read_verb_patterns,
    read_word_sets,
)

_WORD_SETS = "word_sets.txt"
_VERSION_LENGTH = 12


def load_codebook(data: Traversable | None = None) -> Codebook:
    """The codebook in the folder ``data``; the one that ships with this package by default.

    Raises:
        ValueError: an entry is malformed; the message begins with its file and line.
    """
    data = data or files("coders.codebook") / "data"
    texts = dict(_read_all(data))
    event_codes = load_event_codes(texts["events.jsonl"].splitlines())
    countries = load_countries(texts["countries.jsonl"].splitlines())
    actors = _all_actors(texts)
    agents = load_agents(texts["agents.txt"])
    patterns = tuple(_all_verb_patterns(texts, event_codes))
    modality_patterns = read_modality_patterns(_lines(texts, "modality/patterns.txt"))
    modality_codes = read_modality_codes(_lines(texts, "modality/codes.txt"), event_codes)
    return Codebook(
        event_codes=event_codes,
        countries=countries,
        adjectives={word.lower(): each.code for each in countries.values() for word in each.adjectives},
        actors=actors,
        agents=agents,
        names=NameIndex.build(countries.values(), actors.values(), agents.values()),
        verb_patterns=_by_trigger(p for p in patterns if not p.nominal),
        noun_patterns=_by_trigger(p for p in patterns if p.nominal),
        modality_patterns=_checked(_modalities_by_trigger(modality_patterns), modality_codes),
        modality_codes=modality_codes,
        codebook_version=version_of(texts),
    )


def version_of(texts: Mapping[str, str]) -> str:
    """A digest of the content: twelve hexadecimal digits over every file's path and text."""
    digest = hashlib.sha256()
    for path in sorted(texts):
        for part in (path, texts[path]):
            encoded = part.encode()
            digest.update(len(encoded).to_bytes(8, "big"))
            digest.update(encoded)
    return digest.hexdigest()[:_VERSION_LENGTH]


def _read_all(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from _read_all(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".txt", ".jsonl")):
            yield prefix + entry.name, entry.read_text(encoding="utf-8")


def _lines(texts: Mapping[str, str], path: str) -> Iterator[Line]:
    return read_lines(path, texts[path])


def _all_actors(texts: Mapping[str, str]) -> Mapping[str, Actor]:
    found: dict[str, Actor] = {}
    for path, text in texts.items():
        if path.startswith("actors/"):
            for entry_id, actor in load_actors(text.splitlines(), path).items():
                if entry_id in found:
                    raise ValueError(f"{path}: the id {entry_id!r} is taken; each entry needs its own")
                found[entry_id] = actor
    return found


def _all_verb_patterns(texts: Mapping[str, str], event_codes: Container[str]) -> Iterator[VerbPattern]:
    word_sets = read_word_sets(read_lines(_WORD_SETS, texts[f"patterns/{_WORD_SETS}"]))
    for path, text in texts.items():
        if not path.startswith("patterns/") or path.endswith(_WORD_SETS):
            continue
        for pattern in read_verb_patterns(read_lines(path.removeprefix("patterns/"), text), word_sets):
            for code in filter(None, (pattern.event_code, pattern.reverse_code)):
                if code not in event_codes or len(code) == 2:
                    raise PatternError(f"{pattern.pattern_id}: {code} is no code of three or four digits")
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
