"""Discard files: a phrase a line; ``+`` before it means the whole story, none the sentence it stands in."""

from __future__ import annotations

from coders.codebook.model import Discard
from coders.codebook.tabari.lines import read_lines


def read_discard_file(file: str, text: str) -> tuple[Discard, ...]:
    """The phrases of a file in small letters, without the ``_`` that stands for a blank."""
    return tuple(
        Discard(phrase=" ".join(words), story=line.text.lstrip().startswith("+"))
        for line in read_lines(file, text)
        if (words := line.text.strip().lstrip("+").replace("_", " ").lower().split())
    )
