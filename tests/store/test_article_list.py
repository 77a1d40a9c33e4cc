from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from store.article_filter import ArticleFilter
from store.article_list import list_articles
from store.articles import submit_articles
from store.erase_articles import erase_article
from store.events import replace_for_article
from store.queue import claim_articles, fail_claim

VERSIONS = {"coder_version": "c1", "codebook_version": "b1", "profile": "default"}
LONG = "\U0001d11e" * 1_000  # four bytes each, and more than an index row holds


def listed(conn, limit=100, after=None, **fields):
    return [
        row["article_id"] for row in list_articles(conn, ArticleFilter(**fields), after=after, limit=limit)
    ]


def submit(conn, *articles):
    return [receipt.article_id for receipt in submit_articles(conn, articles).receipts]


def claim(conn):
    [claimed] = claim_articles(conn, worker="w", batch_size=1, lease_seconds=10)
    return claimed


def test_articles_are_listed_in_the_order_they_came_and_without_their_text(conn, make_article):
    article = make_article()
    ids = submit(conn, article, make_article(), article)
    rows = list_articles(conn, ArticleFilter(), limit=10)
    assert [row["article_id"] for row in rows] == sorted(ids[:2])
    told = {row["article_id"]: row for row in rows}[ids[0]]
    assert "text" not in told
    assert (told["state"], told["event_count"], told["sighting_count"]) == ("queued", 0, 1)


def test_pages_hold_every_article_once_whatever_comes_meanwhile(conn, make_article):
    ids = sorted(submit(conn, *(make_article() for _ in range(7))))
    seen, after = [], None
    while page := listed(conn, limit=3, after=after):
        seen += page
        after = page[-1]
        if len(seen) == 3:
            later = submit(conn, make_article())
    assert seen == ids + later


def test_what_an_article_lacks_is_counted_for_the_page(conn, make_article, make_event, coded):
    submit(conn, make_article())
    replace_for_article(conn, claim(conn), coded(make_event(), make_event()), **VERSIONS)
    [row] = list_articles(conn, ArticleFilter(), limit=10)
    assert (row["event_count"], row["state"], row["coder_version"]) == (2, "coded", "c1")


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"publisher": "Reuters"}, {"publisher": "Reuters"}),
        ({"publisher": LONG}, {"publisher": LONG}),
        ({"external_id": "x-1"}, {"external_id": "x-1"}),
        ({"external_id": LONG}, {"external_id": LONG}),
        ({"url": "https://e.org/" + "x" * 2_000}, {"url": "https://e.org/" + "x" * 2_000}),
        ({"published_date": date(2020, 1, 2)}, {"published_date_from": date(2020, 1, 2)}),
        ({"published_date": date(2010, 1, 2)}, {"published_date_to": date(2010, 1, 2)}),
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_filter_keeps_what_it_says(conn, make_article, given, asked):
    [wanted, _] = submit(conn, make_article(**given), make_article())
    assert listed(conn, **asked) == [wanted]


def test_a_publisher_that_only_begins_alike_is_another(conn, make_article):
    submit(conn, make_article(publisher="P" * 200), make_article(publisher="P" * 201))
    assert len(listed(conn, publisher="P" * 200)) == 1


@pytest.mark.parametrize("field", ["external_id", "url"])
def test_an_article_is_found_by_its_sightings_too(conn, make_article, field):
    article = make_article()
    again = make_article(text=article.text, **{field: "https://again.example.org"})
    [wanted, _, _] = submit(conn, article, again, make_article())
    assert listed(conn, **{field: "https://again.example.org"}) == [wanted]


def test_a_job_lists_its_articles(conn, make_article):
    submission = submit_articles(conn, [make_article(), make_article()])
    submit(conn, make_article())
    assert listed(conn, job_id=submission.job_id) == sorted(each.article_id for each in submission.receipts)
    assert listed(conn, job_id=uuid4()) == []


def test_states_are_found_wherever_they_are_kept(conn, make_article, coded):
    for _ in range(3):
        submit(conn, make_article())
    failed, none, coding = claim(conn), claim(conn), claim(conn)
    fail_claim(conn, failed, error="no", max_attempts=1)
    replace_for_article(conn, none, coded(), **VERSIONS)
    [queued, erased] = submit(conn, make_article(), make_article())
    erase_article(conn, erased, events="keep")
    assert listed(conn, state=("failed",)) == [failed.article_id]
    assert listed(conn, state=("no_events",)) == [none.article_id]
    assert listed(conn, state=("coding",)) == [coding.article_id]
    assert listed(conn, state=("queued",)) == [queued]
    assert listed(conn, state=("erased",)) == [erased]
    assert listed(conn, state=("cancelled", "failed")) == [failed.article_id]
    assert listed(conn, state=("coded",)) == []
    assert set(listed(conn, state=("erased", "queued", "failed"))) == {queued, erased, failed.article_id}


def test_an_article_that_failed_once_and_waits_again_is_not_failed(conn, make_article):
    article = make_article()
    submit(conn, article)
    fail_claim(conn, claim(conn), error="no", max_attempts=1)
    submit(conn, article)
    assert listed(conn, state=("failed",)) == []
    assert len(listed(conn, state=("queued",))) == 1


@pytest.mark.parametrize(
    ("fields", "index"),
    [
        ({"external_id": "x-1"}, "articles_external_id_idx"),
        ({"url": "https://e.org/1"}, "articles_url_idx"),
        ({"publisher": "Reuters"}, "articles_publisher_idx"),
        (
            {"published_date_from": date(2017, 1, 1), "published_date_to": date(2017, 1, 2)},
            "published_date_idx",
        ),
        ({"state": ("erased",)}, "articles_erased_idx"),
        ({"state": ("cancelled",)}, "job_articles_uncoded_idx"),
        ({"job_id": uuid4()}, "job_articles_pkey"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value,
)
def test_a_filter_has_an_index(conn, fields, index):
    """That there is one that fits: a table this small would else be read whole."""
    from psycopg import sql

    from store.article_filter import articles_where

    condition = articles_where(ArticleFilter(**fields))
    query = sql.SQL("EXPLAIN SELECT article_id FROM articles WHERE {}").format(condition.expression)
    conn.execute("SET LOCAL enable_seqscan = off")
    plan = "\n".join(row["QUERY PLAN"] for row in conn.execute(query, condition.parameters))
    assert index in plan
