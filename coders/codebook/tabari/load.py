"""Reads a folder of the community's files, whatever each of them holds."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Literal

from coders.codebook.entries import Entries
from coders.codebook.model import Actor, Agent, Discard, VerbPattern
from coders.codebook.tabari.actor_files import read_actor_file
from coders.codebook.tabari.agent_files import read_agent_file
from coders.codebook.tabari.discard_files import read_discard_file
from coders.codebook.tabari.lines import RefusedLine
from coders.codebook.tabari.verb_files import read_verb_file

FileKind = Literal["actors", "agents", "verbs", "discards"]

_AGENT = re.compile(r"^[^#;\n]*\[~?[A-Z]+~?\]", re.MULTILINE)
_PATTERN = re.compile(r"^- .*\*.*\[[^\]]*\]", re.MULTILINE)
_ACTOR = re.compile(r"^[^#;\n]*\[[A-Z]{3}[^\]~]*\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CommunityEntries:
    """What a folder gave: its entries, how many of which kind by file, and the lines that were refused."""

    entries: Entries
    counts: Mapping[str, Mapping[str, int]]
    refused: tuple[RefusedLine, ...]


def load_community_entries(texts: Mapping[str, str], event_codes: Container[str]) -> CommunityEntries:
    """The entries of files, given by their names and contents.

    Which kind a file is of is told from what stands in it. Of names and nouns that two files have, the file
    that comes first in the order of their names has it.
    """
    actors: dict[str, Actor] = {}
    agents: dict[str, Agent] = {}
    patterns: list[VerbPattern] = []
    discards: list[Discard] = []
    counts: dict[str, Mapping[str, int]] = {}
    refused: list[RefusedLine] = []
    for file, text in sorted(texts.items()):
        match kind_of(file, text):
            case "verbs":
                verbs = read_verb_file(file, text, event_codes)
                patterns += verbs.patterns
                counts[file] = verbs.counts
                refused += verbs.refused
            case "agents":
                nouns = read_agent_file(file, text)
                agents = nouns.agents | agents
                actors |= nouns.actors
                counts[file] = nouns.counts
                refused += nouns.refused
            case "discards":
                found = read_discard_file(file, text)
                discards += found
                counts[file] = {"discards": len(found)}
            case _:
                named = read_actor_file(file, text)
                actors |= named.actors
                counts[file] = named.counts
                refused += named.refused
    entries = Entries(actors=actors, agents=agents, verb_patterns=tuple(patterns), discards=tuple(discards))
    return CommunityEntries(entries, counts, tuple(refused))


def kind_of(file: str, text: str) -> FileKind:
    """What a file holds: patterns, role nouns, actors, or phrases without any code, which are discards."""
    if _PATTERN.search(text):
        return "verbs"
    if "~" in text and _AGENT.search(text) and "[~" in text:
        return "agents"
    return "actors" if _ACTOR.search(text) or "actor" in file else "discards"
