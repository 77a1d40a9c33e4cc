"""The answer to a request that the server could not even read, so that no part of the API saw it."""

from __future__ import annotations

from http import HTTPStatus
from uuid import uuid4

import orjson

from api.problems import HEADERS_TOO_LARGE, INTERNAL, MALFORMED, MEDIA_TYPE, URI_TOO_LONG, ProblemType
from api.request_id import HEADER

_TYPES = {each.status: each for each in (MALFORMED, URI_TOO_LONG, HEADERS_TOO_LARGE, INTERNAL)}


def unread_request(status: HTTPStatus, detail: str) -> bytes:
    """The whole HTTP answer, as a problem like any other. The connection ends with it."""
    request_id = uuid4().hex
    problem_type = _TYPES.get(status, ProblemType(f"http-{status.value}", status, status.phrase))
    body = orjson.dumps(
        {
            "type": problem_type.uri,
            "title": problem_type.title,
            "status": status.value,
            "detail": detail,
            "request_id": request_id,
        }
    )
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        "Connection: close",
        f"Content-Type: {MEDIA_TYPE}",
        f"Content-Length: {len(body)}",
        f"{HEADER}: {request_id}",
    )
    return "\r\n".join((*head, "", "")).encode("ascii") + body
