"""Whether the process is alive, whether it can serve, and where its doors are."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response
from psycopg.conninfo import make_conninfo

from api.answers import json_answer
from api.blueprint import Blueprint
from api.examples import HEALTH, INDEX, READINESS
from api.problems import RETRY_SECONDS, UNAVAILABLE, Problem
from api.schemas.health import HealthSchema, IndexSchema, ReadinessSchema
from api.services import Services, current_services
from api.version import product_version
from store.migrate import pending
from store.pool import StoreUnavailable

_OK = "ok"
_CONNECT_SECONDS = 3

blueprint = Blueprint("service", __name__, description="The service itself")


@blueprint.operation("GET", "/", scope="read", answer=IndexSchema, example=INDEX)
def read_index() -> Response:
    """Read where to go from here."""
    links = {
        "articles": "/v1/articles",
        "events": "/v1/events",
        "codebook": "/v1/codebook",
        "openapi": "/v1/openapi.json",
        "docs": "/docs",
        "health": "/healthz",
        "readiness": "/readyz",
    }
    return json_answer({"name": "Decameron", "version": product_version(), "links": links})


@blueprint.operation("GET", "/healthz", scope="public", answer=HealthSchema, example=HEALTH)
def read_health() -> Response:
    """Ask whether the process is alive.

    Says nothing about the database or the broker: a process that waits for them is not to be killed.
    """
    return json_answer({"status": _OK})


@blueprint.operation(
    "GET",
    "/readyz",
    scope="public",
    answer=ReadinessSchema,
    example=READINESS,
    problems=(HTTPStatus.SERVICE_UNAVAILABLE,),
)
def read_readiness() -> Response:
    """Ask whether requests can be served.

    Looks at the database, its schema and the broker, and says what is wrong with each.
    """
    services = current_services()
    checks = {**_database_checks(services), "broker": _broker_check(services)}
    wrong = [f"{name}: {found}" for name, found in checks.items() if found != _OK]
    if wrong:
        raise Problem(
            UNAVAILABLE,
            f"Not ready. {'; '.join(wrong)}.",
            headers={"Retry-After": str(RETRY_SECONDS)},
            extra={"checks": checks},
        )
    return json_answer({"status": "ready", "checks": checks})


def _database_checks(services: Services) -> dict[str, str]:
    """Asked on a connection of its own: a pool that is busy is not a database that is gone."""
    try:
        missing = pending(make_conninfo(services.database_url, connect_timeout=_CONNECT_SECONDS))
    except StoreUnavailable as error:
        return {"database": str(error), "schema": "not known while the database cannot be asked"}
    schema = f"migrations are missing: {', '.join(missing)}; run decameron migrate" if missing else _OK
    return {"database": _OK, "schema": schema}


def _broker_check(services: Services) -> str:
    """Tried by what is sent anyway: a wake-up does no harm where nothing waits."""
    return _OK if services.waker.wake() else "cannot be reached; articles are still taken, and coded later"
