"""The corpus's articles, which measure and never train: ``python -m training.articles --gold FILE``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from training.corpus import SENTENCES, CorpusError, side_at

ARTICLES = SENTENCES.parent / "articles"


def articles_as_gold(folder: Path = ARTICLES) -> Iterator[dict[str, Any]]:
    """All articles as ``decameron evaluate`` reads them, each event with its day and place.

    Raises:
        CorpusError: a line is no article, or an actor is not in its text.
    """
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_bytes().splitlines(), start=1):
            if line.strip():
                yield _as_gold(f"{file.name}:{number}", line)


def _as_gold(place: str, line: bytes) -> dict[str, Any]:
    try:
        record = orjson.loads(line)
        text = record["text"]
        return {
            "id": place,
            "text": text,
            "date": record["published"],
            "events": [_event(place, text, each) for each in record["events"]],
        }
    except orjson.JSONDecodeError as error:
        raise CorpusError(f"{place}: no JSON ({error})") from None
    except (KeyError, TypeError) as error:
        raise CorpusError(f"{place}: {error}; an article has text, published and events") from None


def _event(place: str, text: str, record: dict[str, Any]) -> dict[str, Any]:
    target = record["target"]
    return {
        "source": side_at(place, text, record["source"], record.get("source_at")),
        "target": {"code": "---"}
        if target is None
        else side_at(place, text, target, record.get("target_at")),
        "code": record["code"],
        "date": record["date"] if record["precision"] == "day" else None,
        "place": record["place"],
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Write the corpus's articles as gold.")
    parser.add_argument("--gold", type=Path, required=True, help="write them there, for decameron evaluate")
    given = parser.parse_args(arguments)
    articles = list(articles_as_gold())
    given.gold.write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in articles))
    events = sum(len(each["events"]) for each in articles)
    sys.stdout.write(f"{len(articles):,} articles, {events:,} events\n")


if __name__ == "__main__":
    main()
