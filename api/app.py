"""The API as one Flask app."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response

from api import articles, code, codebook, dyads, event_aggregates, events, files, health, jobs
from api.auth import register_auth, require_declared_scopes
from api.compression import register_compression
from api.cors import register_cors
from api.docs_page import serve_page
from api.event_formats import register_event_formats
from api.limits import register_limits
from api.openapi import Document, serve_document
from api.problems import register_problems
from api.request_id import register_request_ids
from api.result_files import ResultFiles, own_result_files
from api.served_codebook import ServedCodebook, sources_of
from api.services import Services, register_services
from decameron.settings import Settings, SettingsError
from store.pool import open_pool
from workers.ask import Asker
from workers.wake import Waker

MOST_BODY_BYTES = 64_000_000
_STATEMENT_SECONDS = 20.0  # most answers take milliseconds; a client that waits longer has mostly given up


class App(Flask):
    """Flask, but that an answer to OPTIONS is not said to be HTML."""

    def make_default_options_response(self) -> Response:
        answer = super().make_default_options_response()
        del answer.headers["Content-Type"]
        return answer


def create_app(settings: Settings, results: Path | None = None) -> Flask:
    """Make the app. To be called in the process that serves, after any fork: it starts the pool's threads.

    ``results`` is the directory of finished files, which all processes of one server share; without it the
    app has one of its own. It starts while database and broker are down; ``/readyz`` and the answers say so
    until they are there.

    Raises:
        SettingsError: no database or no broker is named.
        workers.broker.BrokerUrlError: the broker's URL cannot be used.
        api.auth.UndeclaredScopeError: a route does not say what a key needs for it.
    """
    app = App("api", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY_BYTES
    app.url_map.merge_slashes = False  # a redirect would be an HTML page
    services = _services(settings)
    register_services(app, services)
    register_request_ids(app)
    register_compression(app)
    register_problems(app)
    register_cors(app, settings.cors_origins)
    register_auth(app, settings, services.pool)
    register_limits(app, settings)
    register_event_formats(app, ResultFiles(results) if results else own_result_files())
    document = Document(app)
    for resource in (articles, code, jobs, events, event_aggregates, dyads, codebook, files, health):
        document.register_blueprint(resource.blueprint)
    serve_document(app, document)
    serve_page(app)
    require_declared_scopes(app)
    return app


def _services(settings: Settings) -> Services:
    if not settings.database_url:
        raise SettingsError("DECAMERON_DATABASE_URL is not set; name the database, as postgresql://…")
    if not settings.broker_url:
        raise SettingsError("DECAMERON_BROKER_URL is not set; name the broker, as redis://… or unix:///…")
    waker, asker = Waker(settings.broker_url), Asker(settings.broker_url)
    pool = open_pool(settings.database_url, statement_seconds=_STATEMENT_SECONDS)
    codebook = ServedCodebook(sources_of(settings))
    return Services(settings.database_url, pool, waker, asker, codebook)
