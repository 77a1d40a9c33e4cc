"""The HTTP socket: opened before anything is started, so that a busy port costs nothing."""

from __future__ import annotations

import errno
import os
import socket

from decameron.embedded.start_error import StartError
from decameron.loopback import is_loopback


def open_socket(host: str, port: int) -> socket.socket:
    """A listening TCP socket; port 0 takes a free one.

    Raises:
        StartError: the address is unknown, busy, or not this user's to take.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise StartError(f"--host {host!r} is no address of this machine: {error.strerror}") from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise StartError(_why_not(host, port, error)) from error
    return listener


def url_of(host: str, listener: socket.socket) -> str:
    """The address as a browser takes it."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}"


def is_reachable_from_elsewhere(descriptor: int) -> bool:
    """Whether a listening socket that this process inherited takes more than this machine's own requests."""
    with socket.socket(fileno=os.dup(descriptor)) as listener:
        return listener.family not in (socket.AF_INET, socket.AF_INET6) or not is_loopback(
            listener.getsockname()[0]
        )


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} on {host} is in use by another program; choose one with --port (0 takes a free one)"
        )
    if error.errno == errno.EACCES:
        return f"port {port} on {host} may be opened by root only; choose one above 1023 with --port"
    return f"cannot listen on {host} port {port}: {error.strerror}"
