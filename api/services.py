"""What a request needs of the world outside: made once by the app, found through it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from store.pool import Pool
from workers.wake import Waker

_EXTENSION = "decameron"


@dataclass(frozen=True, slots=True)
class Services:
    """The store's connections and the way to the workers."""

    database_url: str
    pool: Pool
    waker: Waker


def register_services(app: Flask, services: Services) -> None:
    app.extensions[_EXTENSION] = services


def services_of(app: Flask) -> Services:
    return cast(Services, app.extensions[_EXTENSION])


def current_services() -> Services:
    """The services of the app that answers the request at hand."""
    return services_of(current_app)
