from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest

from coders.models import CodedArticle
from store.articles import get_article, submit_articles
from store.change_seq import latest_change_seq
from store.events import get_event, list_article_events, replace_for_article
from store.pool import transaction
from store.queue import Claim, claim_articles, count_queued
from store.replace_events import EventIdTaken, ReplaceResult

VERSIONS = {"coder_version": "c1", "codebook_version": "b1", "profile": "default"}
NEWER = {"coder_version": "c2", "codebook_version": "b2", "profile": "default"}


def claimed(conn, article) -> Claim:
    submit_articles(conn, [article])
    [held] = claim_articles(conn, worker="w", batch_size=1, lease_seconds=60)
    return held


def claimed_again(conn, claim) -> Claim:
    """As a later coding of the same article would find it."""
    conn.execute("UPDATE articles SET state = 'queued' WHERE article_id = %s", (claim.article_id,))
    conn.execute(
        "INSERT INTO queue (article_id, interactive, turn) VALUES (%s, false, 1)", (claim.article_id,)
    )
    [held] = claim_articles(conn, worker="w", batch_size=1, lease_seconds=60)
    return held


def test_events_are_stored_and_the_article_ends(conn, make_article, make_event, coded):
    held = claimed(conn, make_article())
    event = make_event()
    result = replace_for_article(conn, held, coded(event), **VERSIONS)
    assert result == ReplaceResult(inserted=1, changed=0, retracted=0, unchanged=0)
    article = get_article(conn, held.article_id)
    assert (article["state"], article["event_count"], article["detected_language"]) == ("coded", 1, "en")
    assert (article["coder_version"], article["codebook_version"], article["profile"]) == (
        "c1",
        "b1",
        "default",
    )
    assert article["coded_at"] is not None
    assert count_queued(conn) == 0
    assert conn.execute("SELECT FROM queue").fetchall() == []


def test_an_event_comes_back_as_its_record(conn, make_article, make_event, coded):
    held = claimed(conn, make_article())
    event = make_event()
    replace_for_article(conn, held, coded(event), **VERSIONS)
    record = get_event(conn, event.event_id)
    assert list(record)[:6] == [
        "event_id",
        "event_number",
        "article_id",
        "publisher",
        "url",
        "published_date",
    ]
    assert isinstance(record.pop("event_number"), int)
    assert record.pop("coded_at").tzinfo is not None
    explanation = record.pop("explanation")
    assert explanation["pattern_id"] == "attack.1"
    assert explanation["source_entries"][0]["valid_from"] == "1932-10-03"
    assert explanation["date_span"] == [0, 5]
    assert record == {
        "event_id": event.event_id, "article_id": held.article_id, "publisher": "Example",
        "url": "https://example.org/1", "published_date": held.published_date,
        "event_date": event.event_date, "event_date_basis": "published", "event_date_precision": "day",
        "source_code": "IRQMIL", "source_country": "IRQ", "source_group": None, "source_roles": ["MIL"],
        "source_name": "Iraqi forces", "source_span": [0, 12],
        "target_code": "IMGISI", "target_country": None, "target_group": "IMG", "target_roles": ["REB"],
        "target_name": "Islamic State", "target_span": [22, 35],
        "event_code": "190", "event_root_code": "19", "quad_class": 4, "goldstein": -10.0,
        "plover_type": "ASSAULT", "plover_mode": None, "plover_context": "military", "scope": "domestic",
        "attributed_to_code": None, "attributed_to_name": None, "background": False,
        "place_name": "al-Qaim", "admin1": "Anbar", "place_country": "IRQ", "latitude": 34.3688,
        "longitude": 41.0945, "geonames_id": 99762, "sentence_index": 0, "trigger_span": [13, 21],
        "confidence": 0.873, "profile": "default", "coder_version": "c1", "codebook_version": "b1",
        "change_seq": 1, "retracted_at": None, "sentence": event.sentence,
    }  # fmt: skip


def test_what_is_not_there_is_null(conn, make_article, make_event, coded):
    held = claimed(conn, make_article())
    event = make_event(target=None, place=None)
    replace_for_article(conn, held, coded(event), **VERSIONS)
    [record] = list_article_events(conn, held.article_id)
    absent = ("target_code", "target_country", "target_group", "target_name", "target_span")
    assert {record[name] for name in (*absent, "place_name", "latitude", "geonames_id")} == {None}
    assert record["target_roles"] is None


def test_the_same_coding_again_leaves_every_event_as_it_was(conn, make_article, make_event, coded):
    held = claimed(conn, make_article())
    result = coded(make_event(), make_event(target=None, place=None, confidence=1 / 3))
    replace_for_article(conn, held, result, **VERSIONS)
    before = list_article_events(conn, held.article_id)
    again = replace_for_article(conn, claimed_again(conn, held), result, **NEWER)
    assert again == ReplaceResult(inserted=0, changed=0, retracted=0, unchanged=2)
    assert list_article_events(conn, held.article_id) == before
    assert latest_change_seq(conn) == 2
    assert get_article(conn, held.article_id)["coder_version"] == "c2", "the article tells who coded it last"


