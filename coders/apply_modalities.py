"""Decides what each PatternMatch is by the rules: the pattern's code as the modalities above it change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coders.codebook.codebook import Codebook
from coders.models import PatternMatch
from coders.pairs.models import Verdict


def apply_modalities(matches: Iterable[PatternMatch], codebook: Codebook) -> tuple[Verdict, ...]:
    """The matches that are events, with their codes.

    One that a modality makes no event is left out, and so is a word that governs an event: "urged" codes an
    appeal by itself only where what was urged has no code.
    """
    found = tuple(_judged(matches, codebook))
    governing = {(each.match.sentence_index, index) for each in found for index in each.match.governed_by}
    return tuple(each for each in found if (each.match.sentence_index, each.match.trigger) not in governing)


def _judged(matches: Iterable[PatternMatch], codebook: Codebook) -> Iterator[Verdict]:
    for match in matches:
        code = _under(match.modality, match.event_code, codebook)
        if code is None:
            continue
        reverse = match.reverse_code and _under(match.modality, match.reverse_code, codebook)
        yield Verdict(match, code, reverse, ">".join((match.event_code, *match.modality, code)))


def _under(modalities: Iterable[str], code: str, codebook: Codebook) -> str | None:
    current: str | None = code
    for modality in modalities:
        if current is None:
            return None
        current = codebook.code_under(modality, current)
    return current
