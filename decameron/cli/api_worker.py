"""Gunicorn's worker with answers of our own to what it cannot read; its own are HTML pages."""

from __future__ import annotations

import socket
from http import HTTPStatus
from typing import Any

from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

from api.unread_requests import unread_request

REQUEST_LINE_BYTES = 8_190

_TOLD: dict[type[Exception], tuple[HTTPStatus, str]] = {
    errors.LimitRequestLine: (
        HTTPStatus.REQUEST_URI_TOO_LONG,
        f"The request line has more than {REQUEST_LINE_BYTES:,} bytes. Shorten the query.",
    ),
    errors.LimitRequestHeaders: (
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        "There are too many headers, or one is too long: 100 of 8,190 bytes each are taken.",
    ),
    errors.UnsupportedTransferCoding: (
        HTTPStatus.NOT_IMPLEMENTED,
        "The Transfer-Encoding is none that is understood; send the body chunked or with its length.",
    ),
    errors.ExpectationFailed: (
        HTTPStatus.EXPECTATION_FAILED,
        "Of what Expect may ask for, only 100-continue is done.",
    ),
}
_FAILED = (HTTPStatus.INTERNAL_SERVER_ERROR, "Something failed that is not the request's fault.")


class ApiWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """Threads, and a problem as the answer to every request that cannot be read."""

    def handle_error(self, req: object, client: socket.socket, addr: object, exc: Exception) -> None:  # noqa: ARG002 -- gunicorn's signature
        """Answer what ``exc`` was raised for; the log has it, without what was sent."""
        status, detail = _told(exc)
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            self.log.error("request_not_answered", exc_info=exc)
        else:
            self.log.warning("request_not_read status=%d error=%s", status.value, type(exc).__name__)
        try:
            util.write_nonblock(client, unread_request(status, detail))
        except OSError:
            self.log.debug("the answer to a request that could not be read was not taken")


def _told(error: Exception) -> tuple[HTTPStatus, str]:
    if isinstance(error, errors.InvalidResponseHeader | errors.InvalidResponseHeaderName):
        return _FAILED
    if isinstance(error, errors.ParseException):
        said: Any = " ".join(ascii(str(error)).strip("'\"").split())
        return _TOLD.get(type(error), (HTTPStatus.BAD_REQUEST, f"The request is no HTTP/1.1: {said}."))
    return _FAILED
