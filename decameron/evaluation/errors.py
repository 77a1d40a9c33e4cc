"""What went wrong, sentence by sentence, with the coder's own explanation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from coders.records import explanation_record
from decameron.evaluation.coded import Coding
from decameron.evaluation.evaluate import Row
from decameron.evaluation.matching import pair_up, same_dyad

Record = dict[str, Any]


def errors_in(rows: Sequence[Row]) -> Iterator[Record]:
    """An object for each gold event that was missed or given another type, and each event that nobody wanted.

    Events that nobody wanted are left out where the gold may lack some.
    """
    for row in rows:
        pairs = pair_up(row.gold, row.coded, lambda gold, coded: same_dyad(gold, coded, "text"))
        found = dict(pairs)
        for at, gold in enumerate(row.gold):
            if at not in found:
                yield _error("missed", row, gold, None)
            elif row.coded[found[at]].type != gold.type:
                yield _error("other type", row, gold, row.coded[found[at]])
        if not row.sentence.partial:
            wanted = set(found.values())
            yield from (
                _error("unwanted", row, None, each) for at, each in enumerate(row.coded) if at not in wanted
            )


def _error(
    kind: Literal["missed", "other type", "unwanted"], row: Row, gold: Coding | None, coded: Coding | None
) -> Record:
    return {
        "id": row.sentence.sentence_id,
        "error": kind,
        "text": row.sentence.text,
        "gold": _told(gold, row.sentence.text),
        "coded": _told(coded, row.sentence.text),
        "explanation": explanation_record(coded.event.explanation) if coded and coded.event else None,
    }


def _told(coding: Coding | None, text: str) -> Record | None:
    if coding is None:
        return None
    source, target = (
        text[side.span[0] : side.span[1]] if side.span else " ".join(sorted(side.words)) or None
        for side in coding.sides
    )
    return {
        "source": source,
        "target": target,
        "code": coding.code,
        "type": coding.type,
        "confidence": coding.confidence,
    }
