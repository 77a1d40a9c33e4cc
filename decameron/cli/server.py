"""The whole server as one thing: servers, schema, API and workers, up at the start and down at the end."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from decameron.cli.codebook_sources import refuse_wrong_entries
from decameron.cli.listening import open_socket, url_of
from decameron.cli.local_http import request_json
from decameron.cli.migration import bring_up_to_date
from decameron.cli.strangers import refuse_strangers, refuse_strangers_early
from decameron.embedded.data_directory import DataDirectory, note_in_lock
from decameron.embedded.logs import keep_logs_small
from decameron.embedded.processes import ChildSpec, StopSignals
from decameron.embedded.stack import Servers, embedded_servers, held_data_directory
from decameron.embedded.start_error import StartError
from decameron.embedded.supervisor import Supervisor
from decameron.settings import Settings

_READY_SECONDS = 30.0
_STOP: StopSignals = ((signal.SIGTERM, 3.0),)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ServePlan:
    """What to serve. ``workers`` 0 starts none; ``environ`` is handed to the processes that are started."""

    host: str
    port: int
    data_dir: Path
    workers: int
    settings: Settings
    environ: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server that answers at ``url``. ``watch`` is to be called a few times a second."""

    url: str
    supervisor: Supervisor
    logs: Path | None
    key: str | None = None
    """The bootstrap key, where there is one: our own requests need it too."""

    def watch(self) -> None:
        """Start again what ended by itself; keep the logs small."""
        self.supervisor.watch()
        if self.logs is not None:
            keep_logs_small(self.logs)


@contextmanager
def running_server(plan: ServePlan, *, stopping: Event, say: Say) -> Iterator[RunningServer]:
    """Start everything the plan asks for, and stop all of it at the end.

    Raises:
        StartError: something does not start; what had started is stopped again.
        SettingsError: an entry of the codebook is malformed.
        StopAskedFor: a stop was asked for meanwhile.
    """
    refuse_strangers_early(plan.host, plan.settings, plan.data_dir)
    refuse_wrong_entries(plan.settings)
    if _has_own_servers(plan.settings):
        yield from _on_own_servers(plan, stopping, say)
    else:
        yield from _on_embedded_servers(plan, stopping, say)


def _on_embedded_servers(plan: ServePlan, stopping: Event, say: Say) -> Iterator[RunningServer]:
    with (
        held_data_directory(plan.data_dir, wanted_account=plan.settings.postgres_account) as held,
        open_socket(plan.host, plan.port) as listener,
    ):
        url = url_of(plan.host, listener)
        note_in_lock(held.directory, f"process {os.getpid()}, at {url}\n")
        supervisor = Supervisor(records=held.directory.processes, stopping=stopping)
        with embedded_servers(held, supervisor, say) as servers:
            _start_api_and_workers(plan, servers, supervisor, listener.fileno(), url, held.directory, say)
            yield RunningServer(url, supervisor, held.directory.logs, plan.settings.bootstrap_key)
            say("Stopping…")


def _on_own_servers(plan: ServePlan, stopping: Event, say: Say) -> Iterator[RunningServer]:
    servers = Servers(plan.settings.database_url or "", plan.settings.broker_url or "")
    with open_socket(plan.host, plan.port) as listener:
        url = url_of(plan.host, listener)
        supervisor = Supervisor(records=None, stopping=stopping)
        try:
            _start_api_and_workers(plan, servers, supervisor, listener.fileno(), url, None, say)
            yield RunningServer(url, supervisor, None, plan.settings.bootstrap_key)
            say("Stopping…")
        finally:
            supervisor.stop()


def _start_api_and_workers(
    plan: ServePlan,
    servers: Servers,
    supervisor: Supervisor,
    descriptor: int,
    url: str,
    directory: DataDirectory | None,
    say: Say,
) -> None:
    say("Preparing the database…")
    bring_up_to_date(servers.database_url)
    refuse_strangers(plan.host, plan.settings, servers.database_url)
    say("Starting the API and the workers…" if plan.workers else "Starting the API…")
    environ = {
        **plan.environ,
        "DECAMERON_DATABASE_URL": servers.database_url,
        "DECAMERON_BROKER_URL": servers.broker_url,
        **({"TMPDIR": str(servers.scratch)} if servers.scratch else {}),
    }
    logs = directory.logs if directory else None
    api = _own_command("api", "the API", ("--fd", str(descriptor)), environ, logs, pass_fds=(descriptor,))
    process = supervisor.start(api)
    if plan.workers:
        concurrency = ("--concurrency", str(plan.workers))
        keyless = {name: value for name, value in environ.items() if name != "DECAMERON_BOOTSTRAP_KEY"}
        supervisor.start(_own_command("work", "the workers", concurrency, keyless, logs))
    supervisor.await_ready(api, process, lambda _: _is_ready(url), timeout=_READY_SECONDS)


def _own_command(
    name: str,
    label: str,
    options: tuple[str, ...],
    environ: Mapping[str, str],
    logs: Path | None,
    *,
    pass_fds: tuple[int, ...] = (),
) -> ChildSpec:
    return ChildSpec(
        name=name,
        label=label,
        command=(sys.executable, "-m", "decameron", name, *options),
        environ=environ,
        log=logs / f"{name}.log" if logs else None,
        pass_fds=pass_fds,
        stop_signals=_STOP,
    )


def _is_ready(url: str) -> bool:
    try:
        status, _ = request_json(f"{url}/readyz", timeout=5.0)
    except OSError:
        return False
    return status == 200


def _has_own_servers(settings: Settings) -> bool:
    given = {"DECAMERON_DATABASE_URL": settings.database_url, "DECAMERON_BROKER_URL": settings.broker_url}
    missing = [name for name, value in given.items() if not value]
    if len(missing) == 1:
        raise StartError(
            f"{missing[0]} is missing: set both it and its companion to use servers of your own, "
            "or neither to have them started here"
        )
    return not missing
