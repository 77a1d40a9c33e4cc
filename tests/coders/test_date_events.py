from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from coders.date_events import date_events
from coders.dates.expressions import find_date_expressions
from tests.coders.events import event
from tests.coders.parses import document, parse, real_document

PUBLISHED = date(2017, 10, 26)  # a Thursday
CASES = Path(__file__).parent.parent / "cases"


def rows(name):
    lines = (CASES / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def cells(line):
    return [cell.strip() for cell in line.split("|")]


def events_of_trees():
    tree = ""
    for line in rows("dates_of_events.txt"):
        if line.startswith(" "):
            yield (tree, *cells(line))
        else:
            tree = line


@pytest.mark.parametrize("case", list(map(cells, rows("dates.tsv"))), ids=rows("dates.tsv"))
def test_expressions(case):
    words, published, text, relation, when, basis, precision = case
    sentence = parse(" ".join(f"{word}/dep/0" for word in words.split()))
    found = find_date_expressions(sentence, date.fromisoformat(published))
    if text == "-":
        assert found == ()
        return
    (each,) = found
    assert (each.text, each.relation, str(each.date)) == (text, relation, when)
    assert (each.basis, each.precision) == (basis, precision)
    assert sentence.text[slice(*each.span)] == text


@pytest.mark.parametrize("published", [date(2016, 2, 29), date(2017, 1, 1), date(2024, 12, 31)])
def test_a_weekday_is_within_the_week_before_publication(published):
    for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        (found,) = find_date_expressions(parse(f"{name}/ROOT/0"), published)
        assert 0 <= (published - found.date).days < 7
        assert found.date.strftime("%A") == name


@pytest.mark.parametrize(("tree", "trigger", "code", "modality", "when", "rule"), list(events_of_trees()))
def test_an_event_has_the_date_that_belongs_to_it(tree, trigger, code, modality, when, rule):
    parsed = document(tree)
    chain = () if modality == "-" else (modality,)
    made = event(parsed.sentences[0], trigger, code=code, modality=chain)
    (result,) = date_events(parsed, (made,), PUBLISHED)
    assert (str(result.event_date), result.explanation.date_rule) == (when, rule)
    published = rule == "published"
    assert (result.explanation.date_span is None) == published == (result.event_date_basis == "published")
    assert published or parsed.text[slice(*result.explanation.date_span)] == result.explanation.date_text


@pytest.mark.parametrize("case", list(map(cells, rows("dates_in_texts.txt"))), ids=rows("dates_in_texts.txt"))
def test_on_real_parses(case):
    text, trigger, *expected = case
    parsed = real_document(text)
    (result,) = date_events(parsed, (event(parsed.sentences[0], trigger),), PUBLISHED)
    assert [str(result.event_date), result.event_date_basis, result.event_date_precision] == expected


def test_no_date_is_after_publication():
    parsed = real_document("Troops will attack Rawa on 2 November 2017, and they shelled Hit on October 30.")
    for trigger in ("attack", "shelled"):
        (result,) = date_events(parsed, (event(parsed.sentences[0], trigger),), PUBLISHED)
        assert (result.event_date, result.event_date_basis) == (PUBLISHED, "published")


def test_nothing_else_of_an_event_changes():
    parsed = document("Troops/nsubj/1 attacked/ROOT/1 on/prep/1 Monday/pobj/2")
    before = event(parsed.sentences[0], "attacked")
    (after,) = date_events(parsed, (before,), PUBLISHED)
    assert (
        replace(
            after,
            event_date=before.event_date,
            event_date_basis=before.event_date_basis,
            explanation=before.explanation,
        )
        == before
    )


def test_a_trigger_outside_its_sentence_is_an_error():
    parsed = document("Troops/nsubj/1 attacked/ROOT/1")
    misplaced = replace(event(parsed.sentences[0], "attacked"), trigger_span=(100, 104))
    with pytest.raises(ValueError, match="no word of sentence 0"):
        date_events(
            document("Troops/nsubj/1 attacked/ROOT/1 on/prep/1 Monday/pobj/2"), (misplaced,), PUBLISHED
        )
