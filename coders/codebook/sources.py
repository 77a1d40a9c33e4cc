"""Where a codebook comes from: what ships, a project's own entries, the community's files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from coders.codebook.codebook import Codebook
from coders.codebook.entries import WORD_SETS, Entries, check_entries, read_entries
from coders.codebook.event_codes import load_event_codes
from coders.codebook.load import join_codebook, no_search_for_garbage, shipped_data
from coders.codebook.model import Actor
from coders.codebook.tabari.load import CommunityEntries, load_community_entries
from coders.codebook.texts import read_text, read_texts, version_of


@dataclass(frozen=True, slots=True)
class CodebookSources:
    """What is joined to the codebook that ships.

    ``entries`` is a file or a folder of a project's own, in the codebook's formats; it overrides all else.
    ``dictionaries`` is a folder of the community's files; it overrides what ships, or takes its place where
    ``instead`` says so.
    """

    entries: Path | None = None
    dictionaries: Path | None = None
    instead: bool = False


def load_sources(sources: CodebookSources = CodebookSources()) -> Codebook:
    """The codebook of these sources. Its version tells each of them: ``3f2ab45c6d7e.entries-9a8b7c6d5e4f``.

    Raises:
        ValueError: an entry is malformed; the message begins with its file and line.
        OSError: a file or folder cannot be read.
    """
    with no_search_for_garbage():
        texts = read_texts(shipped_data())
        layers, versions = [read_entries(texts)], [version_of(texts)]
        if sources.dictionaries is not None:
            community = _some(read_texts(sources.dictionaries), sources.dictionaries)
            theirs = _beside(read_dictionaries(sources.dictionaries).entries, layers[0])
            layers = [theirs, *([_countries_of(layers[0])] if sources.instead else layers)]
            versions.append(f"{'instead' if sources.instead else 'dictionaries'}-{version_of(community)}")
        if sources.entries is not None:
            own = _some(dict(_own_texts(sources.entries)), sources.entries)
            layers.insert(0, check_entries(read_entries({WORD_SETS: texts[WORD_SETS], **own})))
            versions.append(f"entries-{version_of(own)}")
        return join_codebook(texts, layers, ".".join(versions))


def read_dictionaries(folder: Path) -> CommunityEntries:
    """What a folder of the community's files gives, and which of its lines were refused.

    Raises:
        ValueError: there is none, or one is no text.
        OSError: a file cannot be read.
    """
    event_codes = load_event_codes((shipped_data() / "events.jsonl").read_text(encoding="utf-8").splitlines())
    return load_community_entries(_some(read_texts(folder), folder), event_codes)


def _some(texts: dict[str, str], place: Path) -> dict[str, str]:
    """The texts, if there are any: a place without one is a slip, and would go unseen."""
    if not texts:
        raise ValueError(f"{place}: holds no file of entries; they end in .txt or .jsonl")
    return texts


def _beside(theirs: Entries, ours: Entries) -> Entries:
    """Their entries without the names of countries that ours have too, and know more of."""
    known: dict[str, set[str]] = {}
    for country in ours.countries.values():
        for name in (country.name, *country.names, *country.adjectives, *country.demonyms):
            known.setdefault(name.casefold(), set()).add(country.code)
    actors = {
        key: kept
        for key, actor in theirs.actors.items()
        if (kept := _without_known(actor, known) if actor.kind == "country" else actor) is not None
    }
    return replace(theirs, actors=actors)


def _without_known(actor: Actor, known: Mapping[str, set[str]]) -> Actor | None:
    code = actor.roles[0].country
    names = [name for name in (actor.name, *actor.aliases) if code not in known.get(name.casefold(), ())]
    return replace(actor, name=names[0], aliases=tuple(names[1:])) if names else None


def _countries_of(shipped: Entries) -> Entries:
    """What stays of what ships where others take its place: actor codes are made of countries."""
    return Entries(countries=shipped.countries)


def _own_texts(path: Path) -> Iterator[tuple[str, str]]:
    """The files of a project's own entries, by the paths that such entries have in the codebook."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    for file in files:
        if file.name == "agents.txt":
            yield "agents.txt", read_text(file)
        elif file.suffix == ".jsonl":
            folder = "" if file.name == "countries.jsonl" else "actors/"
            yield f"{folder}{file.name}", read_text(file)
        elif file.suffix == ".txt":
            yield f"patterns/{file.name}", read_text(file)
