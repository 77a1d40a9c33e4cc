"""Gives each request an id that its answer, its problems and its log lines share."""

from __future__ import annotations

import re
import time
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

HEADER = "X-Request-ID"

# A client's own id is taken over where it can do no harm in a log or a header.
_USABLE = re.compile(r"[A-Za-z0-9._:-]{1,128}")

_log = structlog.stdlib.get_logger(__name__)


def register_request_ids(app: Flask) -> None:
    """Give every request its id, every answer the header, and the log one line for each."""
    app.before_request(_begin)
    app.after_request(_end)


def current_request_id() -> str:
    """The id of the request being answered."""
    return str(g.request_id)


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if _USABLE.fullmatch(given) else uuid4().hex
    g.began = time.monotonic()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    response.headers[HEADER] = current_request_id()
    _log.info(
        "request",
        method=request.method,
        path=request.path,
        status=response.status_code,
        milliseconds=round((time.monotonic() - g.began) * 1000, 1),
    )
    return response
