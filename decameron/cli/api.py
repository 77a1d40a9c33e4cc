"""``decameron api``: the process that answers HTTP, started by ``decameron serve`` on a socket of its."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from decameron.cli.listening import is_reachable_from_elsewhere
from decameron.cli.start_errors import start_errors
from decameron.settings import Settings

if TYPE_CHECKING:
    from decameron.cli.chunked_body import WsgiApp

_THREADS = 16
_SECONDS_TO_FINISH = 2


def api(
    fd: Annotated[int, typer.Option(min=0, help="The descriptor of the listening socket.")],
) -> None:
    """Serve the HTTP API on a socket that is open already."""
    from api.app import create_app
    from workers.json_logs import write_json_logs

    with start_errors():
        settings = Settings.from_env(os.environ)
        if is_reachable_from_elsewhere(fd):
            settings = replace(settings, require_keys=True)
    write_json_logs(settings.log_level)
    _serve(lambda: create_app(settings), fd)


def _serve(make_app: Any, descriptor: int) -> None:
    from gunicorn.app.base import BaseApplication

    from decameron.cli.chunked_body import telling_broken_chunks

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
        """Gunicorn with settings from here alone: no file and no variable changes them."""

        def load_config(self) -> None:
            for name, value in _gunicorn_settings(descriptor).items():
                self.cfg.set(name, value)

        def load(self) -> WsgiApp:
            return telling_broken_chunks(make_app())

    Server().run()


def _gunicorn_settings(descriptor: int) -> dict[str, Any]:
    from decameron.cli.api_worker import REQUEST_LINE_BYTES, ApiWorker

    return {
        "bind": [f"fd://{descriptor}"],
        "workers": 1,
        "worker_class": ApiWorker,
        "limit_request_line": REQUEST_LINE_BYTES,
        "threads": _THREADS,
        "graceful_timeout": _SECONDS_TO_FINISH,
        "keepalive": 5,
        "timeout": 60,
        "loglevel": "warning",
        "control_socket_disable": True,
        "proc_name": "decameron-api",
    }
