"""The codebook as the stages use it: everything looked up by what a text gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coders.codebook.modality_codes import KEEP
from coders.codebook.model import (
    Actor,
    ActorCode,
    ActorCodeKind,
    Agent,
    Country,
    Discard,
    EventCode,
    ModalityCode,
    ModalityPattern,
    VerbPattern,
)
from coders.codebook.name_index import NameIndex


@dataclass(frozen=True, slots=True)
class Codebook:
    """Event codes, Dictionaries and patterns, versioned together.

    ``verb_patterns``, ``noun_patterns`` and ``modality_patterns`` are by trigger lemma, patterns with the
    most demands first; ``actor_codes`` by kind and code; ``adjectives`` give a country by its adjective
    in lower case; ``modality_codes`` are by modality, the longest prefix first.
    ``codebook_version`` is a digest of the content.
    """

    event_codes: Mapping[str, EventCode]
    actor_codes: Mapping[tuple[ActorCodeKind, str], ActorCode]
    countries: Mapping[str, Country]
    adjectives: Mapping[str, str]
    actors: Mapping[str, Actor]
    agents: Mapping[str, Agent]
    names: NameIndex
    verb_patterns: Mapping[str, tuple[VerbPattern, ...]]
    noun_patterns: Mapping[str, tuple[VerbPattern, ...]]
    modality_patterns: Mapping[str, tuple[ModalityPattern, ...]]
    modality_codes: Mapping[str, tuple[ModalityCode, ...]]
    discards: tuple[Discard, ...]
    codebook_version: str

    @property
    def patterns(self) -> tuple[VerbPattern, ...]:
        """All patterns of verbs and nouns, each once, in the order in which they are preferred."""
        every = (*self.verb_patterns.values(), *self.noun_patterns.values())
        return tuple({pattern.place: pattern for group in every for pattern in group}.values())

    def code_under(self, modality: str, event_code: str) -> str | None:
        """The code that an event with ``event_code`` has under ``modality``; None where it is no event.

        Raises:
            KeyError: the codebook has no rules for the modality.
        """
        for rule in self.modality_codes[modality]:
            if event_code.startswith(rule.prefix):
                return event_code if rule.code == KEEP else rule.code
        return None
