"""How a process becomes the parent of Celery's children, and how it stops them within a bound."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import NoReturn

import billiard
import structlog
from celery import Celery, signals
from celery.apps.worker import Worker

from decameron.settings import Settings
from workers.child import DRAIN_SECONDS
from workers.interruption import DRAIN_SIGNAL
from workers.memory import resident_kib

STOPPING = (signal.SIGTERM, signal.SIGINT)

_STOP_SECONDS = DRAIN_SECONDS + 0.8  # whoever stops a worker may lose patience after two seconds

_log = structlog.stdlib.get_logger(__name__)


def be_worker(
    app: Celery,
    settings: Settings,
    *,
    open_child: Callable[[], object],
    on_ready: Callable[[], None],
    stop: Callable[[], NoReturn],
) -> None:
    """Serve ``app`` with forked children until ``stop`` is called, by whichever signal is tied to it.

    ``open_child`` is called in each child after its fork. Celery keeps the signals for the whole process.
    """
    # a child that took half of what it may is replaced after its task, before memory fails an article
    app.conf.worker_max_memory_per_child = resident_kib() + settings.child_memory_mb * 1024 // 2 or None
    signals.setup_logging.connect(lambda **_: None, weak=False)  # Celery leaves logging as it is then
    signals.worker_process_init.connect(lambda **_: open_child(), weak=False)
    signals.worker_ready.connect(lambda **_: on_ready(), weak=False)
    for number in STOPPING:
        signal.signal(number, lambda *_: stop())
    _Worker(app=app, pool="prefork", quiet=True, without_gossip=True, without_mingle=True).start()


class _Worker(Worker):  # type: ignore[misc]  # Celery ships no types
    """Celery's worker without its signal handlers, whose way to stop takes longer than a supervisor waits."""

    def install_platform_tweaks(self, worker: object) -> None:
        """Leave the signals as they are."""


def stop_children() -> NoReturn:
    """Have every child end its article or hand it back, and leave; those that do not stop are killed.

    To be called from a signal handler. It never returns: meanwhile nothing is given to a child, and no child
    is forked. The articles of a child that is killed are taken over by others when its lease runs out.
    """
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    _log.info("worker_stopping")
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


def end_with(process: billiard.Process, *, seconds: float) -> None:
    """Stop this process, as SIGTERM would, when ``process`` has ended.

    Looked at every so many ``seconds``. Whoever watches over this process starts both anew.
    """

    def watch() -> None:
        while process.is_alive():
            time.sleep(seconds)
        _log.error("text_worker_ended")
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="watch-text-worker", daemon=True).start()
