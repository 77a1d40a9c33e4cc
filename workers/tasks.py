"""The tasks: each one is called by name, takes nothing from its message, and calls a plain function."""

from __future__ import annotations

from collections.abc import Callable

from celery import Celery
from celery.worker.request import Request

from workers.broker import CODE_QUEUED
from workers.child import Child


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

    app.finalize()
    for name in [each for each in app.tasks if each.startswith("celery.")]:
        del app.tasks[name]
