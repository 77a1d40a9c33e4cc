"""``decameron demo``: the whole path once, on real servers, leaving nothing behind."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import typer

from decameron.cli.narration import start_narration
from decameron.cli.sample import show_sample, where_next
from decameron.cli.server import ServePlan, running_server
from decameron.cli.start_errors import start_errors
from decameron.cli.stop_signals import stop_event
from decameron.settings import Settings


def demo() -> None:
    """Show a sample article becoming events, and leave nothing behind.

    Starts a private PostgreSQL, a private Valkey, the API and a worker in a temporary directory, posts the
    sample article over HTTP, prints its events and stops everything again.
    """
    with start_errors(), stop_event() as stopping, _temporary_directory() as data_dir:
        environ = _without_keys(os.environ)
        settings = replace(Settings.from_env(environ), database_url=None, broker_url=None)
        say = start_narration(settings.log_level, for_person=True)
        plan = ServePlan("127.0.0.1", 0, data_dir, 1, settings, environ)
        with running_server(plan, stopping=stopping, say=say) as server:
            say(f"Decameron is ready at {server.url}")
            events = show_sample(server, stopping)
            if events:
                typer.echo(
                    "\nTo keep such a server running: make run in a checkout, decameron serve elsewhere."
                )
                typer.echo(where_next("http://127.0.0.1:8000"))
    if not events:
        typer.echo(
            "decameron: no event came of the sample article; `decameron doctor` may tell why", err=True
        )
        raise typer.Exit(1)


def _without_keys(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment less what would have the API ask for a key: it serves this machine for a minute."""
    return {
        name: value
        for name, value in environ.items()
        if name not in ("DECAMERON_REQUIRE_KEYS", "DECAMERON_BOOTSTRAP_KEY")
    }


@contextmanager
def _temporary_directory() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="decameron-demo-"))
    if os.geteuid() == 0:
        path.chmod(0o711)  # the account that PostgreSQL runs under passes through it
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
