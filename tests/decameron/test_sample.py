from __future__ import annotations

from datetime import date
from io import StringIO

from rich.console import Console

from decameron.cli.events_table import around_trigger, event_names, events_table
from decameron.cli.sample import sample_article

ARTICLE = {
    "text": "A long first sentence stands here. Iraqi troops attacked Islamic State on Thursday. The end.",
    "title": "A title",
    "published_date": "2017-10-26",
}
SENTENCE = "Iraqi troops attacked Islamic State on Thursday."


def event(**more):
    start = ARTICLE["text"].index("attacked")
    return {
        "event_date": "2017-10-26",
        "source_code": "IRQMIL",
        "event_code": "190",
        "target_code": "IMGMUSISI",
        "place_name": "al-Qaim",
        "confidence": 0.83,
        "sentence": SENTENCE,
        "trigger_span": [start, start + len("attacked")],
        **more,
    }


def rendered(events) -> str:
    console = Console(file=StringIO(), width=150)
    console.print(events_table(events, ARTICLE, {"190": "Use force"}))
    return console.file.getvalue()


def test_the_sample_is_an_article_that_the_api_takes():
    article = sample_article()
    assert article["published_date"] == date(2017, 10, 26).isoformat()
    assert 1_500 < len(article["text"]) < 5_000
    assert None not in article.values()
    for name in ("al-Qaim", "Rawa", "Albu Kamal", "Deir al-Zor", "al-Mayadin", "Mosul", "Raqqa", "T2"):
        assert name in article["text"]


def test_a_row_shows_who_did_what_to_whom():
    table = rendered([event()])
    for part in ("2017-10-26", "IRQMIL", "190 Use force", "IMGMUSISI", "al-Qaim", "0.83", "1 event"):
        assert part in table


def test_an_event_without_target_place_or_known_code_has_a_row_as_well():
    table = rendered([event(target_code=None, place_name=None, event_code="199")])
    assert "---" in table
    assert "199" in table


def test_no_events_is_an_empty_table():
    assert "0 events" in rendered([])


def test_the_words_around_the_trigger_stay_in_its_sentence():
    text = around_trigger(ARTICLE["text"], event())
    assert text.plain == "Iraqi troops attacked Islamic State on Thursday."
    assert [str(span.style) for span in text.spans] == ["bold"]
    bold = text.spans[0]
    assert text.plain[bold.start : bold.end] == "attacked"


def test_a_long_sentence_is_cut_on_both_sides():
    sentence = "x " * 40 + "struck" + " y" * 60
    start = sentence.index("struck")
    text = around_trigger(sentence, {"sentence": sentence, "trigger_span": [start, start + 6]}).plain
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) < 90


def test_every_code_has_a_name():
    names = event_names()
    assert len(names) == 318
    assert all(names.values())
