"""Brings gold to what ``decameron code`` reads, and what that writes to the names that scorers read.

    python -m bench.score_format ask GOLD.jsonl > asked.jsonl       # the gold's pairs, to be coded
    decameron code asked.jsonl --given-pairs > coded.jsonl
    python -m bench.score_format tell coded.jsonl > predictions.jsonl

Without ``--given-pairs`` the gold file itself can be coded. ``tell`` names an event's ``code``, ``root``,
``plover`` type, ``quad_class`` and ``score``; with ``--plv-labels`` the type is that of the PLV set, as
``decameron evaluate --plv-labels`` has it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from decameron.evaluation.labels import type_of


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("step", choices=("ask", "tell"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--plv-labels", action="store_true")
    given = parser.parse_args(arguments)
    records = map(orjson.loads, given.file.read_bytes().splitlines())
    made = ask(records) if given.step == "ask" else tell(records, plv_labels=given.plv_labels)
    for record in made:
        sys.stdout.buffer.write(orjson.dumps(record) + b"\n")


def ask(gold: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Gold sentences as records with ``pairs``; events whose source has no span are left out."""
    for sentence in gold:
        yield {
            "id": sentence["id"],
            "text": sentence["text"],
            "language": "en",
            "pairs": [
                {"source_span": event["source"]["span"], "target_span": (event["target"] or {}).get("span")}
                for event in sentence["events"]
                if (event["source"] or {}).get("span")
            ],
        }


def tell(coded: Iterable[dict[str, Any]], *, plv_labels: bool) -> Iterator[dict[str, Any]]:
    """What was coded of each sentence, under the names of scorers; pairs without an event are left out."""
    for record in coded:
        events = (event for event in record["events"] if event is not None)
        yield {"id": record["id"], "events": [_told(event, plv_labels=plv_labels) for event in events]}


def _told(event: dict[str, Any], *, plv_labels: bool) -> dict[str, Any]:
    code = event["event_code"]
    sides = {
        f"{side}_{field}": event[f"{side}_{name}"]
        for side in ("source", "target")
        for field, name in (("code", "code"), ("text", "name"), ("span", "span"))
    }
    return {
        **sides,
        "code": code,
        "root": event["event_root_code"],
        "plover": type_of(None, code, plv_labels=plv_labels),
        "quad_class": event["quad_class"],
        "score": event["confidence"],
    }


if __name__ == "__main__":
    main()
