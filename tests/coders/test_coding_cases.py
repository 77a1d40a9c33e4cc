"""Whole sentences through all stages: the case tables of tests/cases/events_NN.txt.

A line is ``CODE | SOURCE | TARGET + CODE | SOURCE | TARGET | sentence``, ``---`` for no target, or
``none | sentence``. Every event of the line must come out; a ``none`` line must give none. A line that begins
with ``? `` is a known gap: it must fail, so that whoever closes the gap takes the mark away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

import pytest

from coders.apply_modalities import apply_modalities
from coders.assemble_events import assemble_events
from coders.classify_by_rules import classify_by_rules
from coders.codebook.load import load_codebook
from coders.deduplicate_events import deduplicate_events
from coders.gazetteer.country_of_place import country_of_place
from coders.match_verb_patterns import match_verb_patterns
from coders.models import Article
from coders.propose_pairs import propose_pairs
from coders.refuse_events import refuse_events
from coders.resolve_actors import resolve_actors
from tests.coders.parses import real_document
from tests.coders.real_gazetteer import real_gazetteer

AS_OF = date(2025, 1, 1)
FILES = sorted((Path(__file__).parents[1] / "cases").glob("events_*.txt"))


@dataclass(frozen=True)
class Case:
    line: str
    sentence: str
    expected: frozenset[tuple[str, str, str]]
    is_gap: bool


def read_cases(text: str) -> Iterator[Case]:
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        is_gap = line.startswith("? ")
        events, _, sentence = line.removeprefix("? ").rpartition("|")
        triples = [] if events.strip() == "none" else [event.split("|") for event in events.split("+")]
        expected = frozenset((code.strip(), source.strip(), to.strip()) for code, source, to in triples)
        yield Case(line, sentence.strip(), expected, is_gap)


def code(sentence: str) -> frozenset[tuple[str, str, str]]:
    """The events of a sentence as (code, source, target)."""
    codebook = _codebook()
    document = real_document(sentence)
    mentions = resolve_actors(document, codebook, AS_OF, partial(country_of_place, real_gazetteer()))
    verdicts = apply_modalities(match_verb_patterns(document, mentions, codebook), codebook)
    classified = refuse_events(classify_by_rules(propose_pairs(document, mentions, verdicts)))
    events = assemble_events(document, classified, codebook, Article(sentence, AS_OF))
    return frozenset(
        (event.event_code, event.source.code, event.target.code if event.target else "---")
        for event in deduplicate_events(events)
    )


@lru_cache(maxsize=1)
def _codebook():
    return load_codebook()


def is_met(case: Case, found: frozenset[tuple[str, str, str]]) -> bool:
    return case.expected <= found if case.expected else not found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_cases(file):
    wrong = []
    for case in read_cases(file.read_text(encoding="utf-8")):
        found = code(case.sentence)
        if is_met(case, found) == case.is_gap:
            wrong.append(f"{case.line}\n    found: {sorted(found)}")
    assert not wrong, "\n".join(wrong)


def test_the_tables_are_there_and_most_cases_are_met():
    cases = [case for file in FILES for case in read_cases(file.read_text(encoding="utf-8"))]
    assert len({case.sentence for case in cases}) > 500
    assert sum(case.is_gap for case in cases) < len(cases) * 0.1
