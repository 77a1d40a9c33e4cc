"""Reads a stream line by line in constant memory, whatever is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

_CHUNK_BYTES = 65_536


class ByteStream(Protocol):
    """What is read from; a read of nothing is its end."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end, counted from 1; ``content`` is None where it was too long to be kept."""

    number: int
    content: bytes | None


def read_lines(stream: ByteStream, *, longest: int) -> Iterator[Line]:
    """Each line that is not blank. One of more than ``longest`` bytes is passed over as it comes in.

    Lines end with a line feed, before which a carriage return is no part of the line; the last may go
    without. Blank lines are counted.
    """
    number, begun, too_long = 1, bytearray(), False
    while chunk := stream.read(_CHUNK_BYTES):
        *ends, rest = chunk.split(b"\n")
        for part in ends:
            begun += part
            yield from _line(number, begun, too_long=too_long or len(begun) > longest)
            number, begun, too_long = number + 1, bytearray(), False
        begun += rest
        if len(begun) > longest:
            begun, too_long = bytearray(), True
    yield from _line(number, begun, too_long=too_long)


def _line(number: int, content: bytearray, *, too_long: bool) -> Iterator[Line]:
    if too_long:
        yield Line(number, None)
    elif content.strip():
        yield Line(number, bytes(content))
