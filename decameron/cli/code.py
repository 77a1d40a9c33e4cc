"""``decameron code``: codes files right here, with no services at all."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from decameron.cli.article_lines import DefaultDate, GivenArticle, Refusal, read_articles
from decameron.cli.codebook_sources import (
    DictionariesOption,
    EntriesOption,
    InsteadOption,
    codebook_sources,
    entry_errors,
)
from decameron.cli.given_pairs import code_pairs
from decameron.cli.output_file import open_output
from decameron.cli.profiles import DEFAULT_PROFILE, Profile, ProfileOption
from decameron.cli.progress import progress
from decameron.cli.ready_coder import ready_coder
from decameron.cli.start_errors import start_errors
from decameron.settings import Settings

if TYPE_CHECKING:
    from coders.coder import Coder
    from coders.models import CodedArticle, Event

_BATCH = 32
_BROKEN_PIPE = 141  # what a shell reports of a program that the signal for a broken pipe ended


def code(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Text files, JSON Lines (.jsonl, .ndjson), or - for stdin."),
    ],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write here; the file appears when it is whole."),
    ] = None,
    published_date: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Of articles that come without a date. [default: today]"),
    ] = None,
    profile: ProfileOption = DEFAULT_PROFILE,
    explain: Annotated[
        bool, typer.Option("--explain/--no-explain", help="Say of each event why it was coded.")
    ] = False,
    given_pairs: Annotated[
        bool,
        typer.Option("--given-pairs", help='Code the pairs of spans that each record has under "pairs".'),
    ] = False,
    entries: EntriesOption = None,
    dictionaries: DictionariesOption = None,
    instead: InsteadOption = None,
) -> None:
    """Code articles and write one JSON object a line: {"id", "state", "events", ...}.

    A text file is one article, with the file's name as its id. A line of JSON Lines has "text" and may
    have "id", "published_date", "title", "url", "publisher" and "language"; these and all other keys but
    the text are carried through. Where no date was given, the output says "published_date_assumed": true.

    With --given-pairs, "events" holds one event for each of "pairs", in their order, or null where there is
    none: {"pairs": [{"source_span": [0, 5], "target_span": [12, 20]}]}, in characters of the text.

    What cannot be read or coded is reported on stderr by file and line; the rest is coded, and the exit
    code is 1.
    """
    given = read_articles(files, _default_date(published_date))
    coder = _coder(profile, entries, dictionaries, instead=instead)
    try:
        with open_output(output) as out, progress(files) as advance:
            records = _pair_records if given_pairs else _coded_records
            refused = _write(records(coder, given, explain=explain), out, advance)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the last flush would complain
        raise typer.Exit(_BROKEN_PIPE) from None
    except OSError as error:
        name = output or "standard output"
        typer.echo(f"decameron code: {name} cannot be written: {error.strerror}", err=True)
        raise typer.Exit(1) from error
    raise typer.Exit(1 if refused else 0)


def _coder(
    profile: Profile, entries: Path | None, dictionaries: Path | None, *, instead: bool | None
) -> Coder:
    """The coder, with the entries that the command's options and the settings name.

    Raises:
        typer.Exit: an entry is malformed or a file cannot be read; what and where is told.
    """
    with start_errors(), entry_errors():
        settings = Settings.from_env(os.environ)
        sources = codebook_sources(settings, entries, dictionaries, instead=instead)
        return ready_coder(os.environ, profile.value, sources)


def _default_date(given: datetime | None) -> DefaultDate:
    return DefaultDate(day=(given or datetime.now(UTC)).date(), assumed=given is None)


def _write(
    records: Iterable[tuple[GivenArticle, dict[str, Any]] | Refusal],
    out: BinaryIO,
    advance: Callable[[int], None],
) -> int:
    """Write a record for each article, or report why there is none; the number of those refused."""
    refused = 0
    for each in records:
        if isinstance(each, Refusal):
            refused += 1
            typer.echo(f"{each.where}: {each.reason}", err=True)
            advance(each.size)
        else:
            article, record = each
            out.write(_line(record))
            advance(article.size)
    return refused


def _coded_records(
    coder: Coder, given: Iterator[GivenArticle | Refusal], *, explain: bool
) -> Iterator[tuple[GivenArticle, dict[str, Any]] | Refusal]:
    for each in code_given(coder, given):
        if isinstance(each, Refusal):
            yield each
        else:
            article, coded = each
            yield article, output_record(article, coded, coder, explain=explain)


def _pair_records(
    coder: Coder, given: Iterator[GivenArticle | Refusal], *, explain: bool
) -> Iterator[tuple[GivenArticle, dict[str, Any]] | Refusal]:
    for each in code_pairs(coder, given):
        if isinstance(each, Refusal):
            yield each
        else:
            article, events = each
            told = [_told(event, coder, explain=explain) if event else None for event in events]
            yield article, {**article.carried, "events": told}


def code_given(
    coder: Coder, given: Iterator[GivenArticle | Refusal]
) -> Iterator[tuple[GivenArticle, CodedArticle] | Refusal]:
    """Each article with what it was coded as, or why it was not, in the order given, coded in batches."""
    while batch := list(islice(given, _BATCH)):
        articles = [each for each in batch if isinstance(each, GivenArticle)]
        results = iter(_code_batch(coder, articles))
        for each in batch:
            yield each if isinstance(each, Refusal) else next(results)


def _code_batch(
    coder: Coder, batch: Sequence[GivenArticle]
) -> list[tuple[GivenArticle, CodedArticle] | Refusal]:
    try:
        return list(zip(batch, coder.code_many([each.article for each in batch]), strict=True))
    except Exception:  # noqa: BLE001 - whose trouble it is shows when each is coded by itself
        return [_code_alone(coder, each) for each in batch]


def _code_alone(coder: Coder, given: GivenArticle) -> tuple[GivenArticle, CodedArticle] | Refusal:
    try:
        return given, coder.code(given.article)
    except Exception as error:  # noqa: BLE001 - reported by file and line; the other articles are coded
        return Refusal(given.where, f"could not be coded: {type(error).__name__}: {error}", given.size)


def output_record(given: GivenArticle, coded: CodedArticle, coder: Coder, *, explain: bool) -> dict[str, Any]:
    """What is written of one article. A carried key gives way to one of the output's own names."""
    events = [_told(event, coder, explain=explain) for event in coded.events]
    assumed = {"published_date_assumed": True} if given.date_assumed else {}
    return {
        **given.carried,
        "published_date": given.article.published_date.isoformat(),
        **assumed,
        "state": coded.state,
        "language": coded.language,
        "events": events,
    }


def _told(event: Event, coder: Coder, *, explain: bool) -> dict[str, Any]:
    from coders.records import event_record, explanation_record

    record = event_record(
        event,
        profile=coder.profile,
        coder_version=coder.coder_version,
        codebook_version=coder.codebook_version,
    )
    return record | ({"explanation": explanation_record(event.explanation)} if explain else {})


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
