"""What the coder found in a sentence, as it is compared with what a person did."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from coders.models import Event, EventActor, Span
from decameron.evaluation.gold import GoldActor, GoldPlace

_WORDS = re.compile(r"\w+")
_LITTLE = frozenset("the a an of and or in on for to by from with at its his her their s".split())


@dataclass(frozen=True)
class Side:
    """An actor of either coding: its words, where they stand, and its code; all may be missing.

    ``absent`` says that nobody is there, ``open`` that anybody may be.
    """

    words: frozenset[str]
    span: Span | None
    code: str | None
    absent: bool = False
    open: bool = False


@dataclass(frozen=True)
class Coding:
    """An event of either coding; ``confidence`` and ``event`` are of the coder's alone."""

    source: Side
    target: Side
    code: str | None
    root: str | None
    type: str | None
    quad: int | None
    confidence: float | None = None
    event: Event | None = None
    day: date | None = None
    place: GoldPlace | None = None

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        return self.source, self.target


def side_of_gold(actor: GoldActor) -> Side:
    """The side that a gold actor is; without a text anybody may stand there."""
    return Side(words_of(actor.text or ""), actor.span, actor.code, actor.absent, open=actor.text is None)


def side_of_event(actor: EventActor | None, text: str) -> Side:
    """The side that an actor of an event is: the words that name it, and its name in the dictionary."""
    if actor is None:
        return Side(frozenset(), None, None, absent=True)
    start, end = actor.span
    return Side(words_of(f"{text[start:end]} {actor.name}"), actor.span, actor.code)


def words_of(text: str) -> frozenset[str]:
    """The words that tell one name from another."""
    return frozenset(_WORDS.findall(text.lower())) - _LITTLE
