"""Asks the workers for the coding of one text, and awaits what they answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import orjson
import redis
import structlog
from celery import Celery
from kombu.exceptions import OperationalError
from redis.backoff import NoBackoff
from redis.retry import Retry

from workers.asked_text import MOST_SECONDS, AskedText, answer_key, text_key
from workers.broker import CODE_TEXT, TEXTS, client_url, text_queues, transport_options, transport_url

MOST_WAITING = 8  # of one process, and of all together that no worker has taken yet
_SECONDS = 0.5  # for any exchange with the broker but the awaiting

_log = structlog.stdlib.get_logger(__name__)


class Unanswered(Exception):  # noqa: N818 -- a state of the world, not a mistake: the API's 503
    """Nobody coded the text in time. The message says why, for the client; the text was dropped."""


class CodingFailed(Exception):  # noqa: N818 -- it reads as what happened
    """A worker tried to code the text and could not; its log says why."""


class Asker:
    """Sends texts to the workers. Made once in each process, after a fork; may be shared by threads.

    Never more than ``MOST_WAITING`` calls wait at a time; one more is turned away at once.
    """

    def __init__(self, broker_url: str, *, seconds: float = MOST_SECONDS) -> None:
        """``seconds`` bounds the wait. Connects to nothing yet.

        Raises:
            workers.broker.BrokerUrlError: the broker's URL cannot be used.
        """
        self._seconds = seconds
        self._broker = _client(broker_url, _SECONDS)
        self._awaiting = _client(broker_url, seconds + _SECONDS)
        self._places = threading.BoundedSemaphore(MOST_WAITING)
        self._app = Celery("decameron-asker", broker=transport_url(broker_url), set_as_current=False)
        self._app.conf.update(
            task_queues=text_queues(),
            task_serializer="json",
            task_ignore_result=True,
            broker_connection_timeout=_SECONDS,
            broker_pool_limit=MOST_WAITING,
            broker_transport_options=transport_options(seconds=_SECONDS),
        )

    def ask(self, asked: AskedText) -> dict[str, Any]:
        """The record that a worker made of the text; see :func:`workers.code_text.coded_record`.

        Raises:
            Unanswered: too many wait, no worker answered in time, or the broker cannot be reached.
            CodingFailed: the text could not be coded.
        """
        with self._place():
            try:
                answer = self._exchange(asked, uuid4().hex)
            except (redis.RedisError, OperationalError, OSError) as error:
                _log.warning("broker_unreachable", error=type(error).__name__)
                raise Unanswered("The broker, by which the workers are asked, cannot be reached.") from None
        if not answer:
            raise CodingFailed
        return answer

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise _too_many()
        try:
            yield
        finally:
            self._places.release()

    def _exchange(self, asked: AskedText, ticket: str) -> dict[str, Any]:
        if self._broker.llen(TEXTS) >= MOST_WAITING:
            raise _too_many()
        self._broker.set(text_key(ticket), asked.as_bytes(), px=int(self._seconds * 1000))
        self._app.send_task(CODE_TEXT, args=(ticket,), queue=TEXTS, retry=False)
        popped = self._awaiting.blpop([answer_key(ticket)], timeout=self._seconds)
        if popped is None:
            self._broker.delete(text_key(ticket))
            raise Unanswered(f"No worker has coded the text within {self._seconds:g} seconds.")
        answer: dict[str, Any] = orjson.loads(popped[1])
        return answer


def _client(broker_url: str, seconds: float) -> redis.Redis:
    return redis.Redis.from_url(
        client_url(broker_url),
        socket_connect_timeout=_SECONDS,
        socket_timeout=seconds,
        retry=Retry(NoBackoff(), 0),  # a second try would double the bound
    )


def _too_many() -> Unanswered:
    return Unanswered(f"{MOST_WAITING} texts wait to be coded already.")
