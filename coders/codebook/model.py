"""What the codebook holds, as frozen records. ``load.py`` makes them from the files under ``data/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

ActorKind = Literal[
    "country",
    "government",
    "person",
    "armed_group",
    "party",
    "movement",
    "ethnic_group",
    "religious_group",
    "international_organization",
    "ngo",
    "company",
    "media",
    "organization",
]


@dataclass(frozen=True, slots=True)
class EventCode:
    """One of CAMEO's 318 codes. ``goldstein`` holds a figure by scale name (``icews``, ``phoenix``)."""

    code: str
    name: str
    definition: str
    example: str
    parent: str | None
    quad_class: int
    goldstein: Mapping[str, float]
    plover_type: str | None
    plover_mode: str | None
    plover_context: str | None


@dataclass(frozen=True, slots=True)
class DatedRole:
    """What an actor was from ``valid_from`` to ``valid_to``, both inclusive, None where open.

    ``country`` is an ISO 3166 alpha-3 code; ``group`` a CAMEO international type or organization code
    (IGO, NGO, MNC, UNO…); ``roles`` CAMEO role codes in order (GOV, MIL, REB…); ``order`` of the whole code
    is country, group, roles unless the entry gives ``code`` outright.
    """

    country: str | None
    group: str | None
    roles: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A dictionary entry that names somebody: its names, and its dated roles, latest first."""

    entry_id: str
    kind: ActorKind
    name: str
    aliases: tuple[str, ...]
    roles: tuple[DatedRole, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory; names are singular, and ``seats`` stand for its government."""

    code: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """A role noun or phrase ("troops", "foreign minister") and the roles it stands for.

    ``lemma`` is the singular, lower case; ``collective`` marks one that takes its country from the context
    ("the army"). ``roles`` are CAMEO role codes in order.
    """

    entry_id: str
    lemma: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PatternSlot:
    """One demand of a VerbPattern on the words around its trigger.

    ``prepositions`` holds the words that may introduce it; empty stands for the direct object.
    ``filler`` says what must stand there: the ``target``, the ``source``, one of ``words`` (lemmas), or a
    ``particle`` or adverb among ``words``.
    """

    filler: Literal["target", "source", "words", "particle"]
    prepositions: frozenset[str]
    words: frozenset[str]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class VerbPattern:
    """A rule: a trigger word, what must stand around it, and the code it gives.

    ``reverse_code`` is the code of the event in the other direction where the happening is reciprocal.
    ``subject`` says which side the subject of the verb is.
    """

    pattern_id: str
    text: str
    triggers: frozenset[str]
    nominal: bool
    event_code: str
    reverse_code: str | None
    subject: Literal["source", "target"]
    slots: tuple[PatternSlot, ...]


@dataclass(frozen=True, slots=True)
class ModalityPattern:
    """A word that governs another event and changes what it means ("refuse to", "call on T to").

    ``complement`` says how the governed event hangs on it: ``to`` (infinitive), ``that`` (finite clause),
    ``ing`` (gerund, after ``preposition`` where one is named) or ``noun`` (object, or after ``preposition``).
    ``target_prepositions`` is None where it takes no target of its own, empty where the direct object is it.
    """

    pattern_id: str
    text: str
    modality: str
    triggers: frozenset[str]
    complement: Literal["to", "that", "ing", "noun"]
    prepositions: frozenset[str]
    target_prepositions: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class ModalityCode:
    """Under ``modality``, an event whose code begins with ``prefix`` becomes ``code`` (None: no event)."""

    modality: str
    prefix: str
    code: str | None
