from __future__ import annotations

import time

import redis

from decameron.settings import Settings
from store.pool import Pool, StoreUnavailable, open_pool
from tests.workers.conftest import Queue, Stack, wait_until
from workers.broker import BULK
from workers.claim_articles import claim_articles
from workers.sweep import Sweeper, sweep
from workers.wake import Waker

SETTINGS = Settings(sweep_seconds=0.05, lease_seconds=0.2)


def expire(pool: Pool) -> None:
    claim_articles(pool, SETTINGS, worker="dead")
    time.sleep(0.3)


def test_what_a_dead_worker_held_is_queued_and_a_worker_woken(stack: Stack, pool: Pool, queue: Queue) -> None:
    broker = redis.Redis.from_url(stack.servers.broker_url)
    broker.flushall()
    queue.submit("a", "b")
    expire(pool)
    assert set(queue.states().values()) == {"coding"}
    sweep(pool, Waker(stack.servers.broker_url), max_attempts=3)
    assert set(queue.states().values()) == {"queued"}
    assert broker.llen(BULK) == 1


def test_nobody_is_woken_for_nothing(stack: Stack, pool: Pool) -> None:
    broker = redis.Redis.from_url(stack.servers.broker_url)
    broker.flushall()
    sweep(pool, Waker(stack.servers.broker_url), max_attempts=3)
    assert broker.llen(BULK) == 0


def test_two_sweeps_at_once_count_no_attempt_twice(stack: Stack, pool: Pool, queue: Queue) -> None:
    queue.submit("a")
    expire(pool)
    sweepers = [Sweeper(pool, Waker(stack.servers.broker_url), SETTINGS) for _ in range(2)]
    for each in sweepers:
        each.start()
    wait_until(lambda: queue.states() == {"a": "queued"}, seconds=5)
    for each in sweepers:
        each.stop()
    assert queue.rows("SELECT attempts FROM queue") == [{"attempts": 1}]


def test_a_sweeper_survives_an_outage_and_goes_on(stack: Stack, queue: Queue) -> None:
    queue.submit("a")
    with open_pool(stack.servers.database_url, timeout=0.2, max_size=1) as pool:
        expire(pool)
        stack.kill("postgres")
        sweeper = Sweeper(pool, Waker(stack.servers.broker_url), SETTINGS)
        sweeper.start()
        time.sleep(1)
        stack.revive("postgres")
        wait_until(lambda: _states(queue) == {"a": "queued"}, seconds=20)
        sweeper.stop()


def _states(queue: Queue) -> dict[str, str]:
    try:
        return queue.states()
    except StoreUnavailable:
        return {}
