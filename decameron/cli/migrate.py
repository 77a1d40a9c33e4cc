"""``decameron migrate``: bring a database's schema up to date."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from decameron.cli.migration import bring_up_to_date
from decameron.cli.start_errors import start_errors
from decameron.embedded.start_error import StartError
from decameron.settings import Settings


def migrate(
    database_url: Annotated[
        str | None,
        typer.Option(help="The PostgreSQL to bring up to date. [default: $DECAMERON_DATABASE_URL]"),
    ] = None,
) -> None:
    """Bring a database's schema up to date.

    `decameron serve` does this by itself; before a new version is rolled out on several machines, do it once
    from one of them.
    """
    with start_errors():
        url = database_url or Settings.from_env(os.environ).database_url
        if not url:
            raise StartError("--database-url is missing; give it, or set DECAMERON_DATABASE_URL")
        applied = bring_up_to_date(url)
    for name in applied:
        typer.echo(f"applied {name}")
    if not applied:
        typer.echo("the database is up to date")
