"""One child of the worker: what it opens after the fork, and what it does when it is woken."""

from __future__ import annotations

import os
import signal
import socket
from dataclasses import dataclass

from decameron.settings import Settings
from store.pool import open_pool
from workers.claim_articles import claim_articles
from workers.code_articles import Desk, code_articles
from workers.coding import ArticleCoder
from workers.interruption import Interruption
from workers.memory import limit_memory
from workers.wake import Waker

DRAIN_SECONDS = 1.0
_NICENESS = 10  # whoever waits for an answer comes first: the text worker, the API, PostgreSQL
_CONNECTIONS = 2  # one to work with, one for the heartbeat


@dataclass(frozen=True, slots=True)
class Child:
    """A worker child that is ready to code."""

    desk: Desk
    waker: Waker
    name: str

    def code_queued(self) -> None:
        """Claim a batch and code it.

        Before coding, another child is woken: as long as there is something to claim the wake-ups go on,
        and they end with the first claim that comes back empty.
        """
        with self.desk.interruption.at_work():
            claims = claim_articles(self.desk.pool, self.desk.settings, worker=self.name)
            if claims:
                self.waker.wake()
                code_articles(claims, self.desk)


def open_child(settings: Settings, coder: ArticleCoder, *, parent: int) -> Child:
    """Make this freshly forked process a worker child. ``parent`` is the id of the process that forked it."""
    interruption = follow(parent)
    os.nice(_NICENESS)
    pool = open_pool(settings.database_url or "", max_size=_CONNECTIONS)
    limit_memory(settings.child_memory_mb)
    return Child(
        desk=Desk(coder=coder, pool=pool, settings=settings, interruption=interruption),
        waker=Waker(settings.broker_url or ""),
        name=f"{socket.gethostname()}:{os.getpid()}",
    )


def follow(parent: int) -> Interruption:
    """Have this freshly forked process stop when its parent tells it to, or has ended already."""
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)  # it was killed before this child could ask to follow it
    interruption = Interruption(drain_seconds=DRAIN_SECONDS)
    interruption.install()
    return interruption
