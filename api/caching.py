"""ETag and If-None-Match: what a client has already is not sent again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from http import HTTPStatus
from typing import Any

from flask import Response, request
from marshmallow import EXCLUDE, Schema, fields

from api.problems import PRECONDITION_FAILED, Problem

_ETAG = {
    "ETag": {
        "description": "Stands for this very answer; send it in If-None-Match",
        "schema": {"type": "string"},
    }
}

# What OpenAPI has to say of an operation whose answer may be kept.
ONLY_IF_CHANGED: dict[int, dict[str, Any]] = {
    HTTPStatus.OK.value: {"headers": _ETAG},
    HTTPStatus.NOT_MODIFIED.value: {"description": "What the client has still holds", "headers": _ETAG},
}


class ConditionalHeaders(Schema):
    """What a client that kept an answer sends along."""

    class Meta:  # noqa: D106 -- marshmallow's place for options
        unknown = EXCLUDE

    if_none_match = fields.String(
        data_key="If-None-Match",
        metadata={"description": "ETags of what the client has: 304 where one of them still holds"},
    )


def conditional(view: Callable[..., Response]) -> Callable[..., Response]:
    """The view, whose answer has an ETag, and no body where the client's copy is the same."""

    @wraps(view)
    def revalidating(*args: Any, if_none_match: str | None = None, **kwargs: Any) -> Response:  # noqa: ARG001 -- werkzeug reads the header; the parameter is for the document
        return revalidated(view(*args, **kwargs))

    return revalidating


def revalidated(response: Response) -> Response:
    """The answer with its ETag, or 304 without a body where the client's copy is the same.

    ``no-cache`` lets a cache keep the answer and has it ask each time: what is stored may change.

    Raises:
        Problem: 412, the request wants another state of it.
    """
    response.set_etag(blake2b(response.get_data(), digest_size=12).hexdigest())
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return checked_state(response)


def checked_state(response: Response) -> Response:
    """The conditional answer, unless the request's If-Match wants another state.

    Raises:
        Problem: 412, it does.
    """
    if response.status_code == HTTPStatus.PRECONDITION_FAILED:
        response.close()
        raise Problem(PRECONDITION_FAILED, "If-Match names another state than the present one; read it anew.")
    return response
