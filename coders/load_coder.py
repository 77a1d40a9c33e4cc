"""Makes a Coder: loads the models and the codebook."""

from __future__ import annotations

from pathlib import Path

from coders.classifier.classifier import load_classifier
from coders.codebook.sources import CodebookSources, load_sources
from coders.coder import Coder
from coders.coder_version import coder_version
from coders.detect_language import load_language_identifier
from coders.gazetteer.index import Gazetteer
from coders.models import DEFAULT_PROFILE, Profile
from coders.parse_sentences import load_parser
from coders.reader import Reader


def load_coder(
    gazetteer: Path, profile: Profile = DEFAULT_PROFILE, codebook: CodebookSources | None = None
) -> Coder:
    """A Coder with the codebook of these sources: without any, the one that ships.

    ``gazetteer`` is the index file of places.

    Raises:
        ValueError: the codebook or the gazetteer's file cannot be read, or the profile lacks its files.
        OSError: the language model's package is not installed, or a file of the codebook cannot be read.
    """
    return Coder(
        identifier=load_language_identifier(),
        reader=load_reader(gazetteer, codebook),
        classifier=load_classifier(profile),
        profile=profile,
        coder_version=coder_version(profile),
    )


def load_reader(gazetteer: Path, codebook: CodebookSources | None = None) -> Reader:
    """What a Coder reads with; arguments and errors as of ``load_coder``."""
    return Reader(
        parser=load_parser(),
        codebook=load_sources(codebook or CodebookSources()),
        gazetteer=Gazetteer.open(gazetteer),
    )
