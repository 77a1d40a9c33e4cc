"""The worker's parent process: loads once, forks the children, sweeps, and stops all of it within a bound."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from datetime import date
from typing import NoReturn

import structlog

from coders.models import Article
from decameron.settings import Settings
from store.pool import open_pool
from workers.app import create_worker_app
from workers.celery_worker import be_worker, end_with, stop_children
from workers.child import Child, open_child
from workers.coding import ArticleCoder
from workers.sweep import Sweeper
from workers.tasks import add_tasks
from workers.text_worker import start_text_worker
from workers.wake import Waker

_WATCH_SECONDS = 1.0

# Coded before the fork, so that what the coder loads when it first needs it is shared as well.
_FIRST_ARTICLE = Article("Iraqi troops attacked Mosul on Thursday.", date(2017, 10, 26))

_log = structlog.stdlib.get_logger(__name__)


def run_worker(settings: Settings, load: Callable[[], ArticleCoder]) -> int:
    """Code queued articles, and texts whose clients wait, until SIGTERM or SIGINT; the exit status.

    ``load`` is called once, before anything is forked, so that all share the language model's memory.
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
    texts = start_text_worker(settings, coder)
    sweeper = _sweeper(settings)
    parent = os.getpid()

    def stop() -> NoReturn:
        sweeper.stop()
        stop_children()

    sweeper.start()
    end_with(texts, seconds=_WATCH_SECONDS)
    try:
        be_worker(
            app,
            settings,
            open_child=lambda: children.append(open_child(settings, coder, parent=parent)),
            on_ready=lambda: _log.info("worker_ready", children=settings.workers),
            stop=stop,
        )
    finally:
        texts.terminate()  # or this process, should its worker not come up, would wait for it for ever
    return 1  # a worker that is told to stop does not come back here


def _sweeper(settings: Settings) -> Sweeper:
    """The sweeper, with a fork never in the midst of its sweeps."""
    sweeper = Sweeper(
        open_pool(settings.database_url or "", max_size=1), Waker(settings.broker_url or ""), settings
    )
    os.register_at_fork(
        before=sweeper.sweeping.acquire,
        after_in_parent=sweeper.sweeping.release,
        after_in_child=sweeper.sweeping.release,
    )
    return sweeper
