"""The database that a short command works on: one that is named, or the embedded one, running or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from decameron.cli.migration import bring_up_to_date, refuse_old_schema
from decameron.embedded.data_directory import DataDirectory, lock_holder
from decameron.embedded.postgres import database_url
from decameron.embedded.runtime_directory import RuntimeDirectory
from decameron.embedded.stack import embedded_servers, held_data_directory
from decameron.embedded.start_error import StartError
from decameron.embedded.supervisor import Supervisor
from decameron.settings import Settings


@contextmanager
def some_database(
    settings: Settings, data_dir: Path, *, stopping: Event, say: Callable[[str], None]
) -> Iterator[str]:
    """The URL of a database whose schema is up to date.

    Where ``settings`` name none it is the one under ``data_dir``, started for as long as it is needed unless
    a server runs there.

    Raises:
        StartError: it cannot be reached or started, or its schema is an old one.
        StopAskedFor: a stop was asked for meanwhile.
    """
    directory = DataDirectory(data_dir.expanduser().absolute())
    url = settings.database_url or _running(directory)
    if url is not None:
        refuse_old_schema(url)
        yield url
        return
    with held_data_directory(data_dir, wanted_account=settings.postgres_account) as held:
        supervisor = Supervisor(records=held.directory.processes, stopping=stopping)
        with embedded_servers(held, supervisor, say) as servers:
            bring_up_to_date(servers.database_url)
            yield servers.database_url


def _running(directory: DataDirectory) -> str | None:
    """The URL of the database of a server that runs on the directory, or None where none runs."""
    holder = lock_holder(directory.lock)
    if holder is None:
        return None
    try:
        runtime = directory.runtime_note.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise StartError(
            f"the server on {directory.path} ({holder}) is just starting or stopping; try again"
        ) from None
    return database_url(RuntimeDirectory(Path(runtime)).sockets)
