"""The private Valkey: a direct child on a unix socket that keeps nothing on disk."""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path

from decameron.embedded.account import Account
from decameron.embedded.data_directory import DataDirectory
from decameron.embedded.processes import ChildSpec

START_SECONDS = 20.0
_SOCKET_NAME = "valkey.sock"


def spec(program: Path, directory: DataDirectory, sockets: Path, account: Account | None) -> ChildSpec:
    """How to run it. It may lose everything at any time, so it saves nothing."""
    settings = {
        "port": "0",
        "unixsocket": str(sockets / _SOCKET_NAME),
        "unixsocketperm": "700",
        "dir": str(sockets),
        "save": "",
        "appendonly": "no",
        "daemonize": "no",
        "maxmemory": "64mb",
        "maxmemory-policy": "noeviction",
        "set-proc-title": "no",
    }
    options = [part for name, value in settings.items() for part in (f"--{name}", value)]
    return ChildSpec(
        name="valkey",
        label="Valkey",
        command=(str(program), *options),
        environ={"LC_ALL": "C"},
        log=directory.logs / "valkey.log",
        account=account,
        directory=sockets,
        serves_others=True,
    )


def is_ready(sockets: Path) -> bool:
    """Whether it answers."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1.0)
        connection.connect(str(sockets / _SOCKET_NAME))
        connection.sendall(b"PING\r\n")
        return connection.recv(16).startswith(b"+PONG")
    return False


def broker_url(sockets: Path) -> str:
    """Where to connect, as redis-py writes it."""
    return f"unix://{sockets / _SOCKET_NAME}"