CHANGES = [
    {"event_code": "193"},
    {"target": None},
    {"confidence": 0.5},
    {"sentence": "Another sentence."},
    {"place": None},
    {"background": True},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_any_difference_is_a_change_and_only_of_that_event(conn, make_article, make_event, coded, change):
    held = claimed(conn, make_article())
    one, other = make_event(), make_event()
    replace_for_article(conn, held, coded(one, other), **VERSIONS)
    before = {event["event_id"]: event for event in list_article_events(conn, held.article_id)}
    result = replace_for_article(
        conn, claimed_again(conn, held), coded(replace(one, **change), other), **NEWER
    )
    assert result == ReplaceResult(inserted=0, changed=1, retracted=0, unchanged=1)
    after = {event["event_id"]: event for event in list_article_events(conn, held.article_id)}
    assert after[other.event_id] == before[other.event_id]
    changed = after[one.event_id]
    assert changed["event_number"] == before[one.event_id]["event_number"]
    assert (changed["change_seq"], changed["coder_version"]) == (3, "c2")
    assert changed["coded_at"] > before[one.event_id]["coded_at"]


def test_another_explanation_is_a_change_too(conn, make_article, make_event, coded):
    held = claimed(conn, make_article())
    event = make_event()
    replace_for_article(conn, held, coded(event), **VERSIONS)
    explained = replace(event, explanation=replace(event.explanation, pattern_id="attack.2"))
    assert replace_for_article(conn, claimed_again(conn, held), coded(explained), **NEWER).changed == 1
    assert get_event(conn, event.event_id)["explanation"]["pattern_id"] == "attack.2"


def test_what_is_coded_no_more_is_retracted_and_kept_and_may_return(conn, make_article, make_event, coded):
    held = claimed(conn, make_article())
    event = make_event()
    replace_for_article(conn, held, coded(event), **VERSIONS)
    number = get_event(conn, event.event_id)["event_number"]

    held = claimed_again(conn, held)
    assert replace_for_article(conn, held, coded(), **NEWER).retracted == 1
    assert list_article_events(conn, held.article_id) == []
    assert get_article(conn, held.article_id)["state"] == "no_events"
    retracted = get_event(conn, event.event_id)
    assert retracted["retracted_at"] is not None
    assert (retracted["change_seq"], retracted["coder_version"]) == (2, "c1")
    [row] = conn.execute("SELECT change_reason, retracted_by_coder_version AS by_version FROM events")
    assert row == {"change_reason": "retracted", "by_version": "c2"}

    held = claimed_again(conn, held)
    assert replace_for_article(conn, held, coded(), **NEWER).retracted == 0, "it is retracted once"
    assert replace_for_article(conn, claimed_again(conn, held), coded(event), **NEWER).changed == 1
    returned = get_event(conn, event.event_id)
    assert (returned["retracted_at"], returned["change_seq"]) == (None, 3)
    assert (returned["event_number"], returned["coder_version"]) == (number, "c2")


def test_a_text_in_another_language_ends_as_such(conn, make_article):
    held = claimed(conn, make_article())
    replace_for_article(conn, held, CodedArticle("unsupported_language", "de", ()), **VERSIONS)
    article = get_article(conn, held.article_id)
    assert (article["state"], article["detected_language"]) == ("unsupported_language", "de")


def test_an_event_id_of_another_article_is_refused(conn, make_article, make_event, coded):
    event = make_event()
    replace_for_article(conn, claimed(conn, make_article()), coded(event), **VERSIONS)
    held = claimed(conn, make_article())
    with pytest.raises(EventIdTaken, match=str(held.article_id)):
        replace_for_article(conn, held, coded(event), **VERSIONS)


def test_a_rollback_leaves_no_trace(pool, make_article, make_event, coded):
    with transaction(pool) as conn:
        held = claimed(conn, make_article())
    with pytest.raises(psycopg.errors.DivisionByZero), transaction(pool) as conn:  # noqa: PT012 -- it fails as a whole
        replace_for_article(conn, held, coded(make_event()), **VERSIONS)
        conn.execute("SELECT 1 / 0")
    with transaction(pool) as conn:
        for table in ("events", "sentences", "explanations"):
            assert conn.execute(f"SELECT FROM {table}").fetchall() == []
        assert latest_change_seq(conn) == 0
        assert get_article(conn, held.article_id)["state"] == "coding"
        assert replace_for_article(conn, held, coded(make_event()), **VERSIONS).inserted == 1
