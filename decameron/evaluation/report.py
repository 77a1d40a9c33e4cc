"""An evaluation as a table for a person and as an object for a machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from decameron.evaluation.evaluate import Evaluation, Figure
from decameron.evaluation.pairs import PairEvaluation

_WIDTH = 120
_MOST_CONFUSED = 12


def as_record(evaluation: Evaluation | PairEvaluation) -> dict[str, Any]:
    """All figures in JSON's types."""
    return {
        **asdict(evaluation),
        "confusion": [
            {"wanted": wanted, "given": given, "events": number}
            for (wanted, given), number in sorted(evaluation.confusion.items())
        ],
    }


def show(evaluation: Evaluation, console: Console | None = None) -> None:
    """Print the figures."""
    console = console or Console(width=_WIDTH)
    rate = evaluation.coded_events / evaluation.sentences
    console.print(
        f"{evaluation.sentences:,} sentences; {evaluation.gold_events:,} events wanted, "
        f"{evaluation.coded_events:,} given ({rate:.2f} a sentence)"
    )
    if evaluation.partial:
        console.print("The gold may lack events: read recall; precision is a lower bound.")
    console.print(_figures(evaluation))
    if evaluation.false_alarms.wanted:
        alarms = evaluation.false_alarms
        share = alarms.given / alarms.wanted
        console.print(
            f"Sentences without events that were given one: {alarms.given} of {alarms.wanted} ({share:.1%})"
        )
    console.print(f"Dyads found only the other way round: {evaluation.swapped}")
    if evaluation.recall_by_root:
        console.print(_recall(evaluation))
    if evaluation.bins:
        console.print(_calibration(evaluation))
    console.print(_confusion(evaluation.confusion))


def show_pairs(evaluation: PairEvaluation, console: Console | None = None) -> None:
    """Print the figures of given pairs."""
    console = console or Console(width=_WIDTH)
    console.print(
        f"{evaluation.pairs:,} given pairs; {evaluation.skipped:,} events mark no pair or have no type"
    )
    table = Table("figure", "value", "95 %", title="Types of given pairs")
    for figure in evaluation.figures:
        table.add_row(figure.name, f"{figure.value:.3f}", f"{figure.low:.3f}–{figure.high:.3f}")
    console.print(table)
    console.print(_confusion(evaluation.confusion))


def _figures(evaluation: Evaluation) -> Table:
    table = Table("figure", "precision", "recall", "F1", "95 %", title="Scores")
    for figure in evaluation.figures:
        table.add_row(figure.name, *_cells(figure), f"{figure.low:.3f}–{figure.high:.3f}")
    return table


def _cells(figure: Figure) -> tuple[str, str, str]:
    if figure.score is None:
        return "", "", f"{figure.value:.3f}"
    return f"{figure.score.precision:.3f}", f"{figure.score.recall:.3f}", f"{figure.value:.3f}"


def _recall(evaluation: Evaluation) -> Table:
    table = Table("root", "events", "recall", title="Dyad and root, by root")
    for root, score in evaluation.recall_by_root.items():
        table.add_row(root, str(score.wanted), f"{score.right / score.wanted:.3f}")
    return table


def _calibration(evaluation: Evaluation) -> Table:
    table = Table("confidence", "events", "right", title="Dyad and type, by confidence")
    for each in evaluation.bins:
        table.add_row(f"{each.low:.1f}–{each.high:.1f}", str(each.events), f"{each.right / each.events:.3f}")
    return table


def _confusion(confusion: Mapping[tuple[str, str], int]) -> Table:
    table = Table("wanted", "given", "dyads", title="Types most often taken for others")
    wrong = [(number, pair) for pair, number in confusion.items() if pair[0] != pair[1]]
    for number, (wanted, given) in sorted(wrong, reverse=True)[:_MOST_CONFUSED]:
        table.add_row(wanted, given, str(number))
    return table
