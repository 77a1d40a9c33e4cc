"""Answers compressed as the client takes them: zstd or gzip, streams as they flow."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from backports import zstd
from flask import Flask, Response, request
from werkzeug.wsgi import ClosingIterator

SMALLEST_BYTES = 1_000  # below, the headers cost what is saved

_GZIP_LEVEL = 4  # above it a stream waits for the compressor
_ZSTD_LEVEL = 3
_GZIP_WINDOW = 16 + zlib.MAX_WBITS

_COMPRESSIBLE = frozenset(
    {
        "application/json",
        "application/problem+json",
        "application/x-ndjson",
        "application/vnd.apache.arrow.stream",
        "text/csv",
        "text/html",
        "text/tab-separated-values",
    }
)


class _Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


# Best first.
_CODINGS: dict[str, Callable[[], _Compressor]] = {
    "zstd": lambda: zstd.ZstdCompressor(level=_ZSTD_LEVEL),
    "gzip": lambda: zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW),
}


def register_compression(app: Flask) -> None:
    """Have every answer that is worth it compressed, and say what it varies with."""
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    if response.mimetype not in _COMPRESSIBLE:
        return response
    response.vary.add("Accept-Encoding")
    coding = _chosen()
    if coding is None or not _is_worth_it(response):
        return response
    compressor = _CODINGS[coding]()
    if response.is_streamed:
        blocks = response.response
        close = getattr(blocks, "close", None)
        response.response = ClosingIterator(_stream(response.iter_encoded(), compressor), close)
        response.headers.pop("Content-Length", None)  # that of what is not compressed
    else:
        response.set_data(compressor.compress(response.get_data()) + compressor.flush())
    response.headers["Content-Encoding"] = coding
    _weaken_etag(response)
    return response


def _is_worth_it(response: Response) -> bool:
    if response.status_code in (204, 206, 304) or "Content-Encoding" in response.headers:
        return False
    length = response.content_length
    return response.is_streamed if length is None else length >= SMALLEST_BYTES


def _chosen() -> str | None:
    """The coding that the client likes best, the denser one of equals; None where it likes none better."""
    accepted = request.accept_encodings
    best = max(_CODINGS, key=lambda coding: float(accepted.quality(coding)))  # the first of equals
    quality = accepted.quality(best)
    stated = {name.lower(): weight for name, weight in accepted}
    return best if quality > 0 and quality >= stated.get("identity", 0) else None


def _stream(blocks: Iterable[bytes], compressor: _Compressor) -> Iterator[bytes]:
    for block in blocks:
        if packed := compressor.compress(block):
            yield packed
    yield compressor.flush()


def _weaken_etag(response: Response) -> None:
    """The same content in other bytes: an ETag may go on to name the content, not the bytes."""
    etag, weak = response.get_etag()
    if etag is not None and not weak:
        response.set_etag(etag, weak=True)
