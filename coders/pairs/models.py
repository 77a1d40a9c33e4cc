"""The records of deciding: what the rules say, which pairs may be events, and which are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from coders.models import ActorMention, PatternMatch, Sentence

Fit = Literal["both", "open", "source", "target", "reversed", "none"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules make of a PatternMatch: its code as the modalities above it change it.

    ``rule`` tells how: the pattern's code, the modalities, the code that came out, joined by ">".
    """

    match: PatternMatch
    event_code: str
    reverse_code: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class CandidatePair:
    """Two mentions of a sentence of which the one may act on the other; ``target`` is None where alone.

    ``fit`` says how near a verdict of the rules comes to it: found between ``both``; from the source with
    the target left ``open``; from the ``source`` to another; on the ``target`` by another; ``reversed``;
    ``none``. ``rule_code`` is the code that the rules give to this very pair. ``trigger`` is the verdict's,
    or else the verb above the ``meeting``, where the ways up the dependency tree from the two meet; the
    paths are those ways, from each mention's head on, the meeting left out.
    """

    sentence: Sentence
    source: ActorMention
    target: ActorMention | None
    verdict: Verdict | None
    fit: Fit
    rule_code: str | None
    trigger: int
    meeting: int
    source_path: tuple[int, ...]
    target_path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Classification:
    """What a CandidatePair was decided to be, how sure, and why.

    ``confidence`` is the probability that an event of this root holds between the two. ``decided_by`` says
    where the code comes from: ``rule:`` and the verdict's rule, ``classifier`` or, where nothing tells more
    than the root, ``parent``. ``features`` are those that weighed most, as ``name=value:weight``;
    ``alternatives`` the next best roots, as ``root:probability``. ``modality``, ``attributed_to`` and
    ``background`` are as PatternMatch has them, for the trigger of this pair.
    """

    pair: CandidatePair
    event_code: str
    confidence: float
    decided_by: str
    features: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    attributed_to: ActorMention | None = None
    background: bool = False
