"""Where two words meet in the dependency tree, and the way from each of them to that word."""

from __future__ import annotations

from dataclasses import dataclass

from coders.models import Sentence

_VERBS = ("VERB", "AUX")


@dataclass(frozen=True, slots=True)
class Meeting:
    """The lowest token above both words, and the tokens from each word up to it, that token left out."""

    token: int
    from_source: tuple[int, ...]
    from_target: tuple[int, ...]


def way_up(sentence: Sentence, index: int) -> tuple[int, ...]:
    """The word and all tokens above it, up to the root."""
    way = [index]
    while sentence.tokens[index].head != index:
        index = sentence.tokens[index].head
        way.append(index)
    return tuple(way)


def meeting_of(source: tuple[int, ...], target: tuple[int, ...]) -> Meeting:
    """Where two ways up meet; those of one sentence do at its root at the latest.

    Where a parse has several roots and the ways never meet, the source's root counts as the meeting.
    """
    position = {index: at for at, index in enumerate(target)}
    for at, index in enumerate(source):
        if index in position:
            return Meeting(index, source[:at], target[: position[index]])
    return Meeting(source[-1], source[:-1], target)


def verb_above(sentence: Sentence, index: int) -> int:
    """The nearest verb at or above a token, or the root where there is none."""
    token = sentence.tokens[index]
    while token.pos not in _VERBS and token.head != token.index:
        token = sentence.head(token)
    return token.index
