"""What dictionaries hold before it is looked up by what a text gives: the entries of one origin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from coders.codebook.actor_table import ActorTable
from coders.codebook.actors import load_agents, load_countries
from coders.codebook.model import Actor, Agent, Country, Discard, VerbPattern
from coders.codebook.patterns import read_lines, read_verb_patterns, read_word_sets

WORD_SETS = "patterns/word_sets.txt"


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of one origin: the codebook's own, a project's, or those of the community's files.

    Countries are by code, actors by id, agents by lemma. The patterns that stand first are preferred.
    """

    countries: Mapping[str, Country] = field(default_factory=dict)
    actors: Mapping[str, Actor] = field(default_factory=dict)
    agents: Mapping[str, Agent] = field(default_factory=dict)
    verb_patterns: tuple[VerbPattern, ...] = ()
    discards: tuple[Discard, ...] = ()


def read_entries(texts: Mapping[str, str]) -> Entries:
    """The entries in files of the codebook's own formats, by their paths.

    ``countries.jsonl``, ``actors/….jsonl``, ``agents.txt`` and ``patterns/….txt`` are read, each where it is
    there; ``patterns/word_sets.txt`` declares what all files of patterns share.

    An actor is read when it is asked for: ``check_entries`` reads them all.

    Raises:
        ValueError: an entry is malformed; the message begins with its file and line.
    """
    return Entries(
        countries=load_countries(texts.get("countries.jsonl", "").splitlines()),
        actors=ActorTable.read(each for each in texts.items() if each[0].startswith("actors/")),
        agents=load_agents(texts.get("agents.txt", "")),
        verb_patterns=tuple(_all_verb_patterns(texts)),
    )


def check_entries(entries: Entries) -> Entries:
    """The entries, each of which was read.

    Raises:
        DictionaryError: an actor is malformed; the message begins with its file and line.
    """
    for _ in entries.actors.values():
        pass
    return entries


def _all_verb_patterns(texts: Mapping[str, str]) -> Iterator[VerbPattern]:
    word_sets = read_word_sets(read_lines(WORD_SETS, texts.get(WORD_SETS, "")))
    for path, text in texts.items():
        if path.startswith("patterns/") and path != WORD_SETS:
            yield from read_verb_patterns(read_lines(path, text), word_sets)
