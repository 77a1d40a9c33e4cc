"""An occurrence of every kind of problem, as the document shows it."""

from __future__ import annotations

from typing import Any

from api import problems
from api.problems import ProblemType

_REQUEST_ID = "f3b0c44298fc4e0f9d2c7a51e6b8d3a7"


def _problem(problem_type: ProblemType, detail: str, **members: Any) -> dict[str, Any]:
    return {
        "type": problem_type.uri,
        "title": problem_type.title,
        "status": problem_type.status.value,
        "detail": detail,
        "request_id": _REQUEST_ID,
        **members,
    }


_PUBLISHED_DATE = "is 'Oct 26'; write a calendar date as YYYY-MM-DD, such as 2017-10-26"
_FOREIGN_CURSOR = (
    "belongs to other filters; repeat those of the page that it came with, or read from the start"
)

PROBLEM_EXAMPLES: dict[str, dict[str, Any]] = {
    "malformed": _problem(
        problems.MALFORMED, "The body is not JSON: Expecting ',' delimiter at line 2, column 3."
    ),
    "unauthenticated": _problem(
        problems.UNAUTHENTICATED,
        "The key is not known here. Was it cut, or made elsewhere? decameron keys create makes one.",
    ),
    "foreign-site": _problem(
        problems.FOREIGN_SITE,
        "Origin is 'https://elsewhere.example'; a page of another site may change nothing here. Make a key "
        "with decameron keys create, or list the origin in DECAMERON_CORS_ORIGINS.",
    ),
    "forbidden": _problem(problems.FORBIDDEN, "The key 5f1c09a3b7de has the scope read; this needs ingest."),
    "not-found": _problem(problems.NOT_FOUND, "There is no article 0196a1c2-7b1d-7f02-8a6e-2b9d4c7e1f10."),
    "method-not-allowed": _problem(
        problems.METHOD_NOT_ALLOWED, "DELETE is not possible at /v1/events; GET, HEAD, OPTIONS are."
    ),
    "not-acceptable": _problem(
        problems.NOT_ACCEPTABLE, "Accept is 'text/html'; this is answered as application/json only."
    ),
    "idempotency-key-in-use": _problem(
        problems.KEY_IN_USE,
        "A request with this Idempotency-Key is being served. Repeat it later: the answer will be the same.",
    ),
    "precondition-failed": _problem(
        problems.PRECONDITION_FAILED, "If-Match names another state than the present one; read it anew."
    ),
    "range": _problem(
        problems.RANGE, "The range begins beyond the end of the file; its size is in Content-Range."
    ),
    "too-large": _problem(
        problems.TOO_LARGE,
        "A request body may have 64,000,000 bytes at most. Send fewer articles at a time.",
    ),
    "uri-too-long": _problem(
        problems.URI_TOO_LONG, "The request line has more than 8,190 bytes. Shorten the query."
    ),
    "unsupported-media-type": _problem(
        problems.UNSUPPORTED_MEDIA_TYPE, "Content-Type is 'text/plain'; send application/json."
    ),
    "validation": _problem(
        problems.VALIDATION,
        f"#/published_date {_PUBLISHED_DATE}",
        errors=[{"pointer": "#/published_date", "detail": _PUBLISHED_DATE}],
    ),
    "idempotency-key-reused": _problem(
        problems.KEY_REUSED,
        "This Idempotency-Key came with another request less than 24 hours ago; give each request its own.",
    ),
    "cursor": _problem(
        problems.CURSOR,
        f"cursor {_FOREIGN_CURSOR}",
        errors=[{"parameter": "cursor", "detail": _FOREIGN_CURSOR}],
    ),
    "rate-limited": _problem(
        problems.RATE_LIMITED,
        "The key 5f1c09a3b7de may make 6,000 requests in 60 seconds. Go on in 17 seconds.",
    ),
    "headers-too-large": _problem(
        problems.HEADERS_TOO_LARGE,
        "There are too many headers, or one is too long: 100 of 8,190 bytes each are taken.",
    ),
    "internal": _problem(
        problems.INTERNAL,
        f"Something failed that is not the request's fault. It is in the log under request id {_REQUEST_ID}.",
    ),
    "unavailable": _problem(
        problems.UNAVAILABLE,
        "The database cannot be reached at the moment. Send the request again later; an article that is sent "
        "twice is stored once.",
    ),
}
