"""``decameron code --given-pairs``: the event of each pair of actors that a record marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from decameron.cli.article_lines import GivenArticle, Refusal

if TYPE_CHECKING:
    from coders.coder import Coder
    from coders.given_pairs import GivenPair
    from coders.models import Event, Span


class _RefusedError(ValueError):
    """Why a record's pairs cannot be used; becomes a Refusal."""


def code_pairs(
    coder: Coder, given: Iterator[GivenArticle | Refusal]
) -> Iterator[tuple[GivenArticle, tuple[Event | None, ...]] | Refusal]:
    """Each article with the event of each of its pairs, None where there is none, or why it was not coded."""
    for each in given:
        if isinstance(each, Refusal):
            yield each
            continue
        try:
            yield each, coder.code_pairs(each.article, read_pairs(each.carried, each.article.text))
        except _RefusedError as error:
            yield Refusal(each.where, str(error), each.size)
        except Exception as error:  # noqa: BLE001 - reported by file and line; the other articles are coded
            yield Refusal(each.where, f"could not be coded: {type(error).__name__}: {error}", each.size)


def read_pairs(record: dict[str, Any], text: str) -> tuple[GivenPair, ...]:
    """The pairs of a record: ``"pairs": [{"source_span": [a, b], "target_span": [c, d]}]``.

    Spans are code points of the text, [start, end); ``target_span`` may be null.

    Raises:
        ValueError: there are none, or a span is not within the text; the message says which.
    """
    from coders.given_pairs import GivenPair

    pairs = record.get("pairs")
    if not isinstance(pairs, list):
        raise _RefusedError('has no "pairs": [{"source_span": [a, b], "target_span": [c, d]}]')
    found = []
    for number, pair in enumerate(pairs, start=1):
        if not isinstance(pair, dict):
            raise _RefusedError(f"pair {number} is no object with source_span and target_span")
        source = _span(pair.get("source_span"), text, f"source_span of pair {number}")
        target = pair.get("target_span")
        found.append(
            GivenPair(
                source, None if target is None else _span(target, text, f"target_span of pair {number}")
            )
        )
    return tuple(found)


def _span(given: Any, text: str, name: str) -> Span:
    match given:
        case [int(start), int(end)] if 0 <= start < end <= len(text):
            return start, end
    raise _RefusedError(
        f"{name} is {given!r}; it should be [start, end) within the text's {len(text)} characters"
    )
