"""The API as one Flask app."""

from __future__ import annotations

from flask import Flask, Response

from api import articles, events, health, jobs
from api.openapi import Document, serve_document
from api.problems import register_problems
from api.request_id import register_request_ids
from api.services import Services, register_services
from decameron.settings import Settings, SettingsError
from store.pool import open_pool
from workers.wake import Waker

MOST_BODY_BYTES = 64_000_000


class App(Flask):
    """Flask, but that an answer to OPTIONS is not said to be HTML."""

    def make_default_options_response(self) -> Response:
        answer = super().make_default_options_response()
        del answer.headers["Content-Type"]
        return answer


def create_app(settings: Settings) -> Flask:
    """Make the app. To be called in the process that serves, after any fork: it starts the pool's threads.

    It starts while database and broker are down; ``/readyz`` and the answers say so until they are there.

    Raises:
        SettingsError: no database or no broker is named.
        workers.broker.BrokerUrlError: the broker's URL cannot be used.
    """
    app = App("api", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY_BYTES
    app.url_map.merge_slashes = False  # a redirect would be an HTML page
    register_services(app, _services(settings))
    register_request_ids(app)
    register_problems(app)
    document = Document(app)
    for resource in (articles, jobs, events, health):
        document.register_blueprint(resource.blueprint)
    serve_document(app, document)
    return app


def _services(settings: Settings) -> Services:
    if not settings.database_url:
        raise SettingsError("DECAMERON_DATABASE_URL is not set; name the database, as postgresql://…")
    if not settings.broker_url:
        raise SettingsError("DECAMERON_BROKER_URL is not set; name the broker, as redis://… or unix:///…")
    waker = Waker(settings.broker_url)
    return Services(settings.database_url, open_pool(settings.database_url), waker)
