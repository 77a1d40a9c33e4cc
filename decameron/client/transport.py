"""Sends requests, and sends them again where that may mend it."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count

import httpx

from decameron.client.problems import DecameronProblem, DecameronUnreachable

_PASSING = frozenset({429, 502, 503, 504})
_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 20.0
# Long enough for a service that restarts; a wrong address is told soon.
_CONNECT_SECONDS = 5.0


class Transport:
    """A connection to one service.

    ``patience`` bounds the seconds that one request may spend between its tries. Every request is safe to
    repeat: reading changes nothing, and what is submitted again is the same article.
    """

    def __init__(self, url: str, key: str | None, *, timeout: float, patience: float) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # No proxy stands between a program and its own machine, whatever the environment says.
        direct = {f"all://{host}": httpx.HTTPTransport() for host in ("127.0.0.1", "localhost", "[::1]")}
        self._http = httpx.Client(
            base_url=url, headers=headers, timeout=httpx.Timeout(timeout, connect=5.0), mounts=direct
        )
        self._patience = patience

    def close(self) -> None:
        self._http.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | httpx.QueryParams | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """The successful answer, read to its end.

        Raises:
            DecameronProblem: the service refused, or could not serve within the patience.
            DecameronUnreachable: nobody answered.
        """
        request = self._http.build_request(method, path, params=params, content=content, headers=headers)
        waited = 0.0
        for attempt in count():
            outcome = self._try(request)
            pause = pause_after(outcome, attempt)
            bound = self._patience
            if isinstance(outcome, httpx.ConnectError):
                bound = min(bound, _CONNECT_SECONDS)
            if pause is None or waited + pause > bound:
                break
            time.sleep(pause)
            waited += pause
        return _answer(request, outcome)

    def _try(self, request: httpx.Request) -> httpx.Response | httpx.TransportError:
        try:
            return self._http.send(request)
        except httpx.TransportError as error:
            return error


def pause_after(outcome: httpx.Response | httpx.TransportError, attempt: int) -> float | None:
    """Seconds until another try makes sense; None where none does. ``attempt`` counts from 0.

    ``Retry-After`` is kept, with up to a quarter more, so that those who were sent away together do not come
    back together; without it the pause doubles from try to try, with jitter.
    """
    if isinstance(outcome, httpx.UnsupportedProtocol):
        return None
    if isinstance(outcome, httpx.Response):
        if outcome.status_code not in _PASSING and not _is_in_progress(outcome):
            return None
        asked = retry_after(outcome)
        if asked is not None:
            return asked * random.uniform(1.0, 1.25)  # noqa: S311 -- spreads load, keeps no secret
    longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0**attempt)
    return random.uniform(longest / 2, longest)  # noqa: S311 -- spreads load, keeps no secret


def retry_after(response: httpx.Response) -> float | None:
    """What ``Retry-After`` asks for in seconds, whether it counts them or names a time; None without it."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (then - datetime.now(then.tzinfo or UTC)).total_seconds())


def _is_in_progress(response: httpx.Response) -> bool:
    """Whether an earlier try of this very request is still being served."""
    return response.status_code == httpx.codes.CONFLICT and "Retry-After" in response.headers


def _answer(request: httpx.Request, outcome: httpx.Response | httpx.TransportError) -> httpx.Response:
    if isinstance(outcome, httpx.TransportError):
        reason = str(outcome) or type(outcome).__name__
        raise DecameronUnreachable(
            f"nobody answers at {request.url.copy_with(query=None)}: {reason}; is the service running there?"
        ) from outcome
    if not outcome.is_success:
        raise DecameronProblem.from_response(outcome)
    return outcome
