"""Leaves out what a dictionary says is about no event: sports, films, history."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coders.codebook.model import Discard
from coders.models import Document, PatternMatch

_WORD = re.compile(r"[^\W_]+")


def discard_sentences(
    document: Document, matches: Sequence[PatternMatch], discards: Sequence[Discard]
) -> tuple[PatternMatch, ...]:
    """The matches but those in a sentence with words to discard; none, where words discard the whole story.

    Words are whole words, whatever their capitals: "world war" is not in "world warning".
    """
    if not discards or not matches:
        return tuple(matches)
    if _has_any(document.text, [each for each in discards if each.story]):
        return ()
    rest = [each for each in discards if not each.story]
    wrong = {
        sentence.index
        for sentence in document.sentences
        if _has_any(document.text[sentence.start : sentence.end], rest)
    }
    return tuple(match for match in matches if match.sentence_index not in wrong)


def _has_any(text: str, discards: Sequence[Discard]) -> bool:
    words = f" {' '.join(_WORD.findall(text.lower()))} "
    return any(f" {each.phrase} " in words for each in discards)
