"""The batch, its parts and its leases, on a real database, in this process."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from coders.models import Article, CodedArticle
from decameron.settings import Settings
from store.pool import Pool, transaction
from tests.workers.conftest import Queue
from tests.workers.standin_coder import StandinCoder
from workers.claim_articles import claim_articles
from workers.code_articles import Desk, code_articles
from workers.interruption import DRAIN_SIGNAL, Interruption

SETTINGS = Settings(article_deadline_seconds=0.5, lease_seconds=2)


@dataclass(frozen=True)
class ShortCoder(StandinCoder):
    """Gives one result fewer than it was asked for."""

    def code_many(self, articles: Sequence[Article]) -> Iterator[CodedArticle]:
        return super().code_many(articles[:-1])


@pytest.fixture
def interruption() -> Iterator[Interruption]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGALRM, signal.SIGPROF, DRAIN_SIGNAL)}
    made = Interruption(drain_seconds=0.1)
    made.install()
    yield made
    for number, handler in kept.items():
        signal.signal(number, handler)


def desk(pool: Pool, interruption: Interruption, coder: StandinCoder | None = None) -> Desk:
    return Desk(coder=coder or StandinCoder(), pool=pool, settings=SETTINGS, interruption=interruption)


def claim(pool: Pool):
    return claim_articles(pool, SETTINGS, worker="test")


def test_a_batch_is_coded_and_written(pool: Pool, queue: Queue, interruption: Interruption) -> None:
    queue.submit("a", "b", "c")
    code_articles(claim(pool), desk(pool, interruption))
    assert queue.states() == dict.fromkeys("abc", "coded")
    assert queue.rows("SELECT state FROM jobs") == [{"state": "done"}]


def test_one_article_that_raises_is_tried_again_and_takes_nobody_along(
    pool: Pool, queue: Queue, interruption: Interruption
) -> None:
    queue.submit("a", "raise:me", "c")
    code_articles(claim(pool), desk(pool, interruption))
    assert queue.states() == {"a": "coded", "raise:me": "queued", "c": "coded"}
    for _ in range(2):
        code_articles(claim(pool), desk(pool, interruption))
    assert queue.states()["raise:me"] == "failed"


def test_one_article_past_its_deadline_takes_nobody_along(
    pool: Pool, queue: Queue, interruption: Interruption
) -> None:
    queue.submit("a", "hang:me", "c")
    code_articles(claim(pool), desk(pool, interruption))
    assert queue.states() == {"a": "coded", "hang:me": "queued", "c": "coded"}


def test_a_batch_that_used_up_its_time_hands_the_rest_back_uncounted(
    pool: Pool, queue: Queue, interruption: Interruption
) -> None:
    queue.submit(*(f"sleep:0.4:{number}" for number in range(6)))
    code_articles(claim(pool), desk(pool, interruption))
    states = list(queue.states().values())
    assert states.count("coded") == 4
    assert states.count("queued") == 2
    assert queue.rows("SELECT DISTINCT attempts FROM queue") == [{"attempts": 0}]


def test_a_coder_that_gives_too_few_results_is_asked_for_each_article(
    pool: Pool, queue: Queue, interruption: Interruption
) -> None:
    queue.submit("a")
    queue.submit("b")
    code_articles(claim(pool), desk(pool, interruption, ShortCoder()))
    assert queue.states() == {"a": "coded", "b": "coded"}


def test_a_worker_that_was_told_to_stop_hands_its_claims_back(
    pool: Pool, queue: Queue, interruption: Interruption
) -> None:
    queue.submit("a", "b")
    claims = claim(pool)
    interruption.draining = True
    code_articles(claims, desk(pool, interruption))
    assert queue.states() == {"a": "queued", "b": "queued"}


def test_a_lease_is_kept_while_its_article_is_coded(
    pool: Pool, queue: Queue, interruption: Interruption
) -> None:
    settings = Settings(article_deadline_seconds=10, lease_seconds=0.6)
    queue.submit("sleep:1.5")
    [held] = claim_articles(pool, settings, worker="test")
    code_articles([held], Desk(StandinCoder(), pool, settings, interruption))
    assert queue.states() == {"sleep:1.5": "coded"}


def test_a_result_whose_lease_was_lost_changes_nothing(
    pool: Pool, queue: Queue, interruption: Interruption
) -> None:
    queue.submit("a")
    claims = claim(pool)
    with transaction(pool) as conn:
        conn.execute("UPDATE queue SET lease_token = gen_random_uuid()")
    code_articles(claims, desk(pool, interruption))
    assert queue.states() == {"a": "coding"}
    assert queue.events_by_article() == [0]


def test_nothing_is_claimed_while_the_database_is_away(interruption: Interruption) -> None:
    from store.pool import open_pool

    with open_pool("postgresql:///none?host=/nowhere", timeout=0.2) as away:
        assert claim(away) == []
