"""The private PostgreSQL: a direct child on a unix socket, open to one user of this machine."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from decameron.embedded.account import Account
from decameron.embedded.cluster import DATABASE, ENVIRON, ROLE
from decameron.embedded.data_directory import DataDirectory
from decameron.embedded.processes import POSTGRES_STOP, ChildSpec, Process

START_SECONDS = 60.0  # enough to replay what a kill left
_STATUS_LINE = 7  # of postmaster.pid


def spec(program: Path, directory: DataDirectory, sockets: Path, account: Account | None) -> ChildSpec:
    """How to run it."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "hba_file": str(directory.access / "pg_hba.conf"),
        "ident_file": str(directory.access / "pg_ident.conf"),
        "logging_collector": "off",
        "log_checkpoints": "off",
        "log_timezone": "UTC",
        "timezone": "UTC",
        "max_connections": "100",
        "shared_buffers": "128MB",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return ChildSpec(
        name="postgres",
        label="PostgreSQL",
        command=(str(program), "-D", str(directory.cluster), *options),
        environ=ENVIRON,
        log=directory.logs / "postgres.log",
        account=account,
        directory=directory.cluster,
        stop_signals=POSTGRES_STOP,
        serves_others=True,
    )


def is_ready(cluster: Path, process: Process) -> bool:
    """Whether this very process says in its pid file that it takes connections."""
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        return False
    return (
        len(lines) > _STATUS_LINE and lines[0] == str(process.pid) and lines[_STATUS_LINE].strip() == "ready"
    )


def is_held_by_the_dead(last_words: str) -> bool:
    """Whether PostgreSQL did not start only because the last one's processes are still ending."""
    return "shared memory block" in last_words or "postmaster.pid" in last_words


def database_url(sockets: Path) -> str:
    """Where to connect."""
    return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(sockets), safe='')}"
