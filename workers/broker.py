"""How this product speaks to its broker: names, addresses and time limits, shared by sender and worker."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from kombu.entity import Queue

CODE_QUEUED = "decameron.code_queued"
CODE_TEXT = "decameron.code_text"
INTERACTIVE = "interactive"
BULK = "bulk"
TEXTS = "texts"

_ADDRESSES = "redis://HOST:PORT/0, rediss://HOST:PORT/0 or unix:///PATH/TO/SOCKET"


class BrokerUrlError(ValueError):
    """A broker URL that cannot be used; the message says what would be right, and shows no password."""


def transport_url(broker_url: str) -> str:
    """The URL as the message library spells it: a socket's ``unix:///path`` becomes ``redis+socket:///path``.

    Raises:
        BrokerUrlError: the scheme is none of the Redis protocol's, or the address is missing.
    """
    parts = urlsplit(broker_url)
    if parts.scheme in ("unix", "redis+socket"):
        if not parts.path.strip("/"):
            raise BrokerUrlError(f"The broker URL names no socket; it should look like {_ADDRESSES}")
        return broker_url.replace(parts.scheme, "redis+socket", 1)
    if parts.scheme in ("redis", "rediss") and parts.hostname:
        return broker_url
    raise BrokerUrlError(
        f"The broker URL has the scheme {parts.scheme or 'none'!r}; it should look like {_ADDRESSES}"
    )


def client_url(broker_url: str) -> str:
    """The URL as the Redis client spells it; the reverse of :func:`transport_url` for a socket.

    Raises:
        BrokerUrlError: as of ``transport_url``.
    """
    return transport_url(broker_url).replace("redis+socket:", "unix:", 1)


def queues() -> list[Queue]:
    """The two queues of wake-ups, the one that is served first in front."""
    return [Queue(INTERACTIVE), Queue(BULK)]  # type: ignore[no-untyped-call]  # kombu is typed in part


def text_queues() -> list[Queue]:
    """The queue of texts whose clients wait, which no child that codes batches listens to."""
    return [Queue(TEXTS)]  # type: ignore[no-untyped-call]  # kombu is typed in part


def transport_options(*, seconds: float) -> dict[str, Any]:
    """Options under which no single exchange with the broker waits longer than about ``seconds``."""
    return {
        "socket_connect_timeout": seconds,
        "socket_timeout": seconds,
        "socket_keepalive": True,
        "retry_on_timeout": False,
        "max_retries": 0,
        "queue_order_strategy": "priority",
    }
