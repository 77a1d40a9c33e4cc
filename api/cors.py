"""Lets the web pages of listed origins read answers. Off unless origins are listed.

Credentials are never allowed: a key goes in a header that the page sets itself, and there are no cookies.
"""

from __future__ import annotations

from flask import Flask, Response, request

from api.foreign_sites import names_of

_PREFLIGHT_SECONDS = 600

# What a page may send, and what it may read beside the few headers that it always may.
_REQUEST_HEADERS = ", ".join(
    "Accept Authorization Content-Type Idempotency-Key If-None-Match Prefer Range X-Request-ID".split()
)
_ANSWER_HEADERS = ", ".join(
    (
        "Accept-Ranges Content-Disposition Content-Range ETag Link Location Preference-Applied RateLimit "
        "RateLimit-Policy Retry-After X-Request-ID"
    ).split()
)


def register_cors(app: Flask, cors_origins: str | None) -> None:
    """Tell the browsers of pages of these origins, parted by commas, that the pages may read."""
    origins = names_of(cors_origins)

    def allow(response: Response) -> Response:
        response.vary.add("Origin")
        origin = request.headers.get("Origin", "")
        if origin.lower() in origins:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = _ANSWER_HEADERS
            if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
                _answer_preflight(response)
        return response

    if origins:
        app.after_request(allow)


def _answer_preflight(response: Response) -> None:
    response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "")
    response.headers["Access-Control-Allow-Headers"] = _REQUEST_HEADERS
    response.headers["Access-Control-Max-Age"] = str(_PREFLIGHT_SECONDS)
