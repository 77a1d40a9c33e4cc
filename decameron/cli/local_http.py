"""Small requests to our own API on this machine, past any proxy that the environment names."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any


def request_json(
    url: str, body: dict[str, Any] | None = None, *, timeout: float = 10.0, key: str | None = None
) -> tuple[int, Any]:
    """GET ``url``, or POST ``body`` to it, with a ``key`` where one is given; the status and decoded answer.

    Raises:
        OSError: nobody answers.
    """
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    request = urllib.request.Request(url, data=data, headers=headers)  # noqa: S310  # our own http:// address
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=timeout) as answer:
            return answer.status, _decoded(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, _decoded(error.read())


def _decoded(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None
