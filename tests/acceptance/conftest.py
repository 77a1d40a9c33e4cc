"""The real thing: ``decameron serve`` as its user starts it, with its PostgreSQL, Valkey, API and worker."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

READY = "Decameron is ready at "
START_WITHIN = 120.0


@dataclass
class Server:
    """A running ``decameron serve`` on one data directory.

    Most of what is tested is the service: the fast profile gets its thousands of articles coded in time.
    """

    data_dir: Path
    profile: str = "fast"
    process: subprocess.Popen[str] = field(init=False)
    http: httpx.Client = field(init=False)

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "decameron",
            "serve",
            "--port",
            "0",
            "--data-dir",
            str(self.data_dir),
        ]
        environ = {**os.environ, "DECAMERON_PROFILE": self.profile}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ)
        deadline = time.monotonic() + START_WITHIN
        for line in self.process.stdout:
            if line.startswith(READY):
                self.http = httpx.Client(base_url=line.removeprefix(READY).strip(), timeout=30)
                return
            assert time.monotonic() < deadline, "decameron serve was not ready in time"
        raise AssertionError(f"decameron serve ended with {self.process.wait()}")

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
        self.process.stdout.close()
        self.http.close()

    def tree(self) -> list[psutil.Process]:
        """Every process of it, the supervisor first."""
        supervisor = psutil.Process(self.process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def workers(self) -> list[psutil.Process]:
        """The worker's parent and its children."""
        return [each for each in self.tree() if "work" in each.cmdline()]

    def kill(self, processes: list[psutil.Process]) -> None:
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()

    def submit(self, text: str, published_date: str = "2024-05-14", **more: Any) -> dict[str, Any]:
        answer = self.http.post("/v1/articles", json={"text": text, "published_date": published_date, **more})
        assert answer.status_code == 202, answer.text
        return answer.json()

    def wait_for_job(self, job_id: str, within: float = 60.0) -> dict[str, Any]:
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            job = self.http.get(f"/v1/jobs/{job_id}").json()
            if job["state"] in ("done", "failed", "cancelled"):
                return job
            time.sleep(0.1)
        raise AssertionError(f"the job was not finished within {within} s: {job}")

    def wait_for_state(self, article_id: str, state: str, within: float = 60.0) -> None:
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            found = self.http.get(f"/v1/articles/{article_id}").json()["state"]
            if found == state:
                return
            time.sleep(0.02)
        raise AssertionError(f"the article was not {state} within {within} s; it is {found}")

    def events_of(self, article_id: str) -> list[dict[str, Any]]:
        return self.http.get(f"/v1/articles/{article_id}/events").json()["items"]


@contextlib.contextmanager
def serving(profile: str = "fast") -> Iterator[Server]:
    """A server on a new data directory, stopped and removed at the end."""
    # not pytest's own directory: PostgreSQL's account, when root runs the tests, could not reach it
    home = Path(tempfile.mkdtemp(prefix="dcm-test-"))
    home.chmod(0o755)
    server = Server(home / "data", profile)
    try:
        server.start()
        yield server
    finally:
        with contextlib.suppress(AttributeError):
            server.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def sample_text() -> str:
    return (Path(__file__).parents[2] / "decameron/sample/al-qaim.txt").read_text(encoding="utf-8")
