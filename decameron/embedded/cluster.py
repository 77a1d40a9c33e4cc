"""PostgreSQL's files: made once, whole or not at all; and who may connect."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from decameron.embedded.account import Account
from decameron.embedded.logs import last_words
from decameron.embedded.processes import ChildSpec, kill_session, start_process
from decameron.embedded.start_error import StartError
from decameron.embedded.waiting import wait_until

ROLE = DATABASE = "decameron"
_FULL_BELOW_BYTES = 1024 * 1024
ENVIRON = {"LC_ALL": "C", "PATH": "/usr/local/bin:/usr/bin:/bin"}
_CREATE_DATABASE = f"CREATE DATABASE {DATABASE}\n".encode()
_INITDB_OPTIONS = (
    f"--username={ROLE}",
    "--auth-local=peer",
    "--auth-host=reject",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-clean",  # what is left of a failure tells why; it is removed here
)


@dataclass(frozen=True, slots=True)
class ClusterMaker:
    """What making a cluster takes; ``log`` receives what the programs print."""

    initdb: Path
    postgres: Path
    account: Account | None
    log: Path
    stopping: Event

    def make(self, cluster: Path) -> None:
        """Make the files of a PostgreSQL that has our role and our empty database.

        They are made under another name, written to the disk, then renamed: what a kill interrupts is
        never taken for whole, and is removed the next time.

        Raises:
            StartError: a program failed; the message has its last words.
            StopAskedFor: a stop was asked for meanwhile.
            OSError: the directory cannot be made.
        """
        for stale in cluster.parent.glob(f"{cluster.name}.unfinished-*"):
            shutil.rmtree(stale, ignore_errors=True)
        half = Path(tempfile.mkdtemp(prefix=f"{cluster.name}.unfinished-", dir=cluster.parent))
        try:
            if self.account:
                os.chown(half, self.account.uid, self.account.gid)
            self._run(half, (str(self.initdb), f"--pgdata={half}", *_INITDB_OPTIONS))
            self._run(half, (str(self.postgres), "--single", "-D", str(half), "postgres"), _CREATE_DATABASE)
            half.rename(cluster)
            _write_to_disk(cluster.parent)
        except BaseException:
            shutil.rmtree(half, ignore_errors=True)
            raise

    def _run(self, half: Path, command: tuple[str, ...], given: bytes = b"") -> None:
        spec = ChildSpec(
            name="initdb",
            label="initdb",
            command=command,
            environ=ENVIRON,
            log=self.log,
            account=self.account,
            directory=half,
        )
        with tempfile.TemporaryFile() as script:
            script.write(given)
            script.seek(0)
            process = start_process(spec, given=script)
        try:
            wait_until(lambda: process.poll() is not None, timeout=120, stopping=self.stopping)
        finally:
            kill_session(process.pid)
            process.wait()
        if process.returncode != 0:
            raise StartError(f"PostgreSQL could not make its files in {half.parent}: {self._why(half)}")

    def _why(self, half: Path) -> str:
        """A full disk has no room for a log that would tell of it."""
        if shutil.disk_usage(half).free < _FULL_BELOW_BYTES:
            return os.strerror(errno.ENOSPC)
        return last_words(self.log) or "initdb gave no reason"


def write_access_rules(directory: Path, user: str) -> None:
    """Say that ``user``, and nobody else on this machine, may connect as our role."""
    quoted = user.replace('"', '""')
    rules = {
        "pg_hba.conf": "local all all peer map=decameron\n",
        "pg_ident.conf": f'decameron "{quoted}" {ROLE}\n',
    }
    for name, text in rules.items():
        (directory / name).write_text(text, encoding="utf-8")
        (directory / name).chmod(0o644)  # the account that PostgreSQL runs under reads them


def _write_to_disk(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
