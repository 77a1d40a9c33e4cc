"""Finds the named entities of a sentence when somebody asks, which takes as long as all of its parse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc as SpacyDoc


@dataclass(frozen=True, slots=True)
class NamedEntities:
    """The labels of a sentence's words, looked for once, when the first of them is asked for.

    ``kept`` are those of its words, counted from ``start``, that are no white space.
    """

    language: Language
    doc: SpacyDoc
    start: int
    end: int
    kept: Sequence[int]
    found: list[str] = field(default_factory=list)

    def label(self, index: int) -> str:
        """The label of the entity that the word lies in, "" for none; ``index`` counts the words ``kept``."""
        if not self.found:
            sentence = self.language.get_pipe("ner")(self.doc[self.start : self.end].as_doc())
            self.found.extend(sentence[at].ent_type_ for at in self.kept)
        return self.found[index]
