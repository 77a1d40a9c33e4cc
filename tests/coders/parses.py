"""Parses for tests: built by hand from one line, or made by the real parser and kept.

A line holds one word after another, each ``text/dep/head`` or ``text/dep/head/POS/lemma/TAG``; heads count
from 0, a root is its own head, ``~`` glues a word to the one before it::

    parse("Iraqi/amod/1 forces/nsubj/2 attacked/ROOT/2//attack Rawa/dobj/2 ~./punct/2")
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from coders.models import Document, Sentence, Span, Token

_POS = {
    "ROOT": "VERB",
    "acl": "VERB",
    "advcl": "VERB",
    "advmod": "ADV",
    "agent": "ADP",
    "amod": "ADJ",
    "aux": "AUX",
    "auxpass": "AUX",
    "case": "PART",
    "cc": "CCONJ",
    "ccomp": "VERB",
    "conj": "VERB",
    "det": "DET",
    "mark": "SCONJ",
    "neg": "PART",
    "nummod": "NUM",
    "pcomp": "VERB",
    "poss": "NOUN",
    "prep": "ADP",
    "prt": "ADP",
    "punct": "PUNCT",
    "relcl": "VERB",
    "xcomp": "VERB",
}
_TAGS = {
    "ADJ": "JJ",
    "ADP": "IN",
    "ADV": "RB",
    "AUX": "VBZ",
    "DET": "DT",
    "NOUN": "NN",
    "NUM": "CD",
    "PRON": "PRP",
    "PROPN": "NNP",
    "VERB": "VBD",
}
_NOMINAL = frozenset("nsubj nsubjpass dobj pobj npadvmod compound attr appos nmod".split())


@dataclass(frozen=True)
class _Labelled:
    """The named entities of one word."""

    of_word: str

    def label(self, index: int) -> str:
        return self.of_word


def parse(line: str, index: int = 0, start: int = 0, entities: dict[str, str] | None = None) -> Sentence:
    """A Sentence from one line; ``start`` is where it begins in its text, ``entities`` labels by word."""
    text, tokens = "", []
    for number, word in enumerate(line.split()):
        form, dep, head, *rest = word.split("/")
        glued = form.startswith("~") and len(form) > 1
        form = form[1:] if glued else form
        text += form if glued or not text else f" {form}"
        pos = rest[0] if rest and rest[0] else _guess_pos(form, dep)
        end = start + len(text)
        tokens.append(
            Token(
                index=number,
                text=form,
                lemma=rest[1] if len(rest) > 1 else form.lower(),
                pos=pos,
                tag=rest[2] if len(rest) > 2 else _TAGS.get(pos, pos),
                dep=dep,
                head=int(head),
                start=end - len(form),
                end=end,
                entities=_Labelled((entities or {}).get(form, "")),
            )
        )
    return Sentence(index, text, start, start + len(text), tuple(tokens))


def document(*lines: str, dateline: str = "") -> Document:
    """A Document of sentences built by hand, one line each, after a dateline such as "BAGHDAD - "."""
    sentences: list[Sentence] = []
    text = dateline
    for index, line in enumerate(lines):
        sentence = parse(line, index, len(text) + (1 if sentences else 0))
        text += f" {sentence.text}" if sentences else sentence.text
        sentences.append(sentence)
    return Document(text, tuple(sentences), len(dateline))


def span_of(parsed: Document | Sentence, words: str) -> Span:
    """Where the words stand first, as a span of the stored text."""
    offset = 0 if isinstance(parsed, Document) else parsed.start
    at = parsed.text.index(words)
    return (offset + at, offset + at + len(words))


@lru_cache(maxsize=256)
def real_document(text: str) -> Document:
    """The text as the real parser reads it; parser and parses are kept for the whole test run."""
    from coders.parse_sentences import parse_sentences

    return next(iter(parse_sentences(_parser(), [text])))


@lru_cache(maxsize=1)
def _parser():
    from coders.parse_sentences import load_parser

    return load_parser()


def _guess_pos(form: str, dep: str) -> str:
    if dep in _NOMINAL or dep in ("poss", "conj"):
        if form[0].isupper():
            return "PROPN"
        if form.isdigit():
            return "NUM"
        if dep != "conj":
            return "NOUN"
    return _POS.get(dep, "X")
