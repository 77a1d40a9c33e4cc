"""Brings a database's schema up to date, and says in one line why it could not be."""

from __future__ import annotations

from decameron.embedded.start_error import StartError


def bring_up_to_date(database_url: str) -> list[str]:
    """Apply the migrations that are missing; their ids.

    Raises:
        StartError: the database cannot be reached, or a migration failed.
    """
    import psycopg  # loads libpq: only when there is something to migrate

    from store.migrate import migrate
    from store.pool import StoreUnavailable

    try:
        return migrate(database_url)
    except (StoreUnavailable, psycopg.Error, FileNotFoundError) as error:
        raise StartError(f"the database could not be brought up to date: {error}") from error


def refuse_old_schema(database_url: str) -> None:
    """Let a database pass whose schema is up to date.

    Raises:
        StartError: migrations are missing, or the database cannot be reached.
    """
    from store.migrate import pending
    from store.pool import StoreUnavailable

    try:
        missing = pending(database_url)
    except StoreUnavailable as error:
        raise StartError(str(error)) from error
    if missing:
        raise StartError(f"the database lacks {', '.join(missing)}; run decameron migrate, then this again")
