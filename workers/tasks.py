"""The tasks: each one is called by name, takes a ticket at most, and calls a plain function."""

from __future__ import annotations

from collections.abc import Callable

from celery import Celery
from celery.worker.request import Request

from workers.broker import CODE_QUEUED, CODE_TEXT
from workers.child import Child
from workers.code_text import TextDesk, code_text


class WakeUp(Request):  # type: ignore[misc]  # Celery ships no types
    """A message as these tasks take it: it may wake a child, but not say when to kill one."""

    @property
    def time_limits(self) -> tuple[None, None]:
        return (None, None)

    @time_limits.setter
    def time_limits(self, _given: object) -> None:
        """Whatever the message says, the worker's own limit stands."""


def add_tasks(app: Celery, child: Callable[[], Child]) -> None:
    """Let ``app`` answer to this product's tasks and no others. ``child`` gives the child that it runs in."""

    @app.task(name=CODE_QUEUED, Request=WakeUp)  # type: ignore[untyped-decorator]  # Celery ships no types
    def code_queued() -> None:
        child().code_queued()

    _take_no_others(app)


def add_text_task(app: Celery, desk: Callable[[], TextDesk]) -> None:
    """Let ``app`` code texts whose clients wait and do nothing else. ``desk`` gives the child's own."""

    @app.task(name=CODE_TEXT, Request=WakeUp)  # type: ignore[untyped-decorator]  # Celery ships no types
    def code_waiting_text(ticket: str) -> None:
        code_text(ticket, desk())

    _take_no_others(app)


def _take_no_others(app: Celery) -> None:
    """Celery brings tasks of its own; whoever can write to the broker is not to call them."""
    app.finalize()
    for name in [each for each in app.tasks if each.startswith("celery.")]:
        del app.tasks[name]
