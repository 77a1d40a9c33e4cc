"""What the codebook holds, as frozen records. ``load.py`` makes them from the files under ``data/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    """One of CAMEO's 318 codes. ``goldstein`` holds a figure by scale name (``icews``, ``phoenix``).

    Where a scale or PLOVER's mapping lacks the code, the figure or the type is that of a kindred code:
    ``goldstein_from`` says which by scale name, ``plover_from`` which for the mapping.
    """

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
    goldstein_from: Mapping[str, str] = field(default_factory=dict)
    plover_from: str | None = None


ActorCodeKind = Literal["role", "international_type", "ethnicity", "religion", "organization", "region"]


@dataclass(frozen=True, slots=True)
class ActorCode:
    """One of the three-letter parts that an actor code is made of, countries apart."""

    code: str
    kind: ActorCodeKind
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class DatedRole:
    """What an actor was from ``valid_from`` to ``valid_to``, both inclusive, None where open.

    ``country`` is an ISO 3166 alpha-3 code; ``international_type`` stands in its place for those that belong
    to no country (IGO, NGO, NGM, MNC, IMG, INT, UIS). ``roles`` are CAMEO role codes; ``ethnicity``,
    ``religion`` and ``organization`` (UNO, HMS) CAMEO codes of their kind. ``code`` gives the whole actor
    code outright, where usage has another order than coders.codebook.compose_code.
    """

    country: str | None = None
    international_type: str | None = None
    roles: tuple[str, ...] = ()
    ethnicity: str | None = None
    religion: str | None = None
    organization: str | None = None
    code: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A dictionary entry that names somebody: its names, and its dated roles, latest first.

    ``overlaps`` says that it held roles of different codes at the same time, and that this is no slip; the
    first of them counts. ``place`` is the file and line that it was read from.
    """

    entry_id: str
    kind: ActorKind
    name: str
    aliases: tuple[str, ...]
    roles: tuple[DatedRole, ...]
    overlaps: bool = False
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory; names are singular, and ``seats`` stand for its government.

    ``place`` is the file and line that it was read from.
    """

    code: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]
    valid_from: date | None = None
    valid_to: date | None = None
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Agent:
    """A role noun or phrase ("soldier", "foreign minister") and the roles it stands for.

    ``lemma`` is the singular, lower case. ``roles`` are CAMEO role codes, and may be empty ("member").
    ``default`` marks roles that hold only where nothing else in the phrase gives one: an official is of the
    government, a union official is not. ``collective`` marks a body that "it" and "they" may mean ("army").
    """

    entry_id: str
    lemma: str
    roles: tuple[str, ...]
    default: bool = False
    collective: bool = False
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class PatternSlot:
    """One demand of a VerbPattern on the words around its trigger.

    ``prepositions`` holds the words that may introduce it; empty stands for the direct object.
    ``filler`` says what must stand there: the ``target``, the ``source``, one of ``words`` (lemmas), a
    ``particle`` or adverb among ``words``, or a ``clause``, whose actor is the target where the pattern names
    no other; its "preposition" is ``to`` (an infinitive) or ``that`` (a finite clause). ``exact`` asks that
    the actor itself stands there, and not a phrase that contains one.
    """

    filler: Literal["target", "source", "words", "particle", "clause"]
    prepositions: frozenset[str]
    words: frozenset[str]
    optional: bool = False
    exact: bool = False


NO_EVENT = "---"


@dataclass(frozen=True, slots=True)
class VerbPattern:
    """A rule: a trigger word, what must stand around it, and the code it gives.

    ``reverse_code`` is the code of the event in the other direction where the happening is reciprocal.
    ``subject`` says which side the subject of the verb is. An ``event_code`` of ``NO_EVENT`` says that what
    fits is no event, whatever else would fit. ``place`` is the file and line that it was read
    from.
    """

    pattern_id: str
    text: str
    triggers: frozenset[str]
    nominal: bool
    event_code: str
    reverse_code: str | None
    subject: Literal["source", "target"]
    slots: tuple[PatternSlot, ...]
    place: str = field(default="", compare=False)


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


@dataclass(frozen=True, slots=True)
class Discard:
    """Words, small and a blank apart, whose sentence tells of no event; with ``story``, the whole article."""

    phrase: str
    story: bool
