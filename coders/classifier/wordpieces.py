"""Splits the words of a parse into the word pieces that the encoder was trained on (BERT's, uncased)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
LONGEST_WORD = 60  # characters; a longer one is unknown, as it was when the encoder was made


@dataclass(frozen=True, slots=True)
class WordPieces:
    """The vocabulary: the number of each piece, continuations with "##" before them."""

    numbers: Mapping[str, int] = field(repr=False)

    def split(self, word: str) -> tuple[int, ...]:
        """The numbers of a word's pieces; never none."""
        numbers = [number for part in _parts(word) for number in self._pieces(part)]
        return tuple(numbers) or (self.numbers[UNKNOWN],)

    def split_all(self, words: Sequence[str], longest: int) -> tuple[list[int], list[int]]:
        """The numbers of a sentence's pieces, with its start and end, and for each word where it begins.

        What lies beyond ``longest`` pieces is cut off; the words cut off begin at the last piece.
        """
        numbers, begins = [self.numbers[START]], []
        for word in words:
            begins.append(min(len(numbers), longest - 2))
            if len(numbers) < longest - 1:
                numbers.extend(self.split(word))
        return [*numbers[: longest - 1], self.numbers[END]], begins

    def _pieces(self, part: str) -> list[int]:
        if len(part) > LONGEST_WORD:
            return [self.numbers[UNKNOWN]]
        found, start = [], 0
        while start < len(part):
            end = len(part)
            while end > start:
                piece = part[start:end] if start == 0 else f"##{part[start:end]}"
                if piece in self.numbers:
                    break
                end -= 1
            if end == start:
                return [self.numbers[UNKNOWN]]
            found.append(self.numbers[piece])
            start = end
        return found


@lru_cache(maxsize=50_000)
def _parts(word: str) -> tuple[str, ...]:
    """A word in small letters without accents, cut at its punctuation."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFD", word.lower())
        if unicodedata.category(letter) not in ("Mn", "Cc", "Cf")
    )
    parts: list[str] = []
    inside = False
    for letter in plain:
        if _is_punctuation(letter) or letter.isspace():
            inside = False
            if not letter.isspace():
                parts.append(letter)
        elif inside:
            parts[-1] += letter
        else:
            parts.append(letter)
            inside = True
    return tuple(parts)


def _is_punctuation(letter: str) -> bool:
    point = ord(letter)
    in_ascii = 33 <= point <= 47 or 58 <= point <= 64 or 91 <= point <= 96 or 123 <= point <= 126
    return in_ascii or unicodedata.category(letter).startswith("P")
