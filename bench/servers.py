"""The servers that are measured: PostgreSQL and Valkey, embedded or one's own, and the API on them."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil  # type: ignore[import-untyped]  # ships no types

from decameron.cli.listening import open_socket, url_of
from decameron.embedded.logs import last_words
from decameron.embedded.processes import ChildSpec
from decameron.embedded.stack import Servers, embedded_servers, held_data_directory
from decameron.embedded.supervisor import Supervisor
from store.migrate import migrate

DATA_DIR = Path(tempfile.gettempdir()) / "decameron-bench"
_BETWEEN_SAMPLES = 0.05
_READY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where the data is: the embedded servers' directory, or servers of one's own by their URLs."""

    data_dir: Path = DATA_DIR
    database_url: str | None = None
    broker_url: str | None = None


@contextmanager
def servers_at(place: Place) -> Iterator[Servers]:
    """Both servers with the schema up to date; what was started is stopped at the end, its data stays.

    Raises:
        ValueError: one URL is given without the other.
        decameron.embedded.start_error.StartError: an embedded server does not start.
    """
    if (place.database_url is None) != (place.broker_url is None):
        raise ValueError("give --database-url and --broker-url both, or neither")
    if place.database_url and place.broker_url:
        migrate(place.database_url)
        yield Servers(place.database_url, place.broker_url)
        return
    supervisor = Supervisor(records=None, stopping=threading.Event())
    with (
        held_data_directory(place.data_dir, wanted_account=None) as held,
        embedded_servers(held, supervisor, lambda _: None) as servers,
    ):
        migrate(servers.database_url)
        yield servers


@contextmanager
def api_on(servers: Servers) -> Iterator[str]:
    """The API as ``decameron serve`` starts it, without workers; gives its URL.

    Raises:
        decameron.embedded.start_error.StartError: it does not start.
    """
    environ = {name: value for name, value in os.environ.items() if not name.startswith("DECAMERON_")}
    told = {"DECAMERON_DATABASE_URL": servers.database_url, "DECAMERON_BROKER_URL": servers.broker_url}
    supervisor = Supervisor(records=None, stopping=threading.Event())
    with (
        tempfile.TemporaryDirectory(prefix="decameron-bench-") as logs,
        open_socket("127.0.0.1", 0) as listener,
    ):
        url, log = url_of("127.0.0.1", listener), Path(logs) / "api.log"
        spec = ChildSpec(
            name="api",
            label="the API",
            command=(sys.executable, "-m", "decameron", "api", "--fd", str(listener.fileno())),
            environ=environ | told,
            log=log,
            pass_fds=(listener.fileno(),),
        )
        try:
            process = supervisor.start(spec)
            supervisor.await_ready(spec, process, lambda _: _is_ready(url), timeout=_READY_SECONDS)
            yield url
        except Exception:
            print(last_words(log), file=sys.stderr)
            raise
        finally:
            supervisor.stop()


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", trust_env=False).is_success
    except httpx.TransportError:
        return False


@dataclass
class Memory:
    """Bytes in memory of the API's processes together: at the beginning, and from time to time since."""

    before: int
    samples: list[int] = field(default_factory=list)
    _ended: threading.Event = field(default_factory=threading.Event)

    @property
    def peak(self) -> int:
        return max(self.before, *self.samples)

    def peaks_of_halves(self) -> tuple[int, int]:
        """The most there were in the first half of the time, and in the second."""
        half = (len(self.samples) + 1) // 2
        first, second = self.samples[:half], self.samples[half:]
        return max(first), max(second or first)

    def watch(self) -> None:
        ended = False
        while not ended:
            self.samples.append(_api_bytes())
            ended = self._ended.wait(_BETWEEN_SAMPLES)

    def end(self) -> None:
        self._ended.set()


@contextmanager
def api_memory() -> Iterator[Memory]:
    """Watch the memory of the API that this process started."""
    memory = Memory(before=_api_bytes())
    watching = threading.Thread(target=memory.watch, daemon=True)
    watching.start()
    try:
        yield memory
    finally:
        memory.end()
        watching.join()


def _api_bytes() -> int:
    total = 0
    for process in psutil.Process().children(recursive=True):
        try:
            if process.cmdline()[1:4] == ["-m", "decameron", "api"]:
                told = process.memory_full_info()
                total += getattr(told, "pss", told.rss)  # where a system tells it, shared pages count once
        except psutil.NoSuchProcess:
            continue
    return total
