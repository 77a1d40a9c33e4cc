"""The spaCy pipeline, run as far as a parse needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import spacy
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc as SpacyDoc
from thinc.api import Model, NumpyOps

from coders.parsing.word_forms import WordForms

_VECTORS_AT_ONCE = 32  # texts; more of them outgrow the processor's cache
_PARSED_AT_ONCE = 128  # texts; the parser takes a quarter of them side by side


@dataclass(frozen=True, slots=True)
class Parser:
    """A loaded pipeline, and the forms of the words that it has met."""

    language: Language
    forms: WordForms


def load_parser(model: str) -> Parser:
    """The pipeline of an installed model.

    Raises:
        OSError: the model's package is not installed.
    """
    language = spacy.load(model)
    for _, component in language.pipeline:
        if isinstance(component, TrainablePipe):
            _use_numpy(component.model)
    _index_lemmas(language)
    return Parser(language, WordForms(language))


def _use_numpy(model: Model) -> None:  # type: ignore[type-arg]  # of whatever it takes and gives
    """Multiply matrices by NumPy's library: it takes a third of the time of the one that thinc brings."""
    ops = NumpyOps(use_blis=False)
    for layer in model.walk():
        layer.ops = ops


def _index_lemmas(language: Language) -> None:
    """Look lemmas up in sets, where the model's package has lists of all words."""
    index = language.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    for part, lemmas in list(index.items()):
        index[part] = frozenset(lemmas)


def parse(parser: Parser, texts: Iterable[str]) -> list[SpacyDoc]:
    """Tags and dependencies of some texts; neither lemmas nor named entities.

    Only these components run: the rules for parts of speech and lemmas are asked by word
    (:class:`WordForms`), and names by sentence.
    """
    language = parser.language
    docs: Iterable[SpacyDoc] = [language.make_doc(text) for text in texts]
    for name, at_once in (
        ("tok2vec", _VECTORS_AT_ONCE),
        ("tagger", _VECTORS_AT_ONCE),
        ("parser", _PARSED_AT_ONCE),
    ):
        component = language.get_pipe(name)
        assert isinstance(component, TrainablePipe)  # noqa: S101  # for mypy
        docs = list(component.pipe(docs, batch_size=at_once))
    return list(docs)
