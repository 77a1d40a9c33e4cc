"""``decameron doctor``: tells what is wrong with an installation, and what to do about it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from decameron.cli.data_directory_checks import data_directory_checks
from decameron.cli.health_checks import Check, installation_checks, own_server_checks
from decameron.cli.start_errors import start_errors
from decameron.settings import Settings, default_data_dir

_COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


def doctor(
    data_dir: Annotated[
        Path | None, typer.Option(help="The data directory to look at. [default: $DECAMERON_DATA_DIR]")
    ] = None,
) -> None:
    """Tell what is wrong with this installation, and what to do about it.

    Looks at the Python, the packages, the language model, and the servers that would be used: those that are
    set, or the embedded ones and their data directory. Changes nothing. The exit status is 1 when a check
    fails.
    """
    with start_errors():
        settings = Settings.from_env(os.environ)
        checks = installation_checks()
        if settings.database_url or settings.broker_url:
            checks += own_server_checks(settings)
        else:
            path = data_dir or default_data_dir(os.environ, is_root=os.geteuid() == 0)
            checks += data_directory_checks(path, settings)
    _print(checks)
    if any(check.status == "fail" for check in checks):
        raise typer.Exit(1)


def _print(checks: list[Check]) -> None:
    table = Table(show_lines=False)
    for name in ("", "Check", "Found", "What to do"):
        table.add_column(name, overflow="fold")
    for check in checks:
        mark = f"[{_COLOURS[check.status]}]{check.status}[/]"
        table.add_row(mark, check.name, check.found, check.remedy)
    Console(highlight=False).print(table)
