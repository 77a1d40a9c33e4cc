"""Every error of the API, as the problem details of RFC 9457."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Literal

import orjson
import structlog
from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from api.request_id import current_request_id
from store.pool import QueryTooLong, StoreUnavailable

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of problem. ``name`` and with it ``uri`` are a promise to clients: they never change."""

    name: str
    status: HTTPStatus
    title: str

    @property
    def uri(self) -> str:
        return f"urn:decameron:problem:{self.name}"


MALFORMED = ProblemType("malformed", HTTPStatus.BAD_REQUEST, "The request cannot be read")
UNAUTHENTICATED = ProblemType("unauthenticated", HTTPStatus.UNAUTHORIZED, "A key is needed, and a valid one")
FOREIGN_SITE = ProblemType("foreign-site", HTTPStatus.FORBIDDEN, "The request comes from another site")
FORBIDDEN = ProblemType("forbidden", HTTPStatus.FORBIDDEN, "The key may not do this")
NOT_FOUND = ProblemType("not-found", HTTPStatus.NOT_FOUND, "There is no such thing")
METHOD_NOT_ALLOWED = ProblemType(
    "method-not-allowed", HTTPStatus.METHOD_NOT_ALLOWED, "The method is not possible here"
)
NOT_ACCEPTABLE = ProblemType(
    "not-acceptable", HTTPStatus.NOT_ACCEPTABLE, "The answer cannot be had in the formats asked for"
)
KEY_IN_USE = ProblemType(
    "idempotency-key-in-use", HTTPStatus.CONFLICT, "The same request is being served at this moment"
)
PRECONDITION_FAILED = ProblemType(
    "precondition-failed", HTTPStatus.PRECONDITION_FAILED, "It is not in the state asked for"
)
TOO_LARGE = ProblemType("too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large")
URI_TOO_LONG = ProblemType("uri-too-long", HTTPStatus.REQUEST_URI_TOO_LONG, "The request line is too long")
UNSUPPORTED_MEDIA_TYPE = ProblemType(
    "unsupported-media-type", HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body is in a format not taken here"
)
RANGE = ProblemType(
    "range", HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "The range asked for lies beyond the end"
)
VALIDATION = ProblemType("validation", HTTPStatus.UNPROCESSABLE_ENTITY, "The request is not valid")
KEY_REUSED = ProblemType(
    "idempotency-key-reused", HTTPStatus.UNPROCESSABLE_ENTITY, "The key was given to another request"
)
CURSOR = ProblemType("cursor", HTTPStatus.UNPROCESSABLE_ENTITY, "The cursor cannot be used")
RATE_LIMITED = ProblemType("rate-limited", HTTPStatus.TOO_MANY_REQUESTS, "The key has made too many requests")
HEADERS_TOO_LARGE = ProblemType(
    "headers-too-large", HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are too many or too long"
)
INTERNAL = ProblemType("internal", HTTPStatus.INTERNAL_SERVER_ERROR, "The service failed")
UNAVAILABLE = ProblemType("unavailable", HTTPStatus.SERVICE_UNAVAILABLE, "The service cannot serve now")

PROBLEM_TYPES: tuple[ProblemType, ...] = (
    MALFORMED,
    UNAUTHENTICATED,
    FOREIGN_SITE,
    FORBIDDEN,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    NOT_ACCEPTABLE,
    KEY_IN_USE,
    PRECONDITION_FAILED,
    TOO_LARGE,
    URI_TOO_LONG,
    UNSUPPORTED_MEDIA_TYPE,
    RANGE,
    VALIDATION,
    KEY_REUSED,
    CURSOR,
    RATE_LIMITED,
    HEADERS_TOO_LARGE,
    INTERNAL,
    UNAVAILABLE,
)

# What the framework raises by itself, by status; validation is never among it.
_BY_STATUS: dict[int, ProblemType] = {
    problem_type.status: problem_type
    for problem_type in PROBLEM_TYPES
    if problem_type.status is not HTTPStatus.UNPROCESSABLE_ENTITY
}


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one part of a request, and what would be right.

    ``at`` is a JSON pointer in a URI fragment (``#/text``) for a part of the body, or the name of a query
    parameter.
    """

    kind: Literal["pointer", "parameter"]
    at: str
    detail: str

    def as_json(self) -> dict[str, str]:
        return {self.kind: self.at, "detail": self.detail}


@dataclass(eq=False)  # not frozen: Python writes the traceback into what is raised
class Problem(Exception):  # noqa: N818 -- the RFC's word for it
    """Raised anywhere under a request, answered as ``application/problem+json``.

    ``extra`` holds further members of the answer; ``headers`` further headers.
    """

    type: ProblemType
    detail: str
    errors: tuple[FieldError, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)


def register_problems(app: Flask) -> None:
    """Let every error of the app be answered as a problem: no HTML page, no traceback."""
    app.register_error_handler(Problem, _answer)
    app.register_error_handler(StoreUnavailable, _store_unavailable)
    app.register_error_handler(QueryTooLong, _query_too_long)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _answer(problem: Problem) -> Response:
    body = {
        "type": problem.type.uri,
        "title": problem.type.title,
        "status": problem.type.status.value,
        "detail": problem.detail,
        "request_id": current_request_id(),
        **problem.extra,
    }
    if problem.errors:
        body["errors"] = [error.as_json() for error in problem.errors]
    return Response(
        orjson.dumps(body), problem.type.status.value, dict(problem.headers), content_type=MEDIA_TYPE
    )


def _store_unavailable(error: StoreUnavailable) -> Response:
    _log.error("store_unavailable", reason=str(error))
    return _answer(
        Problem(
            UNAVAILABLE,
            "The database cannot be reached at the moment. Send the request again later; an article that is "
            "sent twice is stored once.",
            headers={"Retry-After": str(RETRY_SECONDS)},
        )
    )


def _query_too_long(error: QueryTooLong) -> Response:
    _log.warning("query_too_long", reason=str(error))
    return _answer(
        Problem(
            UNAVAILABLE,
            "To find this takes longer than an answer may take. Narrow the filter, by its dates above all, "
            "and send it again.",
            headers={"Retry-After": str(RETRY_SECONDS)},
        )
    )


def _http_error(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or 500)
    headers = {name: value for name, value in error.get_headers() if name.lower() != "content-type"}
    if status < HTTPStatus.BAD_REQUEST:  # a redirect of the router; its own answer is an HTML page
        return Response(status=status.value, headers=headers)
    other = ProblemType(f"http-{status.value}", status, status.phrase)
    problem_type = _BY_STATUS.get(status, other)
    return _answer(Problem(problem_type, _http_detail(error, status, headers), headers=headers))


def _http_detail(error: HTTPException, status: HTTPStatus, headers: Mapping[str, str]) -> str:
    match status:
        case HTTPStatus.NOT_FOUND:
            return f"There is nothing at {request.path}. /v1/openapi.json lists all that there is."
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return f"{request.method} is not possible at {request.path}; {headers.get('Allow')} are."
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            limit = current_app.config["MAX_CONTENT_LENGTH"]
            return f"A request body may have {limit:,} bytes at most. Send fewer articles at a time."
        case _:
            return error.description or status.phrase


def _unexpected(error: Exception) -> Response:
    _log.error("request_failed", method=request.method, path=request.path, exc_info=error)
    return _answer(
        Problem(
            INTERNAL,
            "Something failed that is not the request's fault. It is in the log under request id "
            f"{current_request_id()}.",
        )
    )
