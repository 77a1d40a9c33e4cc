"""Writes docs/accuracy.md from bench/results/accuracy.json: ``python -m bench.write_accuracy``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson

from bench.accuracy import Finding

RESULTS = Path(__file__).parent / "results" / "accuracy.json"
PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"

_INTRODUCTION = """\
# Accuracy

Written by `python -m bench.write_accuracy` from what `python -m bench.accuracy` found on {date};
`bench/README.md` says how to run it. Intervals are 95 %, by bootstrap over the sentences.

- **Held-out sentences** are one in five of [the corpus](../corpus/DATASHEET.md), by a digest of their text.
  They are ours, like those that the classifier learnt from: the same hands, the same conventions.
- **Articles** are short ones of the corpus on which nothing is trained. Their events have dates and places.
- **PLV** is a public set of pairs with PLOVER types (Hu et al., ACL 2024), its part for training,
  of which nothing here was trained. Its errors were read while the rules and the corpus were written, so its
  figures are those of a development set, better than on texts that nobody has looked at; the held-out
  sentences beside it are not. ZSP's own figures on its test part are 0.835 accuracy and 0.821 macro F1. Where
  a pair's likeliest event is a bare statement, which PLV has no label for, the likeliest that it has counts.
- A dyad is found where both actors' words overlap those that are marked, in the same direction.
"""


def main() -> None:
    told = orjson.loads(RESULTS.read_bytes())
    findings = [Finding(**each) for each in told["findings"]]
    PAGE.write_text(page(findings, told["date"]), encoding="utf-8")
    print(f"{PAGE.name} written")


def page(findings: Sequence[Finding], date: str) -> str:
    """The page in Markdown: a table for each set, a column for each profile."""
    sets = list(dict.fromkeys(each.gold for each in findings))
    profiles = list(dict.fromkeys(each.profile for each in findings))
    tables = ("\n".join(_table(name, profiles, findings)) for name in sets)
    return "\n".join([_INTRODUCTION.format(date=date), *tables])


def _table(gold: str, profiles: Sequence[str], findings: Sequence[Finding]) -> Iterator[str]:
    yield f"## {gold[0].upper()}{gold[1:]}\n"
    yield f"| | {' | '.join(profiles)} | of | wanted |"
    yield f"| --- |{' ---: |' * len(profiles)} --- | --- |"
    inside = [each for each in findings if each.gold == gold]
    for what in dict.fromkeys(each.what for each in inside):
        row = [each for each in inside if each.what == what]
        by_profile = {each.profile: each for each in row}
        cells = [_cell(by_profile.get(profile)) for profile in profiles]
        sizes = " / ".join(dict.fromkeys(each.size for each in row))
        yield f"| {what} | {' | '.join(cells)} | {sizes} | {row[0].wanted} |".replace("|  |", "| |")
    yield ""


def _cell(found: Finding | None) -> str:
    if found is None:
        return ""
    interval = "" if found.low is None else f" ({found.low:.3f}–{found.high:.3f})"
    kept = {None: "", True: ", kept", False: ", not kept"}[found.kept]
    return f"{found.value:.3f}{interval}{kept}"


if __name__ == "__main__":
    main()
