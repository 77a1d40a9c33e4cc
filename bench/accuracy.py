"""How well texts are coded, on the corpus's own held-out parts and on gold files that you have.

``python -m bench.accuracy [--plv GOLD] [--countries GOLD]``; the page of it is written by
``python -m bench.write_accuracy``.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import orjson

from coders.coder import Coder
from coders.models import Profile
from decameron.cli.ready_coder import ready_coder
from decameron.evaluation.code_gold import code_gold
from decameron.evaluation.evaluate import Evaluation, Figure, evaluate
from decameron.evaluation.gold import GoldSentence, read_gold
from decameron.evaluation.pairs import evaluate_pairs, judge_pairs
from decameron.evaluation.scores import Score
from training.articles import articles_as_gold
from training.corpus import as_gold, read_corpus

_FEW = 60  # sentences of each set in the short form
_SURE = 0.8  # a confidence that should hold up


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure of one profile on one set, with its 95 % interval where it has one.

    ``size`` says of how many what; ``wanted`` is the bar that the project sets itself, ``kept`` whether it is
    reached.
    """

    profile: str
    gold: str
    what: str
    value: float
    size: str
    low: float | None = None
    high: float | None = None
    wanted: str = ""
    kept: bool | None = None


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="How well texts are coded.")
    parser.add_argument("--profile", choices=get_args(Profile), action="append", help="all unless given")
    parser.add_argument("--plv", type=Path, metavar="GOLD", help="a file of PLV's pairs, in its labels")
    parser.add_argument("--countries", type=Path, metavar="GOLD", help="a file whose actors have codes")
    parser.add_argument("--small", action="store_true", help="the short form, which shows only that it works")
    parser.add_argument("--json", type=Path, help="write the findings there too")
    given = parser.parse_args(arguments)
    findings: list[Finding] = []
    for profile in given.profile or get_args(Profile):
        coder = ready_coder(os.environ, profile)
        for found in _findings(coder, given):
            findings.append(found)
            sys.stdout.write(line(found) + "\n")
    if given.json:
        record = {"date": datetime.now(UTC).date().isoformat(), "findings": [asdict(f) for f in findings]}
        given.json.write_bytes(orjson.dumps(record, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def line(found: Finding) -> str:
    """A finding as a line for a person."""
    interval = "" if found.low is None else f" ({found.low:.3f} to {found.high:.3f})"
    kept = {None: "", True: ": kept", False: ": NOT kept"}[found.kept]
    wanted = f"  {found.wanted}{kept}" if found.wanted else ""
    return f"{found.profile:9} {found.gold}: {found.what} {found.value:.3f}{interval}, {found.size}{wanted}"


def _findings(coder: Coder, given: argparse.Namespace) -> Iterator[Finding]:
    most = _FEW if given.small else None
    if given.plv:
        sentences = list(read_gold(given.plv.read_bytes().splitlines(), given.plv.name))[:most]
        yield from _of_pairs(coder, "PLV", sentences, plv_labels=True)
        yield from _of_plv(coder, sentences)
    held_out = [each for each in read_corpus() if each.part == "held-out"][:most]
    sentences = _as_sentences(map(as_gold, held_out))
    yield from _of_pairs(coder, "held-out sentences", sentences, plv_labels=False)
    yield from _of_held_out(coder, sentences)
    yield from _of_articles(coder, _as_sentences(articles_as_gold())[:most])
    if given.countries:
        sentences = list(read_gold(given.countries.read_bytes().splitlines(), given.countries.name))[:most]
        yield from _of_countries(coder, given.countries.stem, sentences)


def _as_sentences(records: Iterator[dict[str, Any]]) -> list[GoldSentence]:
    return list(read_gold(map(orjson.dumps, records)))


def _of_pairs(
    coder: Coder, gold: str, sentences: Sequence[GoldSentence], *, plv_labels: bool
) -> Iterator[Finding]:
    judged = [pair for each in judge_pairs(coder, sentences, plv_labels=plv_labels) for pair in each]
    found = evaluate_pairs(sentences, judged)
    least = {"accuracy": 0.87, "macro F1": 0.85} if plv_labels else {}
    for figure in found.figures:
        yield _of_figure(
            coder, gold, f"type of given pairs, {figure.name}", figure, f"{found.pairs:,} pairs",
            least.get(figure.name),
        )  # fmt: skip


def _of_plv(coder: Coder, sentences: Sequence[GoldSentence]) -> Iterator[Finding]:
    found = evaluate(list(code_gold(coder, sentences, plv_labels=True)))
    score = _score(found, "dyad by words and type")
    rate = found.coded_events / found.sentences
    wanted, size = "at least 0.720, with at most 2.0 events a sentence", f"{score.wanted:,} events"
    kept = score.recall >= 0.72 and rate <= 2.0
    yield Finding(coder.profile, "PLV", "dyad and type, recall", score.recall, size, wanted=wanted, kept=kept)
    yield Finding(coder.profile, "PLV", "events a sentence", rate, f"{found.sentences:,} sentences")


def _of_held_out(coder: Coder, sentences: Sequence[GoldSentence]) -> Iterator[Finding]:
    gold = "held-out sentences"
    found = evaluate(list(code_gold(coder, sentences)))
    alarms = found.false_alarms
    share, size = alarms.given / max(alarms.wanted, 1), f"{alarms.wanted:,} sentences without an event"
    yield Finding(
        coder.profile, gold, "given an event though they have none", share, size,
        wanted="at most 0.030", kept=share <= 0.03,
    )  # fmt: skip
    sure = [each for each in found.bins if each.low >= _SURE]
    events, right = sum(each.events for each in sure), sum(each.right for each in sure)
    yield Finding(
        coder.profile, gold, f"right of events with confidence from {_SURE} on", right / max(events, 1),
        f"{events:,} events", wanted="at least 0.900", kept=right >= 0.9 * events,
    )  # fmt: skip
    yield from _usual(coder, gold, found)
    for root, score in found.recall_by_root.items():
        yield Finding(
            coder.profile,
            gold,
            f"dyad and root, recall of root {root}",
            score.recall,
            f"{score.wanted:,} events",
        )


def _of_articles(coder: Coder, sentences: Sequence[GoldSentence]) -> Iterator[Finding]:
    gold = "articles"
    found = evaluate(list(code_gold(coder, sentences)))
    yield from _usual(coder, gold, found)
    wrong = found.coded_events - _score(found, "dyad by words and type").right
    yield Finding(
        coder.profile, gold, "wrong events per 100 articles", 100 * wrong / found.sentences,
        f"{found.sentences:,} articles",
    )  # fmt: skip
    for figure in found.figures:
        if figure.name.startswith(("date", "place")):
            yield _of_figure(coder, gold, figure.name.partition(" (")[0], figure, _dyads(figure))


def _of_countries(coder: Coder, gold: str, sentences: Sequence[GoldSentence]) -> Iterator[Finding]:
    found = evaluate(list(code_gold(coder, sentences)))
    for name, least in (("dyad by country and root", 0.65), ("dyad by actor code", None)):
        figure = _figure(found, name)
        if figure is not None:
            yield _of_figure(coder, gold, f"{name}, F1", figure, f"{found.gold_events:,} events", least)


def _usual(coder: Coder, gold: str, found: Evaluation) -> Iterator[Finding]:
    size = f"{found.gold_events:,} events"
    for name in ("dyad by words", "dyad by words and root", "dyad by words and type"):
        score = _score(found, name)
        yield Finding(coder.profile, gold, f"{name}, precision", score.precision, f"{score.given:,} given")
        yield Finding(coder.profile, gold, f"{name}, recall", score.recall, size)
    swapped = f"{found.swapped:,} dyads"
    yield Finding(
        coder.profile,
        gold,
        "found only the other way round",
        found.swapped / max(found.gold_events, 1),
        swapped,
    )


def _of_figure(
    coder: Coder, gold: str, what: str, figure: Figure, size: str, least: float | None = None
) -> Finding:
    wanted, kept = ("", None) if least is None else (f"at least {least:.3f}", figure.value >= least)
    return Finding(coder.profile, gold, what, figure.value, size, figure.low, figure.high, wanted, kept)


def _dyads(figure: Figure) -> str:
    return f"{figure.name.rpartition('(')[2].rstrip(')')} dyads found"


def _figure(found: Evaluation, name: str) -> Figure | None:
    return next((figure for figure in found.figures if figure.name == name), None)


def _score(found: Evaluation, name: str) -> Score:
    figure = _figure(found, name)
    return (figure.score if figure else None) or Score(0, 0, 0)


if __name__ == "__main__":
    main()
