"""Scores the type of pairs of actors that the gold marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coders.coder import Coder
from coders.given_pairs import GivenPair
from coders.models import Event
from decameron.evaluation.code_gold import article_of
from decameron.evaluation.evaluate import Figure
from decameron.evaluation.gold import GoldEvent, GoldSentence
from decameron.evaluation.labels import PLV_TYPES, type_of
from decameron.evaluation.scores import interval

NOTHING = "none"


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """A pair of a sentence: the type that it should have, and the one that it was given, or ``none``."""

    sentence: GoldSentence
    wanted: str
    given: str


@dataclass(frozen=True, slots=True)
class PairEvaluation:
    """Accuracy and macro F1 of the types of given pairs; ``skipped`` pairs lack a span or a type."""

    pairs: int
    skipped: int
    figures: tuple[Figure, ...]
    confusion: Mapping[tuple[str, str], int]


def judge_pairs(
    coder: Coder, sentences: Sequence[GoldSentence], *, plv_labels: bool = False
) -> Iterator[list[JudgedPair]]:
    """For each sentence its pairs, coded one by one."""
    for sentence in sentences:
        marked = [
            (pair, wanted) for event in sentence.events if (pair := _pair(event)) and (wanted := _type(event))
        ]
        coded = coder.code_pairs(article_of(sentence), [pair for pair, _ in marked])
        yield [
            JudgedPair(sentence, wanted, _given(event, plv_labels=plv_labels) if event else NOTHING)
            for (_, wanted), event in zip(marked, coded, strict=True)
        ]


def _given(event: Event, *, plv_labels: bool) -> str:
    """The event's type; with the labels of PLV, which has no statements, the likeliest that it has."""
    codes = (event.event_code, *(each.partition(":")[0] for each in event.explanation.alternatives))
    types = [type_of(None, code, plv_labels=plv_labels) or NOTHING for code in codes]
    return next((each for each in types if not plv_labels or each in PLV_TYPES), types[0])


def evaluate_pairs(sentences: Sequence[GoldSentence], judged: Sequence[JudgedPair]) -> PairEvaluation:
    """All figures of these pairs."""
    events = sum(len(sentence.events) for sentence in sentences)
    return PairEvaluation(
        pairs=len(judged),
        skipped=events - len(judged),
        figures=(
            Figure("accuracy", _accuracy(judged), *interval(judged, _accuracy)),
            Figure("macro F1", _macro_f1(judged), *interval(judged, _macro_f1)),
        ),
        confusion=Counter((each.wanted, each.given) for each in judged),
    )


def _pair(event: GoldEvent) -> GivenPair | None:
    if event.source.span is None or (event.target.span is None and not event.target.absent):
        return None
    return GivenPair(event.source.span, event.target.span)


def _type(event: GoldEvent) -> str | None:
    return type_of(event.plover, event.code or event.root)


def _accuracy(judged: Sequence[JudgedPair]) -> float:
    return sum(each.wanted == each.given for each in judged) / len(judged) if judged else 0.0


def _macro_f1(judged: Sequence[JudgedPair]) -> float:
    right = Counter(each.wanted for each in judged if each.wanted == each.given)
    wanted = Counter(each.wanted for each in judged)
    given = Counter(each.given for each in judged)
    return (
        sum(2 * right[label] / (wanted[label] + given[label]) for label in wanted) / len(wanted)
        if wanted
        else 0.0
    )
