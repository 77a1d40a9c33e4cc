"""``decameron evaluate``: how well the coder codes sentences whose events are known."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from decameron.cli.output_file import open_output
from decameron.cli.profiles import DEFAULT_PROFILE, ProfileOption
from decameron.cli.ready_coder import ready_coder
from decameron.cli.start_errors import start_errors

if TYPE_CHECKING:
    from coders.coder import Coder
    from decameron.evaluation.gold import GoldSentence

Item = TypeVar("Item")


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Sentences with their events, as JSON Lines.")],
    json: Annotated[
        str | None,
        typer.Option("--json", metavar="FILE", help="Write all figures there, as one JSON object."),
    ] = None,
    errors: Annotated[
        str | None,
        typer.Option(
            "--errors", metavar="FILE", help="Write what was missed and what was wrong, and why, there."
        ),
    ] = None,
    plv_labels: Annotated[
        bool,
        typer.Option(
            "--plv-labels", help="The gold has PLV's labels: blockades are assaults, appeals requests."
        ),
    ] = False,
    given_pairs: Annotated[
        bool,
        typer.Option("--given-pairs", help="Score the types of the pairs of actors that the gold marks."),
    ] = False,
    profile: ProfileOption = DEFAULT_PROFILE,
) -> None:
    """Code the sentences of GOLD and score what comes out.

    A line has "text" and "events", each with a "source" and a "target" of "text", "span" or "code", and with
    a "code", "root", "plover" or "quad". Where "partial" is true, events may be missing there: recall is
    then the figure to read. Each figure has its 95 % interval, by bootstrap over the sentences.
    """
    sentences = _read(gold)
    coder = ready_coder(os.environ, profile.value)
    if given_pairs:
        _score_pairs(coder, sentences, json, plv_labels=plv_labels)
    else:
        _score(coder, sentences, json, errors, plv_labels=plv_labels)


def _read(gold: Path) -> list[GoldSentence]:
    from decameron.evaluation.gold import GoldError, read_gold

    with start_errors():
        lines = gold.read_bytes().splitlines()
    try:
        sentences = list(read_gold(lines, gold.name))
    except GoldError as error:
        typer.echo(f"decameron evaluate: {error}", err=True)
        raise typer.Exit(1) from error
    if not sentences:
        typer.echo(f"decameron evaluate: {gold.name} holds no sentence", err=True)
        raise typer.Exit(1)
    return sentences


def _score(
    coder: Coder,
    sentences: list[GoldSentence],
    json: str | None,
    errors: str | None,
    *,
    plv_labels: bool,
) -> None:
    from decameron.evaluation.code_gold import code_gold
    from decameron.evaluation.errors import errors_in
    from decameron.evaluation.evaluate import evaluate as score
    from decameron.evaluation.report import as_record, show

    rows = _followed(code_gold(coder, sentences, plv_labels=plv_labels), len(sentences))
    found = score(rows)
    show(found)
    _write(json, [as_record(found)], indented=True)
    _write(errors, errors_in(rows), indented=False)


def _score_pairs(coder: Coder, sentences: list[GoldSentence], json: str | None, *, plv_labels: bool) -> None:
    from decameron.evaluation.pairs import evaluate_pairs, judge_pairs
    from decameron.evaluation.report import as_record, show_pairs

    judged = _followed(judge_pairs(coder, sentences, plv_labels=plv_labels), len(sentences))
    found = evaluate_pairs(sentences, [pair for each in judged for pair in each])
    show_pairs(found)
    _write(json, [as_record(found)], indented=True)


def _followed(work: Iterable[Item], length: int) -> list[Item]:
    """What the work gives, with its progress shown to a person."""
    with typer.progressbar(work, length=length, label="Coding", file=sys.stderr) as progress:
        return list(progress)


def _write(path: str | None, records: Iterable[object], *, indented: bool) -> None:
    import orjson

    if path is None:
        return
    option = orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if indented else 0)
    with start_errors(), open_output(path) as out:
        out.writelines(orjson.dumps(each, option=option) for each in records)
