"""The lines of the community's files, without their comments, and those that were refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARKUP = re.compile(r"<!--.*?-->", re.DOTALL)
_COMMENT = re.compile(r"[#;].*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something. ``place`` is its file and line."""

    place: str
    text: str

    @property
    def is_indented(self) -> bool:
        return self.text[0].isspace()


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that was skipped. ``reason`` is the same words for all that were so for the same reason."""

    place: str
    reason: str
    text: str


def read_lines(file: str, text: str) -> Iterator[Line]:
    """The lines without comments: from ``#`` or ``;`` to a line's end, and ``<!-- … -->`` over several."""
    plain = _MARKUP.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, raw in enumerate(plain.splitlines(), start=1):
        content = _COMMENT.sub("", raw).rstrip()
        if content.strip():
            yield Line(f"{file}:{number}", content)
