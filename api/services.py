"""What a request needs of the world outside: made once by the app, found through it."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import cast

from flask import Flask, current_app

from api.served_codebook import ServedCodebook
from store.pool import Pool
from workers.ask import Asker
from workers.wake import Waker

_EXTENSION = "decameron"
_WAITING_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Services:
    """The store's connections, the way to the workers, and the codebook.

    ``waiting`` is how many requests may wait for a job at a time, so that there are threads for the others.
    """

    database_url: str
    pool: Pool
    waker: Waker
    asker: Asker
    codebook: ServedCodebook
    waiting: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_WAITING_AT_ONCE))


def register_services(app: Flask, services: Services) -> None:
    app.extensions[_EXTENSION] = services


def services_of(app: Flask) -> Services:
    return cast(Services, app.extensions[_EXTENSION])


def current_services() -> Services:
    """The services of the app that answers the request at hand."""
    return services_of(current_app)
