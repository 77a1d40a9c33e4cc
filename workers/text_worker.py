"""The small worker beside the large one: it codes the texts whose clients wait, and nothing keeps it busy.

It is forked from the worker that has loaded the coder, and so shares the language model's memory.
"""

from __future__ import annotations

import os
import signal

import billiard
import redis
import structlog
from celery.platforms import set_pdeathsig

from decameron.settings import Settings
from workers.app import create_text_app
from workers.broker import client_url
from workers.celery_worker import be_worker, stop_children
from workers.child import follow
from workers.code_text import TextDesk
from workers.coding import ArticleCoder
from workers.interruption import DRAIN_SIGNAL
from workers.memory import limit_memory
from workers.tasks import add_text_task

_BROKER_SECONDS = 1.0

_log = structlog.stdlib.get_logger(__name__)


def start_text_worker(settings: Settings, coder: ArticleCoder) -> billiard.Process:
    """Fork it from this process, which has the coder loaded and no thread of its own yet.

    It ends with this process, and stops when it gets the signal for draining.
    """
    process = billiard.Process(target=_run, args=(settings, coder, os.getpid()))
    process.start()
    return process


def _run(settings: Settings, coder: ArticleCoder, parent: int) -> None:
    set_pdeathsig("SIGKILL")
    if os.getppid() != parent:
        return
    signal.signal(DRAIN_SIGNAL, lambda *_: stop_children())
    app = create_text_app(settings)
    desks: list[TextDesk] = []  # filled in the child, after the fork, with its own
    add_text_task(app, desk=lambda: desks[0])
    own_pid = os.getpid()
    be_worker(
        app,
        settings,
        open_child=lambda: desks.append(_open_desk(settings, coder, parent=own_pid)),
        on_ready=lambda: _log.info("text_worker_ready"),
        stop=stop_children,
    )


def _open_desk(settings: Settings, coder: ArticleCoder, *, parent: int) -> TextDesk:
    interruption = follow(parent)
    limit_memory(settings.child_memory_mb)
    broker = redis.Redis.from_url(
        client_url(settings.broker_url or ""),
        socket_connect_timeout=_BROKER_SECONDS,
        socket_timeout=_BROKER_SECONDS,
    )
    return TextDesk(coder, broker, interruption)
