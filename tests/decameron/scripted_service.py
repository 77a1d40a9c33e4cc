"""A real HTTP server whose answers are written down beforehand, and a client of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from decameron import Client

PROBLEM = "application/problem+json"


@dataclass
class Answer:
    content: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "application/json"

    @property
    def body(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else json.dumps(self.content).encode()


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass
class Script:
    """The answers to give, one for each request, and the requests that came. The last goes on for ever."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def will(self, *answers: Answer) -> None:
        self.answers = list(answers)


@pytest.fixture
def script() -> Iterator[Script]:
    told = Script()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told.requests.append(Request(self.command, parts.path, query, dict(self.headers), body))
            answer = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            self.send_response(answer.status)
            headers = {"Content-Type": answer.media_type, "Content-Length": str(len(answer.body))}
            for name, value in (headers | answer.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = _serve  # noqa: N815 -- the names the library looks for

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        told.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield told
        server.shutdown()
        thread.join()


@pytest.fixture
def client(script: Script) -> Iterator[Client]:
    with Client(script.url, key="dcm_secret") as made:
        yield made


def job(state: str, done: int = 0, total: int = 2, **more: Any) -> dict[str, Any]:
    return {
        "job_id": "j1",
        "state": state,
        "total": total,
        "done": done,
        "counts": {},
        "errors": [],
        "created_at": "2026-11-22T09:30:00Z",
        "started_at": None,
        "finished_at": None,
        **more,
    }


def problem(status: int, **more: Any) -> Answer:
    content = {
        "type": "urn:decameron:problem:busy",
        "title": "Busy",
        "status": status,
        "detail": "no",
        **more,
    }
    return Answer(content, status, media_type=PROBLEM)
