"""Long answers: how many flow at once, each on a connection of its own, ended when nobody listens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from api.problems import RETRY_SECONDS, UNAVAILABLE, Problem
from store.copy_out import copying_connection
from store.pool import Connection

MOST_AT_ONCE = 8  # half of a process's threads: short requests always find one


class ResultStreams:
    """The places for long answers of this process."""

    def __init__(self, database_url: str, most: int = MOST_AT_ONCE) -> None:
        self._database_url = database_url
        self._places = BoundedSemaphore(most)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection of the caller's own, in autocommit.

        Raises:
            Problem: 503, as many long answers are under way as may be.
            store.pool.StoreUnavailable: the database cannot be reached.
        """
        if not self._places.acquire(blocking=False):
            raise Problem(
                UNAVAILABLE,
                "As many whole results as this service gives at once are being read. Ask again later, or "
                "read page by page as JSON.",
                headers={"Retry-After": str(RETRY_SECONDS)},
            )
        try:
            with copying_connection(self._database_url) as connection:
                yield connection
        finally:
            self._places.release()


class StreamedBody:
    """The blocks of an answer, the first of them made before the answer begins.

    So what fails at once is still a problem of its own; what fails later breaks the connection off, as no
    half of a result may look like the whole.
    """

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._first: bytes | None = next(blocks, b"")

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._first is not None:
            first, self._first = self._first, None
            return first
        return next(self._blocks)

    def close(self) -> None:
        close = getattr(self._blocks, "close", None)
        if close is not None:
            close()
