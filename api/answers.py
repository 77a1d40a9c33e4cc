"""Turns what the store gives into the bytes of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Response

MEDIA_TYPE = "application/json"


def json_answer(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """``content`` as JSON: ids as strings, dates and times in ISO 8601, times in UTC with a ``Z``.

    Rows go out as the store gives them; that they match the documented schema is proven by tests and not
    worked out again for each row.
    """
    body = orjson.dumps(content, option=orjson.OPT_UTC_Z)
    return Response(body, status, dict(headers or {}), content_type=MEDIA_TYPE)
