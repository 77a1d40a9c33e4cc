"""The records that pass between the stages: frozen, data in, data out.

Spans are ``(start, end)`` in code points of exactly the stored text, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol
from uuid import UUID

Span = tuple[int, int]
CodedState = Literal["coded", "no_events", "unsupported_language"]
DateBasis = Literal["stated", "relative", "published"]
DatePrecision = Literal["day", "week", "month", "year"]
Scope = Literal["domestic", "international"]
Profile = Literal["fast", "accurate"]
DEFAULT_PROFILE: Profile = "accurate"


@dataclass(frozen=True, slots=True)
class Article:
    """A text to code. ``language`` is a BCP 47 code such as ``en``, or None to have it detected."""

    text: str
    published_date: date
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    language: str | None = None


class Entities(Protocol):
    """The named entities of a sentence."""

    def label(self, index: int) -> str:
        """The label of the entity that the word at an index lies in, or ""."""


class NoEntities:
    """A sentence without named entities."""

    def label(self, index: int) -> str:  # noqa: ARG002  # of any word
        return ""


_NO_ENTITIES = NoEntities()


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a parse: Universal ``pos``, Penn ``tag``, ClearNLP-style ``dep``.

    ``index`` and ``head`` count within the sentence (a root is its own head). ``entities`` knows the named
    entities of the sentence, or finds them when they are first asked for.
    """

    index: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int
    entities: Entities = field(default=_NO_ENTITIES, repr=False, compare=False)

    @property
    def entity(self) -> str:
        """The named-entity label the token lies in, or ""; ask last, for to find it takes long."""
        return self.entities.label(self.index)

    @property
    def span(self) -> Span:
        return (self.start, self.end)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a Document and its dependency tree."""

    index: int
    text: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    _children: tuple[tuple[Token, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        below: list[list[Token]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                below[token.head].append(token)
        object.__setattr__(self, "_children", tuple(map(tuple, below)))

    def children(self, token: Token) -> tuple[Token, ...]:
        """The tokens directly below, left to right."""
        return self._children[token.index]

    def head(self, token: Token) -> Token:
        """The token above; a root is its own head."""
        return self.tokens[token.head]

    def subtree(self, token: Token) -> list[Token]:
        """The token and all below it, left to right."""
        found, waiting = [], [token.index]
        while waiting:
            index = waiting.pop()
            found.append(index)
            waiting.extend(child.index for child in self._children[index])
        return [self.tokens[i] for i in sorted(found)]

    def span_of(self, first: int, last: int) -> Span:
        """The span from token ``first`` to token ``last``, both inclusive."""
        return (self.tokens[first].start, self.tokens[last].end)


@dataclass(frozen=True, slots=True)
class Document:
    """The parsed form of an article's text.

    ``text[:dateline_end]`` is the dateline ("BAGHDAD (Agency) - "), which belongs to no sentence.
    """

    text: str
    sentences: tuple[Sentence, ...]
    dateline_end: int = 0


@dataclass(frozen=True, slots=True)
class EntryUse:
    """A dictionary entry that took part in a decision, with the dates of the role that was used."""

    entry_id: str
    kind: str
    text: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A span of a sentence that names somebody.

    ``code`` joins country or international type, roles, specialty and organization in CAMEO's order
    (IRQMIL). ``first`` to ``last``, both inclusive, are its own tokens; ``span`` is where the text names it:
    for "it" the words that "it" stands for, be they in an earlier sentence. ``inferred_from`` says where a
    part that the words themselves do not give was taken from: ``antecedent`` (a pronoun or "the group"),
    ``sentence_place``, ``story_place``, or None.
    """

    sentence_index: int
    first: int
    last: int
    head: int
    span: Span
    text: str
    name: str
    code: str
    country: str | None
    group: str | None
    roles: tuple[str, ...]
    entries: tuple[EntryUse, ...]
    inferred_from: str | None = None


@dataclass(frozen=True, slots=True)
class PatternMatch:
    """A VerbPattern's hit in one sentence.

    ``modality`` is the chain of contexts above the trigger, innermost first, such as ``("intent",)`` or
    ``("refuse",)``; empty where the thing was done. ``governed_by`` are the tokens that make it, but for
    those that are events beside it (claims, and what is done for a purpose). ``attributed_to`` is who claims
    it, where somebody but the publisher does.
    """

    sentence_index: int
    pattern_id: str
    trigger: int
    trigger_span: Span
    event_code: str
    reverse_code: str | None
    modality: tuple[str, ...]
    governed_by: tuple[int, ...]
    sources: tuple[ActorMention, ...]
    targets: tuple[ActorMention, ...]
    attributed_to: ActorMention | None = None
    background: bool = False
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event happened. ``admin1`` is the name of the first-level region, where it is known."""

    name: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    geonames_id: int | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an event was coded as it was: ids and figures, no prose."""

    pattern_id: str | None
    classification_rule: str
    modality: tuple[str, ...]
    source_entries: tuple[EntryUse, ...]
    target_entries: tuple[EntryUse, ...]
    source_inferred_from: str | None = None
    target_inferred_from: str | None = None
    features: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    date_rule: str | None = None
    date_text: str | None = None
    date_span: Span | None = None
    place_rule: str | None = None
    place_span: Span | None = None
    place_alternatives: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventActor:
    """One side of an event as the event record has it."""

    code: str
    country: str | None
    group: str | None
    roles: tuple[str, ...]
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """A coded CAMEO event: what the coder knows of the event record (the store adds the rest)."""

    event_id: UUID
    sentence_index: int
    sentence: str
    trigger_span: Span
    source: EventActor
    target: EventActor | None
    event_code: str
    event_root_code: str
    quad_class: int
    goldstein: float
    plover_type: str | None
    plover_mode: str | None
    plover_context: str | None
    scope: Scope
    event_date: date
    event_date_basis: DateBasis
    event_date_precision: DatePrecision
    confidence: float
    attributed_to_code: str | None
    attributed_to_name: str | None
    background: bool
    place: Place | None
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class CodedArticle:
    """What became of one article."""

    state: CodedState
    language: str
    events: tuple[Event, ...]
