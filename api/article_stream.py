"""Articles sent as NDJSON: without a limit on their number, in constant memory.

What became of each line is written to a temporary file and sent when the body has ended: an answer that is
streamed while the body still comes in deadlocks common clients.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID

import orjson
from flask import Response

from api.article_reading import read_article_object, refusal
from api.article_submission import taken
from api.job_waiting import queued_headers
from api.line_reader import ByteStream, Line, read_lines
from api.prefer import Preferences
from api.problems import RETRY_SECONDS, TOO_LARGE, UNAVAILABLE, VALIDATION, Problem
from api.request_parser import read_json
from api.services import Services
from store.articles import NewArticle, submit_articles
from store.pool import StoreUnavailable, transaction

NDJSON = "application/x-ndjson"

LONGEST_LINE = 8_000_000
_BATCH_LINES = 500
_BATCH_BYTES = 8_000_000
_KEPT_IN_MEMORY = 1_000_000
_CHUNK_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of the body: the article in it, or what is wrong with it."""

    number: int
    size: int
    found: NewArticle | Problem


def submit_stream(services: Services, stream: ByteStream, preferences: Preferences) -> Response:
    """Store and queue the articles of a body, a line each, and answer with a line for each in their order.

    All of them belong to one job. What was stored before a failure stays stored.

    Raises:
        Problem: 422, the body has no line; 503, the database was lost on the way.
    """
    results = SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY)  # noqa: SIM115 -- closed when it has been sent
    try:
        job_id = _take_in(services, _batches(map(_read, read_lines(stream, longest=LONGEST_LINE))), results)
        return _answer(results, job_id, preferences)
    except BaseException:
        results.close()
        raise


def _read(line: Line) -> ReadLine:
    if line.content is None:
        too_long = f"The line has more than {LONGEST_LINE:,} bytes; a text may have 1,000,000 characters."
        return ReadLine(line.number, 0, Problem(TOO_LARGE, too_long))
    try:
        sent = read_json(line.content, "The line")
    except Problem as problem:
        return ReadLine(line.number, len(line.content), problem)
    return ReadLine(line.number, len(line.content), read_article_object(sent))


def _batches(lines: Iterable[ReadLine]) -> Iterator[list[ReadLine]]:
    """Lines in lots that are worth a transaction and fit in memory, however long the lines are."""
    batch: list[ReadLine] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += line.size
        if len(batch) >= _BATCH_LINES or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _take_in(services: Services, batches: Iterable[list[ReadLine]], results: IO[bytes]) -> UUID | None:
    """Store the batches in one job, which is returned: None where no line could be taken."""
    job_id = None
    for batch in batches:
        try:
            job_id, told = _submit(services, batch, job_id)
        except StoreUnavailable:
            if job_id is None:
                raise
            raise _lost_on_the_way(batch[0].number, job_id) from None
        results.writelines(orjson.dumps(each, option=orjson.OPT_APPEND_NEWLINE) for each in told)
    return job_id


def _submit(
    services: Services, batch: list[ReadLine], job_id: UUID | None
) -> tuple[UUID | None, Iterator[dict[str, Any]]]:
    articles = [line.found for line in batch if isinstance(line.found, NewArticle)]
    if not articles:
        return job_id, (_refused(line) for line in batch)
    with transaction(services.pool) as conn:
        submission = submit_articles(conn, articles, job_id=job_id)
    services.waker.wake()
    receipts = iter(submission.receipts)
    return submission.job_id, (
        {"line": line.number, **taken(next(receipts)), "job_id": submission.job_id}
        if isinstance(line.found, NewArticle)
        else _refused(line)
        for line in batch
    )


def _refused(line: ReadLine) -> dict[str, Any]:
    assert isinstance(line.found, Problem)  # noqa: S101 -- the caller looked
    return {"line": line.number, "status": "refused", "problem": refusal(line.found)}


def _lost_on_the_way(line: int, job_id: UUID) -> Problem:
    return Problem(
        UNAVAILABLE,
        f"The database was lost at line {line}; the lines before are stored, in job {job_id}. Send the body "
        "again later, from that line or whole: an article that is sent twice is stored once.",
        headers=queued_headers(job_id) | {"Retry-After": str(RETRY_SECONDS)},
    )


def _answer(results: IO[bytes], job_id: UUID | None, preferences: Preferences) -> Response:
    size = results.tell()
    if not size:
        raise Problem(VALIDATION, "The body has no line; send one article a line, each as a JSON object.")
    results.seek(0)
    status = HTTPStatus.OK if job_id is None else HTTPStatus.ACCEPTED
    headers = queued_headers(job_id) | preferences.applied(waited=False) if job_id else {}
    answer = Response(iter(lambda: results.read(_CHUNK_BYTES), b""), status, headers, content_type=NDJSON)
    answer.content_length = size
    answer.call_on_close(results.close)
    return answer
