from __future__ import annotations

import io

import pytest

from api import line_reader
from api.line_reader import Line, read_lines


@pytest.mark.parametrize("chunk", [1, 2, 3, 1_000])
@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (b"", []),
        (b"\n", []),
        (b"a", [(1, b"a")]),
        (b"a\n", [(1, b"a")]),
        (b"a\r\nb", [(1, b"a\r"), (2, b"b")]),
        (b"\n \na", [(3, b"a")]),
        (b"12345\na", [(1, b"12345"), (2, b"a")]),
        (b"123456\na", [(1, None), (2, b"a")]),
        (b"1234567890123\n\na\n", [(1, None), (3, b"a")]),
        (b"a\n123456", [(1, b"a"), (2, None)]),
    ],
)
def test_lines_are_the_same_however_they_come(
    monkeypatch: pytest.MonkeyPatch, body: bytes, lines: list[tuple[int, bytes | None]], chunk: int
) -> None:
    monkeypatch.setattr(line_reader, "_CHUNK_BYTES", chunk)
    assert list(read_lines(io.BytesIO(body), longest=5)) == [Line(*each) for each in lines]


def test_a_line_that_is_too_long_is_not_held() -> None:
    class Long:
        left = 2_000

        def read(self, size: int, /) -> bytes:
            self.left -= 1
            return b"x" * size if self.left >= 0 else b""

    import tracemalloc

    tracemalloc.start()
    assert list(read_lines(Long(), longest=1_000)) == [Line(1, None)]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1_000_000
