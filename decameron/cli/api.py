"""``decameron api``: the process that answers HTTP, started by ``decameron serve`` on a socket of its."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from decameron.cli.listening import is_reachable_from_elsewhere
from decameron.cli.start_errors import start_errors
from decameron.settings import Settings

if TYPE_CHECKING:
    from decameron.cli.chunked_body import WsgiApp

_THREADS = 16
_SECONDS_TO_FINISH = 2
_SECONDS_A_TURN = (
    0.0005  # of a thread that computes while others have their rows; Python's own is ten times it
)


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
    results = Path(tempfile.mkdtemp(prefix="decameron-results-"))
    _serve(lambda: create_app(settings, results), fd, processes=settings.api_processes, results=results)


def _serve(make_app: Callable[[], Any], descriptor: int, *, processes: int, results: Path) -> None:
    """Serve until told to stop, and remove the directory of results then.

    Whatever is loaded here is shared by the processes; frozen, it is not copied when garbage is looked for.
    """
    from gunicorn.app.base import BaseApplication

    from decameron.cli.chunked_body import telling_broken_chunks

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
        """Gunicorn with settings from here alone: no file and no variable changes them."""

        def load_config(self) -> None:
            for name, value in _gunicorn_settings(descriptor, processes, results).items():
                self.cfg.set(name, value)

        def load(self) -> WsgiApp:
            return telling_broken_chunks(make_app())

    sys.setswitchinterval(_SECONDS_A_TURN)
    gc.collect()
    gc.freeze()
    Server().run()


def _gunicorn_settings(descriptor: int, processes: int, results: Path) -> dict[str, Any]:
    from decameron.cli.api_worker import REQUEST_LINE_BYTES, ApiWorker

    return {
        "bind": [f"fd://{descriptor}"],
        "workers": processes,
        "worker_class": ApiWorker,
        "limit_request_line": REQUEST_LINE_BYTES,
        "threads": _THREADS,
        "graceful_timeout": _SECONDS_TO_FINISH,
        "keepalive": 5,
        "timeout": 60,
        "loglevel": "warning",
        "control_socket_disable": True,
        "proc_name": "decameron-api",
        "on_exit": lambda _: shutil.rmtree(results, ignore_errors=True),
    }
