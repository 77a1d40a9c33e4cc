from pathlib import Path

import pytest

from coders.gazetteer.mentions import find_place_mentions
from coders.locate_events import locate_events
from tests.coders.events import event
from tests.coders.parses import document, real_document
from tests.coders.real_gazetteer import real_gazetteer

ADJECTIVES = {"iraqi": "IRQ", "syrian": "SYR", "polish": "POL", "russian": "RUS"}
ROWS = [
    line
    for line in (Path(__file__).parent.parent / "cases" / "places_in_texts.txt")
    .read_text("utf-8")
    .splitlines()
    if line and not line.startswith("#")
]


def located(parsed, trigger, sentence=0, **fields):
    made = event(parsed.sentences[sentence], trigger, source_code="", **fields)
    (result,) = locate_events(parsed, (made,), real_gazetteer(), ADJECTIVES)
    return result


@pytest.mark.parametrize("row", ROWS)
def test_on_real_parses(row):
    text, trigger, code, name, country, rule = (cell.strip() for cell in row.split("|"))
    parsed = real_document(text)
    result = located(parsed, trigger, code=code)
    place = result.place
    assert (place.name if place else "-", (place.country if place else None) or "-") == (name, country)
    assert result.explanation.place_rule == rule
    assert (result.explanation.place_span is None) == (place is None)


RAWA = "Forces/nsubj/1/NOUN attacked/ROOT/1 them/dobj/1/PRON in/prep/1 Rawa/pobj/3"


def test_an_actors_country_chooses_among_namesakes():
    parsed = document(RAWA)
    for code, country in (("IRQMIL", "IRQ"), ("POLMIL", "POL")):
        made = event(parsed.sentences[0], "attacked", source_code=code)
        (result,) = locate_events(parsed, (made,), real_gazetteer())
        assert result.place.country == country
        assert result.explanation.place_alternatives
        assert all(not each.endswith(country) for each in result.explanation.place_alternatives)


def test_a_country_in_the_story_chooses_among_namesakes():
    parsed = document("Iraq/nsubj/1 announced/ROOT/1 a/det/3 campaign/dobj/1", RAWA)
    assert located(parsed, "attacked", sentence=1).place.country == "IRQ"
    assert located(document(RAWA), "attacked").place.country == "POL"


def test_a_finer_place_beside_a_country_is_taken():
    parsed = document(
        "Forces/nsubj/1/NOUN attacked/ROOT/1 them/dobj/1/PRON in/prep/1 Iraq/pobj/3 near/prep/1 Mosul/pobj/5"
    )
    assert located(parsed, "attacked").place.name == "Mosul"


def test_a_country_alone_has_its_representative_point():
    place = located(document(RAWA.replace("Rawa", "Iraq")), "attacked").place
    assert (place.name, place.country, place.geonames_id) == ("Iraq", "IRQ", 99237)
    assert (place.latitude, place.longitude) == (33.0, 43.7)


def test_each_event_has_the_place_of_its_own_clause():
    parsed = document(
        "Troops/nsubj/1/NOUN shelled/ROOT/1 rebels/dobj/1 in/prep/1 Mosul/pobj/3 and/cc/1 "
        "police/nsubj/7 arrested/conj/1 ten/dobj/7 in/prep/7 Basra/pobj/9"
    )
    assert located(parsed, "shelled").place.name == "Mosul"
    assert located(parsed, "arrested").place.name == "Basrah"


def test_without_a_place_the_nearest_earlier_sentences_is_inferred():
    parsed = document(
        RAWA.replace("Rawa", "Basra"),
        RAWA.replace("Rawa", "Mosul"),
        "They/nsubj/1/PRON shelled/ROOT/1 the/det/3 rebels/dobj/1",
        dateline="BAGHDAD/BEIRUT (Agency) - ",
    )
    result = located(parsed, "shelled", sentence=2)
    assert (result.place.name, result.explanation.place_rule) == ("Mosul", "inferred:story")
    assert parsed.text[slice(*result.explanation.place_span)] == "Mosul"


def test_then_the_dateline_is():
    parsed = document(
        "They/nsubj/1/PRON shelled/ROOT/1 the/det/3 rebels/dobj/1", dateline="BAGHDAD/BEIRUT (Agency) - "
    )
    result = located(parsed, "shelled")
    assert (result.place.name, result.explanation.place_rule) == ("Baghdad", "inferred:dateline")
    assert parsed.text[slice(*result.explanation.place_span)] == "BAGHDAD"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They met in the Syrian province of Deir al-Zor.", [("Deir al-Zor", "locative", "region")]),
        (
            "They marched toward al-Qaim and Albu Kamal.",
            [("al-Qaim", "locative", None), ("Albu Kamal", "locative", None)],
        ),
        ("Jordan met Chad.", [("Jordan", "other", None), ("Chad", "object", None)]),
        ("It lies along the Euphrates River.", [("Euphrates River", "locative", None)]),
        ("Islamic State and the Joint Operations Command fought on Monday in March.", []),
    ],
)
def test_mentions(text, names):
    (sentence,) = real_document(text).sentences
    found = find_place_mentions(sentence, real_gazetteer())
    assert [(each.text, each.standing, each.described) for each in found] == names


def test_no_events_need_no_places():
    assert locate_events(document(RAWA), (), real_gazetteer()) == ()


def test_where_somebody_has_his_seat_the_story_does_not_happen():
    parsed = real_document(
        "Syrian forces captured the town of Mayadin on Friday. A monitoring group based in Britain told "
        "reporters. The army is fighting the rebels."
    )
    result = located(parsed, "fighting", sentence=2, code="190")
    assert (result.place.name, result.explanation.place_rule) == ("Al Mayādīn", "inferred:story")
