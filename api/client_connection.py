"""The client's end of the line while a long answer flows: whether it is still there, and whether it takes."""

from __future__ import annotations

import errno
import select
import socket
from typing import Any

from flask import request

_SECONDS_A_BLOCK = 120.0  # 128 KiB take that long at a kilobyte a second

# Gunicorn's way to hand the socket on; under another server the two functions do nothing.
_SOCKET = "gunicorn.socket"


class ClientGone(BrokenPipeError):  # noqa: N818 -- what happened; nothing is wrong on our side
    """Nobody waits for the answer any more."""

    def __init__(self) -> None:
        super().__init__(errno.EPIPE, "the client has hung up")


def client_socket() -> socket.socket | None:
    """The socket of the request at hand, where the server hands it on."""
    given: Any = request.environ.get(_SOCKET)
    return given if isinstance(given, socket.socket) else None


def limit_patience(connection: socket.socket | None) -> None:
    """Give up a client that takes nothing for long, so that it cannot hold a stream for ever."""
    if connection is not None:
        connection.settimeout(_SECONDS_A_BLOCK)


def raise_if_gone(connection: socket.socket | None) -> None:
    """Look, without waiting, whether the client has hung up.

    Raises:
        ClientGone: it has.
    """
    if connection is None or not _has_something_to_read(connection):
        return
    try:
        if connection.recv(1, socket.MSG_PEEK) == b"":
            raise ClientGone
    except ConnectionError:
        raise ClientGone from None


def _has_something_to_read(connection: socket.socket) -> bool:
    """Whether a read would return at once: with more from the client, or because it has hung up.

    Asked of the kernel and not by reading without waiting: on a socket with a timeout Python waits for that
    timeout whatever the flags say.
    """
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))
