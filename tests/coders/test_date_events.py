from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from coders.date_events import date_events
from coders.dates.expressions import find_date_expressions
from tests.coders.events import event
from tests.coders.parses import document, parse, real_document

PUBLISHED = date(2017, 10, 26)  # a Thursday
CASES = [
    [cell.strip() for cell in line.split("|")]
    for line in (Path(__file__).parent.parent / "cases" / "dates.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("case", CASES, ids=[f"{case[0]} {case[1]}" for case in CASES])
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
    for name in "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split():
        (found,) = find_date_expressions(parse(f"{name}/ROOT/0"), published)
        assert 0 <= (published - found.date).days < 7
        assert found.date.strftime("%A") == name


def dated(line, trigger, **fields):
    parsed = document(line)
    (result,) = date_events(parsed, (event(parsed.sentences[0], trigger, **fields),), PUBLISHED)
    return result


FOUGHT_TWICE = (
    "Troops/nsubj/1 captured/ROOT/1 Rawa/dobj/1 on/prep/1 Tuesday/pobj/3 and/cc/1 shelled/conj/1 "
    "Hit/dobj/6 on/prep/6 Wednesday/pobj/8"
)
SERIES = (
    "Troops/nsubj/1 captured/ROOT/1 Rawa/dobj/1 and/cc/1 shelled/conj/1 Hit/dobj/4 on/prep/4 Monday/pobj/6"
)
REPORTED = (
    "Baghdad/nsubj/1 said/ROOT/1 on/prep/1 Thursday/pobj/2 that/mark/7 the/det/6 army/nsubj/7 captured/ccomp/1 "
    "Rawa/dobj/7 last/amod/10 week/npadvmod/7"
)
REPORTED_BARE = "Baghdad/nsubj/1 said/ROOT/1 on/prep/1 Tuesday/pobj/2 that/mark/6 troops/nsubj/6 captured/ccomp/1 Rawa/dobj/6"
PLANNED = (
    "Baghdad/nsubj/1 said/ROOT/1 on/prep/1 Tuesday/pobj/2 that/mark/7 it/nsubj/7 will/aux/7 attack/ccomp/1 "
    "Rawa/dobj/7 on/prep/7 Wednesday/pobj/9"
)
AFTER = (
    "After/mark/2 rebels/nsubj/2 attacked/advcl/7 on/prep/2 Monday/pobj/3 the/det/6 army/nsubj/7 shelled/ROOT/7 "
    "Hit/dobj/7"
)
SUBORDINATE = (
    "Troops/nsubj/1 advanced/ROOT/1 on/prep/1 Monday/pobj/2 after/prep/1 capturing/pcomp/4 Rawa/dobj/5"
)
TOO_LOW = "Troops/nsubj/1 attacked/ROOT/1 land/dobj/1 it/nsubj/4/PRON holds/relcl/2 on/prep/4 Tuesday/pobj/5"


@pytest.mark.parametrize(
    ("line", "trigger", "when", "rule"),
    [
        (FOUGHT_TWICE, "captured", "2017-10-24", "attached:weekday"),
        (FOUGHT_TWICE, "shelled", "2017-10-25", "attached:weekday"),
        (SERIES, "captured", "2017-10-23", "coordinate:weekday"),
        (REPORTED, "captured", "2017-10-16", "attached:period"),
        (REPORTED, "said", "2017-10-26", "attached:weekday"),
        (REPORTED_BARE, "captured", "2017-10-26", "published"),
        (AFTER, "attacked", "2017-10-23", "attached:weekday"),
        (AFTER, "shelled", "2017-10-26", "published"),
        (SUBORDINATE, "capturing", "2017-10-23", "sentence:weekday"),
        (TOO_LOW, "attacked", "2017-10-26", "published"),
        ("Monday/poss/2 ~'s/case/0 raid/nsubj/3 killed/ROOT/3 ten/dobj/3", "killed", "2017-10-23", "clause:weekday"),
        ("Oman/nsubj/1 condemned/ROOT/1 the/det/4 Monday/compound/4 raid/dobj/1", "condemned", "2017-10-26", "published"),
        ("Troops/nsubj/1 attacked/ROOT/1 Rawa/dobj/1 since/prep/1 2014/pobj/3", "attacked", "2014-01-01", "attached:calendar_year:since"),
        ("Troops/nsubj/1 left/ROOT/1 Rawa/dobj/1 by/prep/1 Monday/pobj/3", "left", "2017-10-26", "published"),
        ("Troops/nsubj/1 attack/ROOT/1 Rawa/dobj/1 tomorrow/npadvmod/1", "attack", "2017-10-26", "published"),
        ("Troops/nsubj/1 launched/ROOT/1 an/det/3 attack/dobj/1 on/prep/1 Monday/pobj/4", "attack", "2017-10-23", "clause:weekday"),
    ],
)  # fmt: skip
def test_a_deed_has_the_date_that_belongs_to_it(line, trigger, when, rule):
    result = dated(line, trigger)
    assert (str(result.event_date), result.explanation.date_rule) == (when, rule)
    published = rule == "published"
    assert (result.explanation.date_span is None) == published == (result.event_date_basis == "published")


def test_a_past_day_too_low_in_a_present_clause_is_lifted():
    lifted = document(TOO_LOW.replace("holds/relcl/2", "holds/relcl/2/VERB/hold/VBZ"))
    (result,) = date_events(lifted, (event(lifted.sentences[0], "attacked"),), PUBLISHED)
    assert (str(result.event_date), result.explanation.date_rule) == ("2017-10-24", "clause:weekday")


@pytest.mark.parametrize(
    ("line", "trigger", "code", "modality", "when", "rule"),
    [
        (PLANNED, "attack", "138", ("intend",), "2017-10-24", "frame:weekday"),
        ("Troops/nsubj/2 will/aux/2 attack/ROOT/2 Rawa/dobj/2 on/prep/2 Monday/pobj/4", "attack", "138", ("intend",), "2017-10-26", "published"),
        ("Oman/nsubj/1 urged/ROOT/1 Iran/dobj/1 on/prep/1 Monday/pobj/3 to/aux/6 talk/xcomp/1", "talk", "026", ("appeal",), "2017-10-23", "frame:weekday"),
        ("Oman/nsubj/1 urged/ROOT/1 Iran/dobj/1 to/aux/4 talk/xcomp/1 next/amod/6 week/npadvmod/4", "talk", "026", ("appeal",), "2017-10-26", "published"),
        ("Oman/nsubj/1 demanded/ROOT/1 talks/dobj/1 on/prep/1 Monday/pobj/3", "demanded", "106", (), "2017-10-23", "attached:weekday"),
    ],
)  # fmt: skip
def test_what_is_to_come_is_dated_when_it_is_said(line, trigger, code, modality, when, rule):
    result = dated(line, trigger, code=code, modality=modality)
    assert (str(result.event_date), result.explanation.date_rule) == (when, rule)


REAL = [
    ("Iraqi forces launched an attack to drive Islamic State from the last territory it holds in Iraq on Thursday.",
     "launched", "2017-10-26", "relative", "day"),
    ("Syrian government forces have made rapid gains against Islamic State in Deir al-Zor in recent weeks.",
     "made", "2017-10-19", "relative", "month"),
    ("The ministry said that police had arrested 12 protesters in Minsk over the weekend.",
     "arrested", "2017-10-21", "relative", "week"),
    ("Rebels attacked government troops near Aleppo on Monday night, and the army shelled Idlib two days ago.",
     "attacked", "2017-10-23", "relative", "day"),
    ("Rebels attacked government troops near Aleppo on Monday night, and the army shelled Idlib two days ago.",
     "shelled", "2017-10-24", "relative", "day"),
    ("In March 2003, U.S. forces invaded Iraq.", "invaded", "2003-03-01", "stated", "month"),
    ("A report said on Monday that the army and its allies had captured the pumping station.",
     "captured", "2017-10-26", "published", "day"),
    ("Russia shelled Kharkiv on 2017-10-20.", "shelled", "2017-10-20", "stated", "day"),
    ("Russia shelled Kharkiv on Oct. 20, the governor said.", "shelled", "2017-10-20", "stated", "day"),
    ("On Tuesday, Turkey's foreign minister visited Baghdad.", "visited", "2017-10-24", "relative", "day"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "when", "basis", "precision"), REAL)
def test_on_real_parses(text, trigger, when, basis, precision):
    parsed = real_document(text)
    (result,) = date_events(parsed, (event(parsed.sentences[0], trigger),), PUBLISHED)
    assert (str(result.event_date), result.event_date_basis, result.event_date_precision) == (
        when,
        basis,
        precision,
    )


def test_a_trigger_outside_its_sentence_is_an_error():
    parsed = document("Troops/nsubj/1 attacked/ROOT/1")
    misplaced = replace(event(parsed.sentences[0], "attacked"), trigger_span=(100, 104))
    with pytest.raises(ValueError, match="no word of sentence 0"):
        date_events(document("Troops/nsubj/1 attacked/ROOT/1"), (misplaced,), PUBLISHED)
