"""Joins the parts: a data directory in, a running PostgreSQL and Valkey out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from decameron.embedded import postgres, valkey
from decameron.embedded.account import Account, choose_account, user_name
from decameron.embedded.binaries import Binaries, find_binaries
from decameron.embedded.cluster import ClusterMaker, write_access_rules
from decameron.embedded.data_directory import DataDirectory, hold_lock, prepare_data_directory
from decameron.embedded.logs import start_new_logs
from decameron.embedded.process_records import stop_left_behind
from decameron.embedded.runtime_directory import runtime_directory, usual_bases
from decameron.embedded.start_error import StartError
from decameron.embedded.supervisor import Supervisor
from decameron.embedded.waiting import wait_until

_SECONDS_FOR_THE_DEAD = 20.0


@dataclass(frozen=True, slots=True)
class HeldDirectory:
    """A data directory whose lock this process holds, and the account its servers run under."""

    directory: DataDirectory
    account: Account | None


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the two servers are reached."""

    database_url: str
    broker_url: str
    scratch: Path | None = None
    """A directory for the temporary files of those who use the servers; it goes away with them."""


@contextmanager
def held_data_directory(path: Path, *, wanted_account: str | None) -> Iterator[HeldDirectory]:
    """Make the data directory if it is missing, lock it, and clear away what a killed run left in it.

    Raises:
        StartError: it cannot be used, or another process uses it.
    """
    user_name(os.geteuid())
    account = choose_account(
        wanted_account, uid=os.geteuid(), owner_uid=_owner(path.expanduser() / "postgres")
    )
    directory = prepare_data_directory(path, account)
    with hold_lock(directory):
        stop_left_behind(directory.processes, directory.cluster)
        _refuse_foreign(directory.cluster, account)
        start_new_logs(directory.logs)
        yield HeldDirectory(directory, account)


@contextmanager
def embedded_servers(
    held: HeldDirectory, supervisor: Supervisor, say: Callable[[str], None]
) -> Iterator[Servers]:
    """Start both servers; at the end, all that the supervisor watches is stopped.

    Raises:
        StartError: one of them does not start.
        StopAskedFor: a stop was asked for meanwhile.
    """
    directory, account = held.directory, held.account
    with runtime_directory(directory.runtime_note, account, bases=usual_bases()) as runtime:
        try:
            sockets = runtime.sockets
            _start_both(held, sockets, supervisor, say)
            yield Servers(postgres.database_url(sockets), valkey.broker_url(sockets), runtime.scratch)
        finally:
            supervisor.stop()


def _start_both(
    held: HeldDirectory, sockets: Path, supervisor: Supervisor, say: Callable[[str], None]
) -> None:
    directory, account = held.directory, held.account
    binaries = find_binaries(account, directory.binaries)
    broker = valkey.spec(binaries.valkey, directory, sockets, account)
    broker_process = supervisor.start(broker)
    if not directory.cluster.exists():
        say("Making a new PostgreSQL database…")
        log = directory.logs / "initdb.log"
        maker = ClusterMaker(binaries.initdb, binaries.postgres, account, log, supervisor.stopping)
        maker.make(directory.cluster)
    say("Starting PostgreSQL and Valkey…")
    _start_postgres(binaries, held, sockets, supervisor)
    supervisor.await_ready(
        broker, broker_process, lambda _: valkey.is_ready(sockets), timeout=valkey.START_SECONDS
    )


def _start_postgres(binaries: Binaries, held: HeldDirectory, sockets: Path, supervisor: Supervisor) -> None:
    """Start it; while processes of a killed one are still ending, try again."""
    directory = held.directory
    write_access_rules(directory.access, user_name(os.geteuid()))
    spec = postgres.spec(binaries.postgres, directory, sockets, held.account)
    refusals: list[StartError] = []

    def started() -> bool:
        process = supervisor.start(spec)
        try:
            supervisor.await_ready(
                spec,
                process,
                lambda process: postgres.is_ready(directory.cluster, process),
                timeout=postgres.START_SECONDS,
            )
        except StartError as error:
            supervisor.drop(spec)
            refusals.append(error)
            if not postgres.is_held_by_the_dead(str(error)):
                raise
            return False
        return True

    if not wait_until(started, timeout=_SECONDS_FOR_THE_DEAD, stopping=supervisor.stopping, pause=0.5):
        raise refusals[-1]


def _owner(path: Path) -> int | None:
    try:
        return path.stat().st_uid
    except OSError:
        return None


def _refuse_foreign(cluster: Path, account: Account | None) -> None:
    """PostgreSQL serves only files of the account that it runs under."""
    owner = _owner(cluster)
    uid = account.uid if account else os.geteuid()
    if owner is not None and owner != uid:
        raise StartError(
            f"the database in {cluster} belongs to user id {owner} and PostgreSQL would run as {uid}; "
            "run Decameron as its owner, or as root with DECAMERON_POSTGRES_ACCOUNT naming the owner"
        )
