"""The corpus: reads it, checks it, counts it, and tells what is held out: ``python -m training.corpus``."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import orjson

SENTENCES = Path(__file__).parents[1] / "corpus" / "sentences"
Part = Literal["train", "held-out"]
_HELD_OUT = 5  # one sentence in so many
_EVENT_KEYS = frozenset("source target code background source_at target_at".split())

Span = tuple[int, int]


class CorpusError(ValueError):
    """A line that cannot be used; the message says which, and what would be right."""


@dataclass(frozen=True, slots=True)
class LabelledEvent:
    """An event of a sentence: the spans of its actors, its code, whether it is past context."""

    source: Span
    target: Span | None
    code: str
    background: bool


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence with all of its events."""

    place: str
    text: str
    events: tuple[LabelledEvent, ...]

    @property
    def part(self) -> Part:
        """Which part it is in: by its text alone, so that it stays there whatever is added."""
        digest = hashlib.sha256(self.text.encode()).digest()
        return "held-out" if int.from_bytes(digest[:4], "big") % _HELD_OUT == 0 else "train"


def read_corpus(folder: Path = SENTENCES) -> Iterator[LabelledSentence]:
    """All sentences, in the order of their files.

    Raises:
        CorpusError: a line is no sentence, an actor is not in its text, or a text is there twice.
    """
    seen: dict[str, str] = {}
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_bytes().splitlines(), start=1):
            if not line.strip():
                continue
            sentence = _read(f"{file.name}:{number}", line)
            if sentence.text in seen:
                raise CorpusError(f"{sentence.place}: the same text as {seen[sentence.text]}")
            seen[sentence.text] = sentence.place
            yield sentence


def as_gold(sentence: LabelledSentence) -> dict[str, Any]:
    """A sentence as ``decameron evaluate`` reads it."""
    return {
        "id": sentence.place,
        "text": sentence.text,
        "events": [
            {
                "source": _side(sentence.text, event.source),
                "target": _side(sentence.text, event.target) if event.target else {"code": "---"},
                "code": event.code,
            }
            for event in sentence.events
        ],
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Count the corpus, or write a part of it as gold.")
    parser.add_argument("--part", choices=("train", "held-out", "all"), default="all")
    parser.add_argument("--gold", type=Path, help="write the part there, for decameron evaluate")
    given = parser.parse_args(arguments)
    sentences = [each for each in read_corpus() if given.part in ("all", each.part)]
    if given.gold:
        given.gold.write_bytes(b"".join(orjson.dumps(as_gold(each)) + b"\n" for each in sentences))
    sys.stdout.write("\n".join(_counts(sentences)) + "\n")


def _counts(sentences: Sequence[LabelledSentence]) -> Iterator[str]:
    empty = sum(not each.events for each in sentences)
    events = [event for each in sentences for event in each.events]
    words = sum(len(each.text.split()) for each in sentences) / max(len(sentences), 1)
    yield f"{len(sentences):,} sentences of {words:.1f} words, {empty:,} without an event"
    yield f"{len(events):,} events, {sum(event.background for event in events):,} of them background"
    for root, number in sorted(Counter(event.code[:2] for event in events).items()):
        yield f"  {root}  {number:,}"


def _read(place: str, line: bytes) -> LabelledSentence:
    try:
        record = orjson.loads(line)
        text = record["text"]
        return LabelledSentence(place, text, tuple(_event(place, text, each) for each in record["events"]))
    except orjson.JSONDecodeError as error:
        raise CorpusError(f"{place}: no JSON ({error})") from None
    except (KeyError, TypeError) as error:
        raise CorpusError(
            f"{place}: {error}; a sentence has text and events, an event source, target and code"
        ) from None


def _event(place: str, text: str, record: dict[str, Any]) -> LabelledEvent:
    if unknown := record.keys() - _EVENT_KEYS:
        raise CorpusError(
            f"{place}: unknown key {', '.join(sorted(unknown))}; known are {sorted(_EVENT_KEYS)}"
        )
    target = record["target"]
    return LabelledEvent(
        source=_span(place, text, record["source"], record.get("source_at")),
        target=None if target is None else _span(place, text, target, record.get("target_at")),
        code=record["code"],
        background=record.get("background", False),
    )


def _span(place: str, text: str, words: str, at: int | None) -> Span:
    start = text.find(words) if at is None else at
    if not words or start < 0 or text[start : start + len(words)] != words:
        raise CorpusError(f"{place}: {words!r} does not stand in the text{'' if at is None else f' at {at}'}")
    return start, start + len(words)


def side_at(place: str, text: str, words: str, at: int | None) -> dict[str, Any]:
    """An actor as gold has it.

    Raises:
        CorpusError: the words are not in the text.
    """
    return _side(text, _span(place, text, words, at))


def _side(text: str, span: Span) -> dict[str, Any]:
    return {"text": text[span[0] : span[1]], "span": list(span)}


def codes_of(sentences: Iterable[LabelledSentence]) -> frozenset[str]:
    """All codes that sentences use."""
    return frozenset(event.code for each in sentences for event in each.events)


if __name__ == "__main__":
    main()
