"""The OpenAPI document: gathered by flask-smorest from the operations, finished and served here."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import flask_smorest
import orjson
from flask import Flask, Response
from flask_smorest.utils import prepare_response

from api import problems
from api.answers import MEDIA_TYPE
from api.negotiation import choose_media_type
from api.problem_examples import PROBLEM_EXAMPLES
from api.schemas.problems import ProblemSchema
from api.scopes import SECURITY_SCHEMES, needs
from api.version import product_version

PATH = "/v1/openapi.json"

_DESCRIPTION = """
Turns news articles into CAMEO-style events: who did what to whom, when and where.

Submit an article, wait for its job, read its events. Every error is `application/problem+json` with a `type`
that never changes; every answer carries `X-Request-ID`. Unknown fields and parameters are refused by name.

Keys go in the header `Authorization: Bearer KEY`. Answers to a key tell in `RateLimit-Policy` and `RateLimit`
how many requests it may make and how many are left.
"""

_OPTIONS = {
    "API_TITLE": "Decameron",
    "OPENAPI_VERSION": "3.1.0",
    "API_SPEC_OPTIONS": {
        "info": {
            "description": _DESCRIPTION.strip(),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
    },
}


_HEADERS: dict[HTTPStatus, dict[str, Any]] = {
    HTTPStatus.UNAUTHORIZED: {
        "WWW-Authenticate": {"description": "Asks for a bearer token", "schema": {"type": "string"}}
    },
    HTTPStatus.TOO_MANY_REQUESTS: {
        "Retry-After": {"description": "Seconds until the window ends", "schema": {"type": "integer"}},
        "RateLimit-Policy": {"description": "Requests and seconds", "schema": {"type": "string"}},
        "RateLimit": {"description": "Requests left and seconds until more", "schema": {"type": "string"}},
    },
}


class Document(flask_smorest.Api):  # type: ignore[misc]  # flask-smorest ships no types
    """The document as its operations are registered."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask) -> None:
        app.config.update(_OPTIONS, API_VERSION=product_version())
        super().__init__(app)
        for name, scheme in SECURITY_SCHEMES.items():
            self.spec.components.security_scheme(name, scheme)

    def _register_error_handlers(self) -> None:
        """api.problems answers all errors."""

    def _register_responses(self) -> None:
        """Each status that a problem may have, with an example of each kind of problem that has it."""
        for status in {problem_type.status for problem_type in problems.PROBLEM_TYPES}:
            response: dict[str, Any] = {
                "description": _description(status),
                "schema": ProblemSchema,
                "examples": {
                    name: {"value": example}
                    for name, example in PROBLEM_EXAMPLES.items()
                    if example["status"] == status.value
                },
            }
            if status in _HEADERS:
                response["headers"] = _HEADERS[status]
            prepare_response(response, self.spec, problems.MEDIA_TYPE)
            self.spec.components.response(status.name, response, lazy=True)


def serve_document(app: Flask, document: Document) -> None:
    """Serve the document of all operations registered so far. It is written once and never again."""
    body = orjson.dumps(document.spec.to_dict(), option=orjson.OPT_INDENT_2)

    @needs("public")
    def read_document() -> Response:
        choose_media_type((MEDIA_TYPE,))
        return Response(body, content_type=MEDIA_TYPE)

    app.add_url_rule(PATH, "openapi", read_document)


def _description(status: HTTPStatus) -> str:
    titles = [each.title for each in problems.PROBLEM_TYPES if each.status is status]
    return " / ".join(titles)
