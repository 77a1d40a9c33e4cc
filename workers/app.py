"""The Celery application of the workers."""

from __future__ import annotations

from celery import Celery

from decameron.settings import Settings
from workers.asked_text import MOST_SECONDS
from workers.broker import BULK, TEXTS, queues, text_queues, transport_options, transport_url
from workers.code_articles import budget_seconds

_POLL_SECONDS = 5.0
_KILL_SECONDS = 30.0  # beyond all that a batch may take by itself
_LOST_SECONDS = 0.5  # a child that was killed left no result to wait for


def create_worker_app(settings: Settings) -> Celery:
    """An application that consumes wake-ups from ``settings.broker_url``. It has no tasks yet.

    Messages are JSON and acknowledged before they are acted on: losing one loses nothing, for the articles
    are in PostgreSQL. There are no results, no events and no remote control.

    Raises:
        workers.broker.BrokerUrlError: the broker's URL cannot be used.
    """
    app = Celery("decameron", broker=transport_url(settings.broker_url or ""), set_as_current=False)
    app.conf.update(
        task_queues=queues(),
        task_default_queue=BULK,
        task_create_missing_queues=False,
        task_serializer="json",
        accept_content=["json"],
        result_backend=None,
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        task_acks_late=False,
        task_time_limit=(budget_seconds(settings) + 2 * settings.article_deadline_seconds + _KILL_SECONDS),
        worker_prefetch_multiplier=1,
        worker_concurrency=settings.workers,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        task_send_sent_event=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_connection_retry=True,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_connection_timeout=_POLL_SECONDS,
        broker_transport_options=transport_options(seconds=_POLL_SECONDS),
    )
    return app


def create_text_app(settings: Settings) -> Celery:
    """The same for the texts whose clients wait: one child, which nothing else can keep busy.

    Raises:
        workers.broker.BrokerUrlError: the broker's URL cannot be used.
    """
    app = create_worker_app(settings)
    app.conf.update(
        task_queues=text_queues(),
        task_default_queue=TEXTS,
        task_time_limit=MOST_SECONDS + _KILL_SECONDS,
        worker_concurrency=1,
        worker_lost_wait=_LOST_SECONDS,
    )
    return app
