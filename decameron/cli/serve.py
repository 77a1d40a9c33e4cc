"""``decameron serve``: everything from one command."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from decameron.cli.narration import start_narration
from decameron.cli.sample import show_sample, where_next
from decameron.cli.server import ServePlan, running_server
from decameron.cli.start_errors import start_errors
from decameron.cli.stop_signals import stop_event
from decameron.settings import Settings, default_data_dir


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    data_dir: Annotated[
        Path | None,
        typer.Option(help="Where the embedded servers keep their data. [default: $DECAMERON_DATA_DIR]"),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="How many articles are coded at once. [default: 2]")
    ] = None,
    worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Code here, or leave it to `decameron work`.")
    ] = True,
    sample: Annotated[
        bool, typer.Option("--sample", help="Load the sample article and show its events.")
    ] = False,
) -> None:
    """Start everything and serve the HTTP API until Ctrl-C.

    With DECAMERON_DATABASE_URL and DECAMERON_BROKER_URL set it uses those servers. Otherwise it starts a
    private PostgreSQL and a private Valkey, which keep everything under the data directory.
    """
    with start_errors(), stop_event() as stopping:
        settings = Settings.from_env(os.environ)
        say = start_narration(settings.log_level, for_person=sample or sys.stderr.isatty())
        plan = ServePlan(
            host=host,
            port=port,
            data_dir=data_dir or default_data_dir(os.environ, is_root=os.geteuid() == 0),
            workers=(workers or settings.workers) if worker else 0,
            settings=settings,
            environ=os.environ,
        )
        with running_server(plan, stopping=stopping, say=say) as server:
            typer.echo(f"Decameron is ready at {server.url}")
            if server.logs is not None:
                say(f"Data and logs are in {server.logs.parent}")
            if sample:
                show_sample(server, stopping)
                typer.echo(where_next(server.url))
                say("Press Ctrl-C to stop.")
            while not stopping.wait(0.2):
                server.watch()
