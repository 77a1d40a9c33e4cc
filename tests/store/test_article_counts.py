from __future__ import annotations

from datetime import date

import pytest

from store.article_counts import GROUPINGS, count_articles
from store.article_filter import ArticleFilter
from store.articles import submit_articles
from store.erase_articles import erase_article
from store.events import replace_for_article
from store.queue import claim_articles, fail_claim

VERSIONS = {"coder_version": "c1", "codebook_version": "b1", "profile": "default"}


def counted(conn, *by, **fields):
    return count_articles(conn, ArticleFilter(**fields), by=by, limit=100)


def received(conn, *by, **fields):
    return {tuple(row[name] for name in by): row["received"] for row in counted(conn, *by, **fields)}


def test_articles_are_counted_by_what_became_of_them(conn, make_article, make_event, coded):
    seen_twice = make_article()
    articles = [make_article() for _ in range(4)]
    receipts = submit_articles(conn, [seen_twice, seen_twice, *articles]).receipts
    first, second, third = claim_articles(conn, worker="w", batch_size=3, lease_seconds=10)
    replace_for_article(conn, first, coded(make_event()), **VERSIONS)
    replace_for_article(conn, second, coded(), **VERSIONS)
    fail_claim(conn, third, error="no", max_attempts=1)
    erase_article(conn, receipts[-1].article_id, events="keep")
    [row] = counted(conn, "year")
    assert row == {
        "year": "2017-01-01", "received": 5, "sightings": 1, "waiting": 1, "coded": 1, "no_events": 1,
        "unsupported_language": 0, "failed": 1, "cancelled": 0, "erased": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("day", {("2017-10-29",): 1, ("2017-10-30",): 1, ("2018-01-01",): 1}),
        ("week", {("2017-10-23",): 1, ("2017-10-30",): 1, ("2018-01-01",): 1}),
        ("month", {("2017-10-01",): 2, ("2018-01-01",): 1}),
        ("year", {("2017-01-01",): 2, ("2018-01-01",): 1}),
    ],
)
def test_periods_are_of_the_published_date(conn, make_article, by, groups):
    days = [date(2017, 10, 29), date(2017, 10, 30), date(2018, 1, 1)]
    submit_articles(conn, [make_article(published_date=day) for day in days])
    assert received(conn, by) == groups


def test_a_value_that_articles_lack_is_a_group_of_its_own(conn, make_article):
    submit_articles(conn, [make_article(publisher=None), make_article(publisher="A"), make_article()])
    assert received(conn, "publisher") == {(None,): 1, ("A",): 1, ("Example",): 1}


def test_a_language_is_the_one_detected_or_else_the_one_sent(conn, make_article, coded):
    submit_articles(conn, [make_article()])
    [claim] = claim_articles(conn, worker="w", batch_size=1, lease_seconds=10)
    replace_for_article(conn, claim, coded(), **VERSIONS)
    submit_articles(conn, [make_article(language="fr"), make_article()])
    assert received(conn, "language", "state") == {
        ("en", "no_events"): 1, ("fr", "queued"): 1, (None, "queued"): 1,
    }  # fmt: skip


def test_a_filter_says_which_articles_are_counted(conn, make_article):
    submit_articles(conn, [make_article(publisher="A"), make_article(publisher="B")])
    assert received(conn, "day", publisher="A") == {("2017-10-26",): 1}


def test_pages_of_groups_join_without_a_gap(conn, make_article):
    submit_articles(conn, [make_article(publisher=name) for name in [None, "A", "B", "C"]])
    by, seen, after = ("year", "publisher"), [], ()
    while page := count_articles(conn, ArticleFilter(), by=by, after=after, limit=1):
        seen += [row["publisher"] for row in page]
        after = tuple(page[-1][name] or "" for name in by)
    assert seen == [None, "A", "B", "C"]


def test_every_grouping_can_be_asked_for_at_once(conn, make_article):
    submit_articles(conn, [make_article()])
    [row] = counted(conn, *GROUPINGS)
    assert set(GROUPINGS) < set(row)
