"""``decameron evaluate``: how well the coder codes sentences whose events are known."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decameron.cli.output_file import open_output
from decameron.cli.ready_coder import ready_coder
from decameron.cli.start_errors import start_errors

if TYPE_CHECKING:
    from decameron.evaluation.evaluate import Evaluation, Row


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
    blockades_assault: Annotated[
        bool,
        typer.Option("--blockades-assault", help="In this gold, blockades and occupations are assaults."),
    ] = False,
) -> None:
    """Code the sentences of GOLD and score what comes out.

    A line has "text" and "events", each with a "source" and a "target" of "text", "span" or "code", and with
    a "code", "root", "plover" or "quad". Where "partial" is true, events may be missing there: recall is
    then the figure to read. Each figure has its 95 % interval, by bootstrap over the sentences.
    """
    from decameron.evaluation.code_gold import code_gold
    from decameron.evaluation.evaluate import evaluate as score
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
    coder = ready_coder(os.environ)
    with typer.progressbar(
        code_gold(coder, sentences, blockades_assault=blockades_assault),
        length=len(sentences),
        label="Coding",
        file=sys.stderr,
    ) as progress:
        rows = list(progress)
    _tell(score(rows), rows, json, errors)


def _tell(found: Evaluation, rows: list[Row], json: str | None, errors: str | None) -> None:
    import orjson

    from decameron.evaluation.errors import errors_in
    from decameron.evaluation.report import as_record, show

    show(found)
    with start_errors():
        if json is not None:
            with open_output(json) as out:
                out.write(
                    orjson.dumps(as_record(found), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
                )
        if errors is not None:
            with open_output(errors) as out:
                out.writelines(
                    orjson.dumps(each, option=orjson.OPT_APPEND_NEWLINE) for each in errors_in(rows)
                )
