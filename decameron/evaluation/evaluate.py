"""Scores a coder on gold sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from decameron.evaluation.coded import Coding
from decameron.evaluation.gold import GoldSentence
from decameron.evaluation.matching import By, pair_up, same_dyad
from decameron.evaluation.place_and_time import is_same_day, is_same_place
from decameron.evaluation.scores import Score, interval, interval_of_sum, macro_f1, score_labels, total

_BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence with both of its codings."""

    sentence: GoldSentence
    gold: tuple[Coding, ...]
    coded: tuple[Coding, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its 95 % interval; ``score`` is what it was counted from, where it is a score."""

    name: str
    value: float
    low: float
    high: float
    score: Score | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """Events with a confidence from ``low`` to ``high``: how many there are and how many are right."""

    low: float
    high: float
    events: int
    right: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one gold file.

    ``partial`` says that events may be missing in it: precision is then a lower bound. ``confusion`` counts
    (wanted, given) types of dyads that were found; ``bins`` are empty where the gold is partial.
    """

    sentences: int
    gold_events: int
    coded_events: int
    partial: bool
    figures: tuple[Figure, ...]
    confusion: Mapping[tuple[str, str], int]
    recall_by_root: Mapping[str, Score]
    bins: tuple[Bin, ...]
    swapped: int
    false_alarms: Score


def evaluate(rows: Sequence[Row]) -> Evaluation:
    """All figures of these sentences."""
    is_partial = any(row.sentence.partial for row in rows)
    without = [row for row in rows if not row.gold and not row.sentence.partial]
    return Evaluation(
        sentences=len(rows),
        gold_events=sum(len(row.gold) for row in rows),
        coded_events=sum(len(row.coded) for row in rows),
        partial=is_partial,
        figures=tuple(_figures(rows)),
        confusion=_confusion(rows),
        recall_by_root=_recall_by_root(rows),
        bins=() if is_partial else tuple(_bins(rows)),
        swapped=sum(_swapped(row) for row in rows),
        false_alarms=Score(0, sum(bool(row.coded) for row in without), len(without)),
    )


def _figures(rows: Sequence[Row]) -> list[Figure]:
    figures = [_f1("any event", [_detection(row) for row in rows])]
    for label, read in (("type", _type), ("root", _root), ("quad class", _quad)):
        if any(read(each) for row in rows for each in row.gold):
            figures.append(_f1(f"{label}, whoever acts", [_labels(row, read) for row in rows]))
    figures.append(_macro("type, whoever acts, macro", rows, _type))
    for by, name in _DYADS:
        figures += _dyad_figures([row for row in rows if _can_be_compared(row, by)], by, name)
    figures += _shares("date of dyads found, exact", rows, is_same_day)
    figures += _shares("place of dyads found, within 25 km", rows, is_same_place)
    return figures


def _shares(
    name: str, rows: Sequence[Row], holds: Callable[[Coding, Coding], bool | None]
) -> Iterator[Figure]:
    """The share of dyads found of which something holds, of those where the gold tells."""
    found = [
        told
        for row in rows
        for at, other in pair_up(row.gold, row.coded, partial(_fits, by="text", read=None))
        if (told := holds(row.gold[at], row.coded[other])) is not None
    ]
    if found:
        yield Figure(f"{name} ({len(found)})", _share(found), *interval(found, _share))


def _share(held: Sequence[bool]) -> float:
    return sum(held) / len(held) if held else 0.0


def _dyad_figures(rows: Sequence[Row], by: By, name: str) -> list[Figure]:
    figures = []
    for label, told in _WITH:
        scores = [_dyads(row, by, told) for row in rows]
        if total(scores).wanted and (told is None or any(told(each) for row in rows for each in row.gold)):
            figures.append(_f1(name + label, scores))
    return figures


def _f1(name: str, scores: Sequence[Score]) -> Figure:
    whole = total(scores)
    return Figure(name, whole.f1, *interval_of_sum(scores, lambda score: score.f1), whole)


def _macro(name: str, rows: Sequence[Row], read: Callable[[Coding], str | None]) -> Figure:
    sentences = [
        (
            {told for each in row.gold if (told := read(each))},
            {told for each in row.coded if (told := read(each))},
        )
        for row in rows
    ]
    return Figure(name, macro_f1(sentences), *interval(sentences, macro_f1))


def _detection(row: Row) -> Score:
    return Score(int(bool(row.gold) and bool(row.coded)), int(bool(row.coded)), int(bool(row.gold)))


def _labels(row: Row, read: Callable[[Coding], str | None]) -> Score:
    return score_labels(
        {read(each) for each in row.gold} - {None}, {read(each) for each in row.coded} - {None}
    )


def _can_be_compared(row: Row, by: By) -> bool:
    if by == "text":
        return all(not each.source.open or not each.target.open for each in row.gold)
    return all(each.source.code or each.target.code for each in row.gold)


def _dyads(row: Row, by: By, read: Callable[[Coding], str | None] | None) -> Score:
    fits = partial(_fits, by=by, read=read)
    return Score(len(pair_up(row.gold, row.coded, fits)), len(row.coded), len(row.gold))


def _fits(gold: Coding, coded: Coding, *, by: By, read: Callable[[Coding], str | None] | None) -> bool:
    if read is not None and (read(gold) is None or read(gold) != read(coded)):
        return False
    return same_dyad(gold, coded, by)


def _swapped(row: Row) -> int:
    """Dyads that were found only the other way round."""
    found = {at for at, _ in pair_up(row.gold, row.coded, partial(_fits, by="text", read=None))}
    return sum(
        1
        for at, gold in enumerate(row.gold)
        if at not in found and any(same_dyad(gold, _turned(coded), "text") for coded in row.coded)
    )


def _turned(coding: Coding) -> Coding:
    return Coding(coding.target, coding.source, coding.code, coding.root, coding.type, coding.quad)


def _confusion(rows: Sequence[Row]) -> Mapping[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for at, other in pair_up(row.gold, row.coded, partial(_fits, by="text", read=None)):
            found[row.gold[at].type or "?", row.coded[other].type or "?"] += 1
    return found


def _recall_by_root(rows: Sequence[Row]) -> Mapping[str, Score]:
    found: dict[str, Score] = {}
    for row in rows:
        right = {at for at, _ in pair_up(row.gold, row.coded, partial(_fits, by="text", read=_root))}
        for at, gold in enumerate(row.gold):
            if gold.root:
                found[gold.root] = found.get(gold.root, Score(0, 0, 0)) + Score(int(at in right), 0, 1)
    return dict(sorted(found.items()))


def _bins(rows: Sequence[Row]) -> list[Bin]:
    judged: list[tuple[float, bool]] = []
    for row in rows:
        right = {other for _, other in pair_up(row.gold, row.coded, partial(_fits, by="text", read=_type))}
        judged += [(each.confidence or 0.0, at in right) for at, each in enumerate(row.coded)]
    return [
        Bin(low, high, len(inside), sum(inside))
        for low, high in pairwise(_BINS)
        if (
            inside := [
                right for confidence, right in judged if low <= confidence < high or confidence == high == 1.0
            ]
        )
    ]


def _type(coding: Coding) -> str | None:
    return coding.type


def _root(coding: Coding) -> str | None:
    return coding.root


def _quad(coding: Coding) -> str | None:
    return str(coding.quad) if coding.quad is not None else None


def _code(coding: Coding) -> str | None:
    return coding.code


_DYADS: tuple[tuple[By, str], ...] = (
    ("text", "dyad by words"),
    ("country", "dyad by country"),
    ("code", "dyad by actor code"),
)
_WITH: tuple[tuple[str, Callable[[Coding], str | None] | None], ...] = (
    ("", None),
    (" and quad class", _quad),
    (" and root", _root),
    (" and type", _type),
    (" and code", _code),
)
