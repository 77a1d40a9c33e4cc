"""Tells the workers that articles are queued. A hint and no more: the row in PostgreSQL is the truth."""

from __future__ import annotations

import structlog
from celery import Celery

from workers.broker import BULK, CODE_QUEUED, INTERACTIVE, queues, transport_options, transport_url

_SECONDS = 0.5  # connecting and sending may each take this long: about one second in all
_ENOUGH = 64  # one wake-up is as good as another: more of them waiting would only fill the broker

_log = structlog.stdlib.get_logger(__name__)


class Waker:
    """Sends wake-ups to one broker. Made once in each process, after a fork; may be shared by threads."""

    def __init__(self, broker_url: str) -> None:
        """Raises :class:`workers.broker.BrokerUrlError` for a URL that is none; connects to nothing yet."""
        self._app = Celery("decameron-waker", broker=transport_url(broker_url), set_as_current=False)
        self._app.conf.update(
            task_queues=queues(),
            task_serializer="json",
            task_ignore_result=True,
            broker_connection_timeout=_SECONDS,
            broker_pool_limit=32,
            broker_transport_options=transport_options(seconds=_SECONDS),
        )
        self._reachable = True

    def wake(self, *, interactive: bool = False) -> bool:
        """Wake one worker child, by way of the queue that somebody waits on where ``interactive``.

        Returns False when the broker cannot be reached within about a second; then the workers find the
        articles at their next sweep. Never raises.
        """
        queue = INTERACTIVE if interactive else BULK
        try:
            with self._app.producer_or_acquire() as producer:
                if producer.channel.queue_declare(queue).message_count < _ENOUGH:
                    self._app.send_task(CODE_QUEUED, queue=queue, producer=producer, retry=False)
        except Exception as error:  # noqa: BLE001 - a wake-up is a hint: no trouble with it may fail its sender
            self._note(reachable=False, error=type(error).__name__)
            return False
        self._note(reachable=True)
        return True

    def _note(self, *, reachable: bool, **facts: str) -> None:
        """Log the beginning and the end of an outage, not every wake-up within it."""
        if reachable != self._reachable:
            self._reachable = reachable
            _log.warning("broker_reachable" if reachable else "broker_unreachable", **facts)
