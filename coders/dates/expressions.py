"""Which words of a sentence name a time, and which.

The words are joined with single spaces and read by the rules; where two overlap, the one that begins first
wins, then the longer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coders.dates.moments import Moment
from coders.dates.rules import RULES, WORTH_READING, Rule
from coders.models import DateBasis, DatePrecision, Sentence, Span

Relation = Literal["at", "since", "bound"]


@dataclass(frozen=True, slots=True)
class DateExpression:
    """Words that name a time, and the time that they name.

    ``first`` and ``last`` are token indices, both inclusive. ``relation`` is ``since`` where the date is a
    start, ``bound`` where it is a limit ("by Friday") and so no date of anything done.
    """

    first: int
    last: int
    span: Span
    text: str
    rule: str
    relation: Relation
    date: date
    basis: DateBasis
    precision: DatePrecision


def find_date_expressions(sentence: Sentence, published: date) -> tuple[DateExpression, ...]:
    """The date expressions of a sentence, left to right, resolved against the day of publication."""
    words = " ".join(token.text for token in sentence.tokens)
    if not WORTH_READING.search(words):
        return ()
    starts, ends, at = {}, {}, 0
    for token in sentence.tokens:
        starts[at] = token.index
        at += len(token.text)
        ends[at] = token.index
        at += 1
    found: list[DateExpression] = []
    hits = [(hit, rule) for rule in RULES for hit in rule.pattern.finditer(words)]
    for hit, rule in sorted(hits, key=lambda each: (each[0].start(), -each[0].end())):
        first, last = starts.get(hit.start()), ends.get(hit.end())
        if first is None or last is None or (found and first <= found[-1].last):
            continue
        moment = rule.resolve(hit, published)
        if moment is not None:
            found.append(_expression(sentence, first, last, hit, rule, moment))
    return tuple(found)


def _expression(
    sentence: Sentence, first: int, last: int, hit: re.Match[str], rule: Rule, moment: Moment
) -> DateExpression:
    start, end = sentence.span_of(first, last)
    return DateExpression(
        first=first,
        last=last,
        span=(start, end),
        text=sentence.text[start - sentence.start : end - sentence.start],
        rule=rule.name,
        relation=_relation(hit.groupdict().get("lead")),
        date=moment.date,
        basis=rule.basis,
        precision=moment.precision,
    )


def _relation(lead: str | None) -> Relation:
    if not lead:
        return "at"
    return "since" if lead.lower().endswith("since") else "bound"
