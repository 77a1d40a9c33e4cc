"""The worker's parent process: loads once, forks the children, sweeps, and stops all of it within a bound."""

from __future__ import annotations

import gc
import logging
import os
import signal
import time
from collections.abc import Callable
from datetime import date
from typing import NoReturn

import billiard
import structlog
from celery import signals
from celery.apps.worker import Worker

from coders.models import Article
from decameron.settings import Settings
from store.pool import open_pool
from workers.app import create_worker_app
from workers.child import DRAIN_SECONDS, Child, open_child
from workers.coding import ArticleCoder
from workers.interruption import DRAIN_SIGNAL
from workers.memory import resident_kib
from workers.sweep import Sweeper
from workers.tasks import add_tasks
from workers.wake import Waker

_STOP_SECONDS = DRAIN_SECONDS + 0.8  # whoever stops a worker may lose patience after two seconds

# Coded before the fork, so that what the coder loads when it first needs it is shared as well.
_FIRST_ARTICLE = Article("Iraqi troops attacked Mosul on Thursday.", date(2017, 10, 26))

_log = structlog.stdlib.get_logger(__name__)


def run_worker(settings: Settings, load: Callable[[], ArticleCoder]) -> int:
    """Code queued articles until SIGTERM or SIGINT; the exit status.

    ``load`` is called once, before the children are forked, so that they share the language model's memory.
    Celery keeps its signals for the whole process: call this in a process of its own.

    Raises:
        workers.broker.BrokerUrlError: the broker's URL cannot be used.
    """
    app = create_worker_app(settings)
    children: list[Child] = []  # filled in each child, after the fork, with the one that it is
    add_tasks(app, child=lambda: children[0])
    coder = load()
    coder.code(_FIRST_ARTICLE)
    gc.collect()
    gc.freeze()
    # a child that took half of what it may is replaced after its batch, before memory fails an article
    app.conf.worker_max_memory_per_child = resident_kib() + settings.child_memory_mb * 1024 // 2 or None
    sweeper = Sweeper(
        open_pool(settings.database_url or "", max_size=1), Waker(settings.broker_url or ""), settings
    )
    os.register_at_fork(
        before=sweeper.sweeping.acquire,
        after_in_parent=sweeper.sweeping.release,
        after_in_child=sweeper.sweeping.release,
    )
    parent = os.getpid()
    signals.setup_logging.connect(lambda **_: None, weak=False)  # Celery leaves logging as it is then
    signals.worker_process_init.connect(
        lambda **_: children.append(open_child(settings, coder, parent=parent)), weak=False
    )
    signals.worker_ready.connect(lambda **_: _log.info("worker_ready", children=settings.workers), weak=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _stop(sweeper))
    sweeper.start()
    _Worker(app=app, pool="prefork", quiet=True, without_gossip=True, without_mingle=True).start()
    return 1  # a worker that is told to stop does not come back here


class _Worker(Worker):  # type: ignore[misc]  # Celery ships no types
    """Celery's worker without its signal handlers, whose way to stop takes longer than a supervisor waits."""

    def install_platform_tweaks(self, worker: object) -> None:
        """Leave the signals as they are."""


def _stop(sweeper: Sweeper) -> NoReturn:
    """Have every child end its article or hand it back, and leave; those that do not stop are killed.

    Runs as a signal handler and never returns: meanwhile nothing is given to a child, and no child is forked.
    The articles of a child that is killed are taken over by others when its lease runs out.
    """
    _log.info("worker_stopping")
    sweeper.stop()
    _signal_children(DRAIN_SIGNAL)
    until = time.monotonic() + _STOP_SECONDS
    while billiard.active_children() and time.monotonic() < until:
        time.sleep(0.02)
    stuck = _signal_children(signal.SIGKILL)
    _log.log(logging.WARNING if stuck else logging.INFO, "worker_stopped", killed=stuck)
    os._exit(1 if stuck else 0)


def _signal_children(number: int) -> list[int]:
    """Send a signal to all children that run; their process ids."""
    pids = [child.pid for child in billiard.active_children()]
    for pid in pids:
        os.kill(pid, number)
    return pids
