"""The client: submit, wait, read."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID, uuid4

import httpx
import orjson

from decameron.client.frames import arrow_table, pandas_frame, polars_frame
from decameron.client.job_progress import job_progress
from decameron.client.records import Job, Receipt
from decameron.client.requests import Value, article_batches, article_json, parameters
from decameron.client.transport import Transport

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

_PAGE = 1_000
_POLL_SECONDS = 2
_LEAST_SECONDS = 0.5
_JSON = "application/json"
_LINES = "application/x-ndjson"


class Client:
    """A connection to a Decameron service, to be closed or used as a context manager.

    ``key`` is an API key where the service asks for one. ``timeout`` is how many seconds an answer may keep
    silent; ``patience`` how many a request may spend on being tried again while the service is busy, restarts
    or asks to come back later. All methods raise DecameronProblem where the service refuses, and
    DecameronUnreachable where nobody answers.

    Filters are the parameters of ``GET /v1/events`` by their names; several values are given as a list:
    ``client.events(actor_country=["IRQ", "SYR"], event_root_code="19")``. ``limit`` is the most that is given
    in all, however many pages that takes.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        key: str | None = None,
        *,
        timeout: float = 60.0,
        patience: float = 60.0,
    ) -> None:
        if httpx.URL(url).scheme not in ("http", "https"):
            raise ValueError(f"{url!r} is no address of a service; give one such as http://127.0.0.1:8000")
        self.url = url
        self._transport = Transport(url, key, timeout=timeout, patience=patience)

    def __repr__(self) -> str:
        return f"Client({self.url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def submit(self, text: str, published_date: date | str, **more: str | None) -> Receipt:
        """Hand in one article to be stored and coded; ``more`` are title, url, publisher and so on."""
        article = {"text": text, "published_date": published_date, **more}
        told = self._submit(article_json(article), _JSON).json()
        return Receipt(0, "known" if told["known"] else "accepted", told["article_id"], told["job_id"])

    def submit_many(self, articles: Iterable[Mapping[str, Any]]) -> Iterator[Receipt]:
        """Hand in any number of articles, and give a receipt for each in the same order.

        An article is a mapping with ``text``, ``published_date`` and what else there is. They are sent a
        batch at a time, as the receipts are read: nothing is sent before. A refused article loses no other.
        """
        number = 0
        for batch in article_batches(articles):
            answer = self._submit(b"\n".join([*batch, b""]), _LINES)
            for line in answer.content.splitlines():
                yield _receipt(number, orjson.loads(line))
                number += 1

    def job(self, job: str | UUID | Receipt) -> Job:
        """A job as it stands now."""
        return Job.from_json(self._get(f"/v1/jobs/{_job_id(job)}"))

    def wait(self, job: str | UUID | Receipt, *, progress: bool = True, timeout: float | None = None) -> Job:
        """Wait until a job has ended, and give it; ``progress`` draws a bar where there is a terminal.

        Raises:
            TimeoutError: it has not ended after ``timeout`` seconds. It goes on by itself.
        """
        return self.wait_for_all([job], progress=progress, timeout=timeout)[0]

    def wait_for_all(
        self,
        jobs: Iterable[str | UUID | Receipt],
        *,
        progress: bool = True,
        timeout: float | None = None,
    ) -> list[Job]:
        """Wait until all jobs have ended, and give each of them once; receipts of refused articles have none.

        Raises:
            TimeoutError: one has not ended after ``timeout`` seconds. It goes on by itself.
        """
        ids = dict.fromkeys(_job_id(job) for job in jobs if not _is_refused(job))
        deadline = None if timeout is None else time.monotonic() + timeout
        with job_progress(wanted=progress) as tell:
            standing = {job_id: self.job(job_id) for job_id in ids}
            for job_id in ids:
                while not standing[job_id].ended:
                    tell(
                        sum(job.done for job in standing.values()),
                        sum(job.total for job in standing.values()),
                    )
                    standing[job_id] = self._poll(standing[job_id], deadline)
        return list(standing.values())

    def code(
        self,
        text: str,
        *,
        as_of: date | str | None = None,
        language: str | None = None,
        profile: str | None = None,
    ) -> dict[str, Any]:
        """Code a text while waiting; nothing of it is stored. Gives its events with their explanations.

        ``as_of`` is the day it counts as published on, today unless given.
        """
        content = article_json({"text": text, "language": language})
        query = parameters({"as_of": as_of, "profile": profile})
        headers = {"Content-Type": _JSON}
        answer = self._transport.send("POST", "/v1/code", params=query, content=content, headers=headers)
        told: dict[str, Any] = answer.json()
        return told

    def event(self, event_id: str | UUID) -> dict[str, Any]:
        """An event with its explanation, retracted or not."""
        return self._get(f"/v1/events/{event_id}")

    def article(self, article_id: str | UUID) -> dict[str, Any]:
        """An article: its text, its state, and where it was seen again."""
        return self._get(f"/v1/articles/{article_id}")

    def events(self, *, limit: int | None = None, **filters: Value) -> Iterator[dict[str, Any]]:
        """All events that the filters let through, page by page as they are read."""
        return self._items("/v1/events", limit, filters)

    def articles(self, *, limit: int | None = None, **filters: Value) -> Iterator[dict[str, Any]]:
        """All articles that the filters of ``GET /v1/articles`` let through, without their texts."""
        return self._items("/v1/articles", limit, filters)

    def dyads(self, *, limit: int | None = None, **filters: Value) -> Iterator[dict[str, Any]]:
        """All pairs of source and target among the events, as ``GET /v1/dyads`` counts them."""
        return self._items("/v1/dyads", limit, filters)

    def aggregate(
        self, by: str | Iterable[str], *, limit: int | None = None, **filters: Value
    ) -> Iterator[dict[str, Any]]:
        """Events counted and measured as ``GET /v1/events/aggregate`` does, a row for each combination.

        ``by=["month", "source_country"]`` gives the country-month table; ``measure`` and ``fill`` are among
        the filters.
        """
        return self._items("/v1/events/aggregate", limit, {"by": by, **filters})

    def to_arrow(self, *, limit: int | None = None, **filters: Value) -> pyarrow.Table:
        """All events that the filters let through as an Arrow table."""
        query = parameters({**filters, "limit": limit, "format": "arrow"})
        return arrow_table(self._transport.send("GET", "/v1/events", params=query).content)

    def to_pandas(self, *, limit: int | None = None, **filters: Value) -> pandas.DataFrame:
        """The same as a pandas data frame."""
        return pandas_frame(self.to_arrow(limit=limit, **filters))

    def to_polars(self, *, limit: int | None = None, **filters: Value) -> polars.DataFrame:
        """The same as a Polars data frame."""
        return polars_frame(self.to_arrow(limit=limit, **filters))

    def _items(self, path: str, limit: int | None, filters: Mapping[str, Value]) -> Iterator[dict[str, Any]]:
        left = limit
        query = httpx.QueryParams(parameters(filters))
        while left is None or left > 0:
            size = _PAGE if left is None else min(_PAGE, left)
            page = self._transport.send("GET", path, params=query.set("limit", str(size))).json()
            yield from page["items"]
            if page["next"] is None:
                return
            # Its query alone: whatever name the service goes by behind a proxy, the key is sent to ours.
            query = httpx.URL(page["next"]).params
            left = None if left is None else left - len(page["items"])

    def _poll(self, job: Job, deadline: float | None) -> Job:
        """The job when it has ended, or as it stands after a second or two."""
        begun = time.monotonic()
        left = _POLL_SECONDS if deadline is None else deadline - begun
        if left <= 0:
            raise TimeoutError(f"job {job.job_id} is {job.state}, {job.done} of {job.total} articles done")
        wait = min(_POLL_SECONDS, int(left))
        now = Job.from_json(self._get(f"/v1/jobs/{job.job_id}", wait=str(wait)))
        if not now.ended:  # where many wait the service answers at once: it is not to be asked in a rush
            time.sleep(max(0.0, min(left, _LEAST_SECONDS) - (time.monotonic() - begun)))
        return now

    def _get(self, path: str, **query: str) -> dict[str, Any]:
        content: dict[str, Any] = self._transport.send("GET", path, params=query).json()
        return content

    def _submit(self, content: bytes, media_type: str) -> httpx.Response:
        # The same through all tries of this request: an answer that was lost is given again.
        headers = {"Content-Type": media_type, "Idempotency-Key": f'"{uuid4()}"'}
        return self._transport.send("POST", "/v1/articles", content=content, headers=headers)


def _receipt(number: int, told: Mapping[str, Any]) -> Receipt:
    problem = told.get("problem")
    reason = problem.get("detail") if isinstance(problem, Mapping) else problem
    return Receipt(number, told["status"], told.get("article_id"), told.get("job_id"), reason)


def _is_refused(job: object) -> bool:
    return isinstance(job, Receipt) and job.job_id is None


def _job_id(job: str | UUID | Receipt) -> str:
    if not isinstance(job, Receipt):
        return str(job)
    if job.job_id is None:
        raise ValueError(f"article {job.number} was refused and has no job: {job.problem}")
    return job.job_id
