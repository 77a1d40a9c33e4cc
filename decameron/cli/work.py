"""``decameron work``: the processes that code what is queued."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from decameron.cli.codebook_sources import codebook_sources, entry_errors
from decameron.cli.profiles import Profile
from decameron.cli.ready_coder import ready_coder
from decameron.settings import Settings, SettingsError

if TYPE_CHECKING:
    from coders.coder import Coder


def work(
    concurrency: Annotated[
        int | None, typer.Option(min=1, help="How many articles are coded at once. [default: 2]")
    ] = None,
    database_url: Annotated[
        str | None, typer.Option(help="The PostgreSQL to work on. [default: $DECAMERON_DATABASE_URL]")
    ] = None,
    broker_url: Annotated[
        str | None, typer.Option(help="The broker to be woken by. [default: $DECAMERON_BROKER_URL]")
    ] = None,
) -> None:
    """Code queued articles until told to stop (SIGTERM or Ctrl-C).

    Any number of workers, on any number of machines, may work on one database. Each loads the language model
    once and shares it between its children.
    """
    try:
        settings = _settings(concurrency, database_url, broker_url)
    except SettingsError as error:
        raise _refusal(error) from error
    raise typer.Exit(_run(settings))


def _settings(concurrency: int | None, database_url: str | None, broker_url: str | None) -> Settings:
    settings = Settings.from_env(os.environ)
    settings = replace(
        settings,
        workers=concurrency or settings.workers,
        database_url=database_url or settings.database_url,
        broker_url=broker_url or settings.broker_url,
    )
    for option, value in (("database-url", settings.database_url), ("broker-url", settings.broker_url)):
        if not value:
            variable = f"DECAMERON_{option.replace('-', '_').upper()}"
            raise SettingsError(f"--{option} is missing; give it, or set {variable}")
    return settings


def _run(settings: Settings) -> int:
    _one_thread_each(os.environ)
    from workers.broker import BrokerUrlError
    from workers.json_logs import write_json_logs
    from workers.run_worker import run_worker

    write_json_logs(settings.log_level)
    try:
        return run_worker(settings, lambda: _coder(settings))
    except BrokerUrlError as error:
        raise _refusal(error) from error


def _one_thread_each(environ: MutableMapping[str, str]) -> None:
    """Have NumPy, which reads this when it is loaded, keep to one thread: a child a core is what we start."""
    for library in ("OMP", "OPENBLAS", "MKL"):
        environ.setdefault(f"{library}_NUM_THREADS", "1")


def _refusal(error: Exception) -> typer.Exit:
    typer.echo(f"decameron work: {error}", err=True)
    return typer.Exit(1)


def _coder(settings: Settings) -> Coder:
    with entry_errors():
        return ready_coder(os.environ, Profile(settings.profile).value, codebook_sources(settings))
