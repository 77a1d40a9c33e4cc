"""``decameron keys``: who may use the API."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decameron.cli.audit import audit
from decameron.cli.narration import start_narration
from decameron.cli.some_database import some_database
from decameron.cli.start_errors import start_errors
from decameron.cli.stop_signals import stop_event
from decameron.embedded.start_error import StartError
from decameron.settings import Settings, default_data_dir

if TYPE_CHECKING:
    from store.pool import Connection

keys = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Make, list and revoke keys to the API.",
)

DataDir = Annotated[
    Path | None,
    typer.Option(help="Of the embedded server, running or not. \\[default: $DECAMERON_DATA_DIR]"),
]
DatabaseUrl = Annotated[
    str | None, typer.Option(help="The PostgreSQL to work on. \\[default: $DECAMERON_DATABASE_URL]")
]


class ScopeName(StrEnum):
    """What a key may be given."""

    read = "read"
    ingest = "ingest"
    export = "export"
    admin = "admin"


def read_expiry(text: str) -> datetime:
    """When a key ends: after so many days (``90d``), or with the end of a day in UTC (``2027-01-31``).

    Raises:
        typer.BadParameter: it is neither, or lies in the past.
    """
    try:
        if text.endswith("d"):
            ends = datetime.now(UTC) + timedelta(days=int(text.removesuffix("d")))
        else:
            ends = datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), UTC)
    except (ValueError, OverflowError):
        raise typer.BadParameter(
            f"{text!r} is neither a number of days as 90d nor a date as 2027-01-31"
        ) from None
    if ends <= datetime.now(UTC):
        raise typer.BadParameter(f"{text!r} lies in the past")
    return ends


@keys.command()
def create(
    scope: Annotated[
        list[ScopeName],
        typer.Option(
            help="What it may do; give it once for each. admin may do everything.", show_choices=True
        ),
    ],
    name: Annotated[str | None, typer.Option(help="Whose it is or what for, to tell it in the list.")] = None,
    expires: Annotated[
        datetime | None,
        typer.Option(
            parser=read_expiry,
            metavar="DAYS|DATE",
            help="90d, or a date as 2027-01-31 to the end of that day (UTC). \\[default: never]",
        ),
    ] = None,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Make a key and print it: the only time that it can be seen.

    Send it as `Authorization: Bearer KEY`. From the first key on, every request to the API needs one.
    """
    from store.keys import insert_key

    scopes = sorted({each.value for each in scope})
    with _connection(database_url, data_dir) as conn:
        key = insert_key(conn, [each.value for each in scope], name=name, expires_at=expires)
    ends = expires.isoformat() if expires else None
    audit("key_created", key_id=key.key_id, scopes=scopes, name=name, expires_at=ends)
    typer.echo(str(key))
    if sys.stdout.isatty():
        typer.echo("Keep it safe: it is not stored and cannot be shown again.", err=True)


@keys.command("list")
def list_(database_url: DatabaseUrl = None, data_dir: DataDir = None) -> None:
    """List all keys that were ever made: their ids, scopes and states, never their secrets."""
    from decameron.cli.keys_table import print_keys
    from store.keys import list_keys

    with _connection(database_url, data_dir) as conn:
        print_keys(list_keys(conn))


@keys.command()
def revoke(
    key_id: Annotated[str, typer.Argument(help="Its id: the twelve characters after dcm_.")],
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Revoke a key for good. Requests that come after this are refused."""
    from store.keys import revoke_key

    with _connection(database_url, data_dir) as conn:
        key = revoke_key(conn, key_id)
        if key is None:
            raise StartError("there is no key with this id; decameron keys list tells them all")
    audit("key_revoked", key_id=key.key_id, name=key.name)
    typer.echo(f"revoked {key.key_id}")


@contextmanager
def _connection(database_url: str | None, data_dir: Path | None) -> Iterator[Connection]:
    """A transaction on the database that the options or the environment name."""
    from store.pool import StoreUnavailable, open_pool, transaction

    with start_errors(), stop_event() as stopping:
        settings = Settings.from_env(os.environ)
        if database_url:
            settings = Settings(database_url=database_url, log_level=settings.log_level)
        say = start_narration(settings.log_level, for_person=sys.stderr.isatty())
        path = data_dir or default_data_dir(os.environ, is_root=os.geteuid() == 0)
        try:
            with (
                some_database(settings, path, stopping=stopping, say=say) as url,
                open_pool(url, max_size=1) as pool,
                transaction(pool) as conn,
            ):
                yield conn
        except StoreUnavailable as error:
            raise StartError(str(error)) from error
