"""Turns the candidate pairs of a sentence into the numbers that the classifiers read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args
from zlib import crc32

from coders.classifier.wordpieces import WordPieces
from coders.models import ActorMention
from coders.pairs.describe import describe_mention, describe_pair, describe_verb
from coders.pairs.models import CandidatePair, Fit
from coders.pairs.paths import verb_above

FEATURES = 2**15  # buckets that feature strings are hashed into
ROOTS = tuple(f"{number:02}" for number in range(1, 21))
FITS: tuple[Fit, ...] = get_args(Fit)
MENTIONED = 1  # the role of a word piece that is part of a mention; those of triggers follow
ROLES = MENTIONED + 1 + len(ROOTS)
EVIDENCE = (len(ROOTS) + 1) * len(FITS)
LONGEST = 128  # word pieces of a sentence; what lies beyond is not read

_ROOT_NUMBER = {root: number for number, root in enumerate(ROOTS, start=1)}


@dataclass(frozen=True, slots=True)
class PairWords:
    """Where a pair stands among the word pieces of its sentence.

    ``source`` and ``target`` are [first, last) pieces, ``target`` None where alone; ``path`` the first
    pieces of the words that join the two; ``evidence`` numbers what the rules say.
    """

    source: tuple[int, int]
    target: tuple[int, int] | None
    trigger: int
    path: tuple[int, ...]
    evidence: int


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """The word pieces of a sentence, the role of each, and where its pairs stand."""

    pieces: tuple[int, ...]
    roles: tuple[int, ...]
    pairs: tuple[PairWords, ...]


def features_of(pairs: Sequence[CandidatePair]) -> list[list[str]]:
    """The feature strings of each pair of one sentence."""
    mentions: dict[tuple[int, int, str], list[str]] = {}
    verbs: dict[int, list[str]] = {}

    def of_mention(pair: CandidatePair, mention: ActorMention, side: str) -> list[str]:
        key = (mention.first, mention.last, side)
        if key not in mentions:
            mentions[key] = describe_mention(pair.sentence, mention, side)
        return mentions[key]

    def of_verb(pair: CandidatePair) -> list[str]:
        verb = verb_above(pair.sentence, pair.meeting)
        if verb not in verbs:
            verbs[verb] = describe_verb(pair.sentence, verb)
        return verbs[verb]

    return [
        [
            *of_mention(pair, pair.source, "s"),
            *(of_mention(pair, pair.target, "t") if pair.target is not None else ()),
            *of_verb(pair),
            *describe_pair(pair),
        ]
        for pair in pairs
    ]


def bucket(feature: str) -> int:
    """The bucket of a feature string."""
    return crc32(feature.encode()) % FEATURES


def words_of(pairs: Sequence[CandidatePair], vocabulary: WordPieces) -> SentenceWords:
    """The word pieces of the sentence of these pairs, which are all of one, and where the pairs stand."""
    sentence = pairs[0].sentence
    pieces, begins = vocabulary.split_all([token.text for token in sentence.tokens], LONGEST)
    begins.append(len(pieces) - 1)

    def span(mention: ActorMention) -> tuple[int, int]:
        first = begins[mention.first]
        return first, max(first + 1, begins[mention.last + 1])

    roles = [0] * len(pieces)
    for mention in {id(pair.source): pair.source for pair in pairs}.values():
        first, last = span(mention)
        roles[first:last] = [MENTIONED] * (last - first)
    for pair in pairs:
        if pair.verdict is not None:
            roles[begins[pair.trigger]] = MENTIONED + _ROOT_NUMBER[pair.verdict.event_code[:2]]
    return SentenceWords(
        tuple(pieces),
        tuple(roles),
        tuple(
            PairWords(
                source=span(pair.source),
                target=span(pair.target) if pair.target is not None else None,
                trigger=begins[pair.trigger],
                path=tuple(sorted({begins[i] for i in (*pair.source_path, pair.meeting, *pair.target_path)})),
                evidence=_evidence(pair),
            )
            for pair in pairs
        ),
    )


def _evidence(pair: CandidatePair) -> int:
    if pair.verdict is None:
        return 0
    code = pair.rule_code or pair.verdict.event_code
    return _ROOT_NUMBER[code[:2]] * len(FITS) + FITS.index(pair.fit)
