"""How many requests a key may make: counted in the broker, in windows that begin with a key's request.

The broker may be away or lose everything: then nobody is held back, and the log says so.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import cast

import structlog
from flask import Flask, Response, g
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from api.auth import current_caller
from api.problems import RATE_LIMITED, Problem
from decameron.settings import Settings
from workers.broker import client_url

_POLICY = "default"
_OFF = "off"
_SECONDS = 0.25  # what connecting to the broker or an exchange with it may take
_REST_SECONDS = 5.0  # after a failure the broker is left alone so long, that no request pays for it again

# Counts a request, and gives how many there were in the window and how many milliseconds it goes on.
_COUNT = """
local count = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
    left = tonumber(ARGV[1])
    redis.call('PEXPIRE', KEYS[1], left)
end
return {count, left}
"""

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Quota:
    """``requests`` in any window of ``seconds``."""

    requests: int
    seconds: int

    def as_header(self) -> str:
        """As ``RateLimit-Policy`` has it."""
        return f'"{_POLICY}";q={self.requests};w={self.seconds}'


@dataclass(frozen=True, slots=True)
class Usage:
    """How many requests of the window are ``used``, this one among them; it ends in ``left`` seconds."""

    used: int
    left: int

    def as_header(self, quota: Quota) -> str:
        """As ``RateLimit`` has it."""
        return f'"{_POLICY}";r={max(quota.requests - self.used, 0)};t={self.left}'


def read_quota(rate_limit: str) -> Quota | None:
    """The quota that the setting of this name means; None for ``off``."""
    if rate_limit == _OFF:
        return None
    requests, _, seconds = rate_limit.partition("/")
    return Quota(int(requests), int(seconds))


def register_limits(app: Flask, settings: Settings) -> None:
    """Hold back keys that ask too often. To be called after ``register_auth``; open doors have no limit.

    Raises:
        workers.broker.BrokerUrlError: the broker's URL cannot be used.
    """
    quota = read_quota(settings.rate_limit)
    if quota is None:
        return
    limiter = Limiter(settings.broker_url or "", quota)
    app.before_request(limiter.admit)
    app.after_request(limiter.tell)


class Limiter:
    """Counts the requests of keys in one broker. Shared by threads; connects when first needed."""

    def __init__(self, broker_url: str, quota: Quota) -> None:
        self._quota = quota
        self._broker = Redis.from_url(
            client_url(broker_url),
            socket_timeout=_SECONDS,
            socket_connect_timeout=_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._count = self._broker.register_script(_COUNT)
        self._resting_until = 0.0
        self._reachable = True

    def admit(self) -> None:
        """Count the request at hand.

        Raises:
            Problem: 429, the key has made too many.
        """
        caller = current_caller()
        if caller is None:
            return
        usage = self.use(caller.key_id)
        g.usage = usage
        if usage is not None and usage.used > self._quota.requests:
            raise Problem(
                RATE_LIMITED,
                f"The key {caller.key_id} may make {self._quota.requests:,} requests in "
                f"{self._quota.seconds:,} seconds. Go on in {usage.left} seconds.",
                headers={"Retry-After": str(usage.left)},
            )

    def use(self, key_id: str) -> Usage | None:
        """Count one request of a key; None where the broker cannot."""
        if time.monotonic() < self._resting_until:
            return None
        try:
            count, left = self._count(keys=[f"decameron:rate:{key_id}"], args=[self._quota.seconds * 1000])
        except RedisError as error:
            self._resting_until = time.monotonic() + _REST_SECONDS
            self._note(reachable=False, error=type(error).__name__)
            return None
        self._note(reachable=True)
        return Usage(int(count), max(math.ceil(int(left) / 1000), 1))

    def tell(self, response: Response) -> Response:
        """Write into an answer what the key may do and has left."""
        if current_caller() is not None:
            response.headers["RateLimit-Policy"] = self._quota.as_header()
        usage = cast("Usage | None", g.get("usage"))
        if usage is not None:
            response.headers["RateLimit"] = usage.as_header(self._quota)
        return response

    def _note(self, *, reachable: bool, **facts: str) -> None:
        """Log the beginning and the end of an outage, not every request within it."""
        if reachable != self._reachable:
            self._reachable = reachable
            _log.warning("rate_limits_in_force" if reachable else "rate_limits_suspended", **facts)
