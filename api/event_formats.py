"""Whole results of an event filter, in the formats that tables are read from."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal, cast

from flask import Flask, Response, current_app, request, url_for

from api.answers import MEDIA_TYPE as JSON
from api.client_connection import ClientGone, client_socket, limit_patience, raise_if_gone
from api.cursors import scope_of
from api.negotiation import choose_media_type
from api.problems import RETRY_SECONDS, UNAVAILABLE, VALIDATION, FieldError, Problem
from api.result_files import ErasedMeanwhile, ResultFiles
from api.result_streams import ResultStreams, StreamedBody
from api.services import services_of
from exports.event_columns import columns_of
from store.change_seq import latest_change_seq
from store.event_stream import EventSelection, Layout, count_events_up_to, stream_events

FormatName = Literal["json", "ndjson", "csv", "tsv", "arrow", "parquet"]

MOST_PARQUET_ROWS = 1_000_000  # some ten seconds of work; a request should not last longer

_ARROW_BLOCK_BYTES = 8 << 20
_EXTENSION = "decameron.results"

# Best first, where the client takes several alike.
MEDIA_TYPES: Mapping[FormatName, str] = {
    "json": JSON,
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "arrow": "application/vnd.apache.arrow.stream",
    "parquet": "application/vnd.apache.parquet",
}
_CHARSET: Mapping[FormatName, str] = {"csv": "; charset=utf-8; header=present", "tsv": "; charset=utf-8"}
_TEXT_LAYOUTS: Mapping[FormatName, Layout] = {"csv": "csv", "tsv": "tsv", "ndjson": "ndjson"}


@dataclass(frozen=True, slots=True)
class _Results:
    """What long answers need of the process."""

    streams: ResultStreams
    files: ResultFiles


def register_event_formats(app: Flask, files: ResultFiles) -> None:
    """Give the app its places for long answers and its directory of files."""
    app.extensions[_EXTENSION] = _Results(ResultStreams(services_of(app).database_url), files)
    app.register_error_handler(ClientGone, lambda _: Response(status=499))  # nobody reads it but the log


def result_files() -> ResultFiles:
    """The files of the app that answers the request at hand."""
    return _results().files


def chosen_format(named: str | None) -> FormatName:
    """The format that ``format=`` names, or else the one that ``Accept`` prefers.

    Raises:
        Problem: 406, the client accepts none of them.
    """
    if named is not None:
        return cast(FormatName, named)
    media_type = choose_media_type(tuple(MEDIA_TYPES.values()))
    return next(name for name, each in MEDIA_TYPES.items() if each == media_type)


def answer_in_format(selection: EventSelection, name: FormatName) -> Response:
    """The whole of a selection in any format but JSON, whose answers are pages.

    ``selection.columns`` are fields of the event record; ``guard`` holds for CSV and TSV alone.

    Raises:
        Problem: 422, more rows than a Parquet file takes; 503, too many long answers at once.
        store.pool.StoreUnavailable: the database cannot be reached.
    """
    if name == "parquet":
        return _redirected(_as_table(selection))
    if name == "arrow":
        return _streamed(name, partial(_arrow_blocks, _as_table(selection)))
    if name != "ndjson":
        selection = replace(_as_table(selection), guard=selection.guard)
    return _streamed(name, partial(_text_blocks, selection, _TEXT_LAYOUTS[name]))


def _as_table(selection: EventSelection) -> EventSelection:
    columns = [column.name for column in columns_of(selection.columns)]
    return replace(selection, columns=columns, guard=False)


def _streamed(name: FormatName, blocks: Callable[[], Iterator[bytes]]) -> Response:
    body = () if request.method == "HEAD" else StreamedBody(blocks())
    response = Response(body, content_type=MEDIA_TYPES[name] + _CHARSET.get(name, ""))
    response.headers["Content-Disposition"] = f'attachment; filename="events.{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.vary.add("Accept")
    return response


def _text_blocks(
    selection: EventSelection, layout: Layout, block_bytes: int = 1 << 17
) -> Generator[bytes, None, None]:
    """Blocks of whole lines, as long as the client is there to read them."""
    client = client_socket()
    limit_patience(client)
    with (
        _results().streams.connection() as conn,
        closing(stream_events(conn, selection, layout, block_bytes=block_bytes)) as blocks,
    ):
        for block in blocks:
            if block:
                yield block
            else:
                raise_if_gone(client)


def _batches(selection: EventSelection) -> Generator[Any, None, None]:
    from exports.arrow import read_batches  # loads pyarrow, which most processes never need

    rows = _text_blocks(selection, "csv_rows", _ARROW_BLOCK_BYTES)
    with closing(rows):
        yield from read_batches(rows, columns_of(selection.columns))


def _arrow_blocks(selection: EventSelection) -> Generator[bytes, None, None]:
    from exports.arrow import stream_bytes

    with closing(_batches(selection)) as batches:
        yield from stream_bytes(batches, columns_of(selection.columns))


def _redirected(selection: EventSelection) -> Response:
    """To the finished file. Readers of Parquet come back to this address for each range of it.

    A range belongs to the file that the reader saw first, so it is sent to the one that was made last,
    whatever has changed since; who asks without a range gets one of the present.
    """
    selection = replace(selection, order=selection.order or "event_date")
    files, query = result_files(), scope_of("events.parquet", selection).filters
    name = files.newest(query) if "Range" in request.headers else None
    if name is None:
        name = _present_file(files, query, selection)
    location = url_for("files.read_file", name=name)
    response = Response(status=HTTPStatus.SEE_OTHER, headers={"Location": location})
    response.headers["Cache-Control"] = "private, no-store"
    response.vary.add("Accept")
    del response.headers["Content-Type"]
    return response


def _present_file(files: ResultFiles, query: str, selection: EventSelection) -> str:
    with _results().streams.connection() as conn:
        change_seq = latest_change_seq(conn)
        if name := files.fresh(query, change_seq):
            return name
        if selection.most is None or selection.most > MOST_PARQUET_ROWS:
            found = count_events_up_to(conn, selection.event_filter, MOST_PARQUET_ROWS + 1)
            if found > MOST_PARQUET_ROWS:
                raise _too_many_rows()
    try:
        return files.make(query, change_seq, partial(_write_parquet, selection))
    except ErasedMeanwhile as error:
        detail = (
            "While the file was made, an article was erased of which it may tell. Send the request again."
        )
        raise Problem(UNAVAILABLE, detail, headers={"Retry-After": str(RETRY_SECONDS)}) from error


def _write_parquet(selection: EventSelection, path: Path) -> None:
    from exports.parquet import write_parquet

    with closing(_batches(selection)) as batches:
        write_parquet(path, batches, columns_of(selection.columns))


def _too_many_rows() -> Problem:
    reason = (
        f"is parquet, and these are more than the {MOST_PARQUET_ROWS:,} events that one file takes; "
        "narrow the filter, give limit, or take format=arrow or csv, which have no bound"
    )
    return Problem(VALIDATION, f"format {reason}.", (FieldError("parameter", "format", reason),))


def _results() -> _Results:
    return cast(_Results, current_app.extensions[_EXTENSION])
