"""``decameron codebook``: looks the dictionaries over, compares them, writes them down."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from decameron.cli.codebook_sources import (
    DictionariesOption,
    EntriesOption,
    InsteadOption,
    codebook_sources,
    entry_errors,
)
from decameron.cli.output_file import open_output
from decameron.cli.start_errors import start_errors
from decameron.settings import Settings

if TYPE_CHECKING:
    from coders.codebook.check import Finding
    from coders.codebook.codebook import Codebook
    from coders.codebook.sources import CodebookSources

codebook = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Look the dictionaries over, compare two versions of them, write them down.",
)


@codebook.command()
def check(
    entries: EntriesOption = None,
    dictionaries: DictionariesOption = None,
    instead: InsteadOption = None,
    all_lines: Annotated[
        bool, typer.Option("--all", help="Name every line of the dictionaries that was refused.")
    ] = False,
) -> None:
    """Look for entries that are wrong, and count what there is by kind.

    What is wrong is named by file and line, and the exit code is 1.
    """
    from coders.codebook.check import check_codebook
    from coders.codebook.counts import count_entries

    sources = _sources(entries, dictionaries, instead=instead)
    found = _load(sources)
    _tell_refused(sources, every=all_lines)
    typer.echo(f"codebook {found.codebook_version}")
    for kind, number in count_entries(found).items():
        typer.echo(f"{number:>7,}  {kind}")
    findings = [each for each in check_codebook(found) if not _is_of_others(each, sources)]
    for finding in findings:
        typer.echo(f"{finding.place}: {finding.message}", err=True)
    typer.echo("nothing is wrong" if not findings else f"{len(findings):,} entries are wrong")
    raise typer.Exit(1 if findings else 0)


@codebook.command()
def diff(
    before: Annotated[
        str, typer.Argument(help="A codebook: a file of codebook export, or - for the one here.")
    ],
    after: Annotated[str, typer.Argument(help="The other.")],
    entries: EntriesOption = None,
    dictionaries: DictionariesOption = None,
    instead: InsteadOption = None,
) -> None:
    """Say in words what changed from one codebook to another.

    A codebook is written to a file by codebook export, or got from /v1/codebook/download.
    """
    from coders.codebook.compare import compare_codebooks

    sources = _sources(entries, dictionaries, instead=instead)
    one, other = (_described(name, sources) for name in (before, after))
    typer.echo(f"from {one['codebook_version']} to {other['codebook_version']}")
    lines = compare_codebooks(one, other)
    for line in lines:
        typer.echo(line)
    typer.echo(f"{len(lines):,} entries differ" if lines else "no entry differs")


@codebook.command()
def export(
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.")] = None,
    entries: EntriesOption = None,
    dictionaries: DictionariesOption = None,
    instead: InsteadOption = None,
) -> None:
    """Write the whole codebook as one JSON document."""
    import orjson

    from coders.codebook.describe import describe_codebook

    found = _load(_sources(entries, dictionaries, instead=instead))
    with start_errors(), open_output(output) as out:
        out.write(
            orjson.dumps(describe_codebook(found), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        )


@codebook.command()
def document(
    page: Annotated[
        Path, typer.Argument(help="A Markdown page with the two marks that stand around the tables.")
    ],
) -> None:
    """Write the codebook's tables into a page, such as docs/codebook.md."""
    from coders.codebook.document import document_codebook, put_between_marks
    from coders.codebook.load import load_codebook

    with start_errors(), entry_errors():
        text = put_between_marks(page.read_text(encoding="utf-8"), document_codebook(load_codebook()))
        page.write_text(text, encoding="utf-8")


def _sources(entries: Path | None, dictionaries: Path | None, *, instead: bool | None) -> CodebookSources:
    with start_errors():
        return codebook_sources(Settings.from_env(os.environ), entries, dictionaries, instead=instead)


def _load(sources: CodebookSources) -> Codebook:
    from coders.codebook.sources import load_sources

    with start_errors(), entry_errors():
        return load_sources(sources)


def _described(name: str, sources: CodebookSources) -> dict[str, Any]:
    import orjson

    from coders.codebook.describe import describe_codebook

    if name == "-":
        return describe_codebook(_load(sources))
    with start_errors(), entry_errors():
        content = orjson.loads(Path(name).read_bytes())
        if not isinstance(content, dict) or "codebook_version" not in content:
            raise ValueError(f"{name}: this is no codebook; decameron codebook export writes one")
        return content


def _is_of_others(finding: Finding, sources: CodebookSources) -> bool:
    """Whether it is about a line of the community's files, which are taken as they are."""
    file = finding.place.rpartition(":")[0]
    return sources.dictionaries is not None and (sources.dictionaries / file).is_file()


def _tell_refused(sources: CodebookSources, *, every: bool) -> None:
    """Say what each of the community's files gave, and which of its lines were refused, and why."""
    from coders.codebook.sources import read_dictionaries

    if sources.dictionaries is None:
        return
    with start_errors(), entry_errors():
        found = read_dictionaries(sources.dictionaries)
    for file, counts in found.counts.items():
        typer.echo(f"{file}: {', '.join(f'{number:,} {kind}' for kind, number in counts.items())}")
    for reason, number in Counter(each.reason for each in found.refused).most_common():
        typer.echo(f"{number:>7,}  lines refused: {reason}")
    _name_lines((f"{each.place}: {each.reason}: {each.text}" for each in found.refused) if every else ())


def _name_lines(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
