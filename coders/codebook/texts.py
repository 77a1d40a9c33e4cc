"""The files of a codebook as texts, and the version that follows from them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable

_VERSION_LENGTH = 12


def read_texts(folder: Traversable) -> dict[str, str]:
    """The ``.txt`` and ``.jsonl`` files in a folder and those below it, by their path within it."""
    return dict(_read(folder, ""))


def read_text(file: Traversable) -> str:
    """The text of a file.

    Raises:
        ValueError: it is not UTF-8; the message names it.
        OSError: it cannot be read.
    """
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{file.name}: is not UTF-8 text (at byte {error.start})") from None


def version_of(texts: Mapping[str, str]) -> str:
    """A digest of the content: twelve hexadecimal digits over every file's path and text."""
    digest = hashlib.sha256()
    for path in sorted(texts):
        for part in (path, texts[path]):
            encoded = part.encode()
            digest.update(len(encoded).to_bytes(8, "big"))
            digest.update(encoded)
    return digest.hexdigest()[:_VERSION_LENGTH]


def _read(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from _read(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".txt", ".jsonl")):
            yield prefix + entry.name, read_text(entry)
