"""Has a request body whose chunks are broken be the client's mistake, not the service's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest

Environ = dict[str, Any]
WsgiApp = Callable[[Environ, Any], Iterable[bytes]]


def telling_broken_chunks(app: WsgiApp) -> WsgiApp:
    """The app, for which reading such a body raises BadRequest in place of gunicorn's own error."""

    def read_through(environ: Environ, start_response: Any) -> Iterable[bytes]:
        environ["wsgi.input"] = _Body(environ["wsgi.input"])
        return app(environ, start_response)

    return read_through


class _Body:
    """What WSGI asks of a body."""

    def __init__(self, body: BinaryIO) -> None:
        self._body = body

    def read(self, size: int = -1) -> bytes:
        return _read(lambda: self._body.read(size))

    def readline(self, size: int = -1) -> bytes:
        return _read(lambda: self._body.readline(size))

    def readlines(self, hint: int = -1) -> list[bytes]:  # noqa: ARG002 -- WSGI's signature
        return list(self)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")


def _read(read: Callable[[], bytes]) -> bytes:
    try:
        return read()
    except ParseException as error:
        raise BadRequest(f"The body is not chunked as HTTP/1.1 has it: {type(error).__name__}.") from None
