from __future__ import annotations

import time

import pytest
import redis

from tests.workers.conftest import Stack, stopped
from workers.broker import BULK, CODE_QUEUED, INTERACTIVE
from workers.wake import Waker


@pytest.fixture
def broker(stack: Stack) -> redis.Redis:
    client = redis.Redis.from_url(stack.servers.broker_url)
    client.flushall()
    return client


def test_a_wake_up_names_the_task_and_holds_nothing_else(stack: Stack, broker: redis.Redis) -> None:
    waker = Waker(stack.servers.broker_url)
    assert waker.wake()
    assert waker.wake(interactive=True)
    assert broker.llen(INTERACTIVE) == 1
    [message] = broker.lrange(BULK, 0, -1)
    assert f'"task": "{CODE_QUEUED}"'.encode() in message
    assert b'"argsrepr": "()", "kwargsrepr": "{}"' in message


def test_wake_ups_that_wait_are_not_piled_up(stack: Stack, broker: redis.Redis) -> None:
    waker = Waker(stack.servers.broker_url)
    assert all(waker.wake() for _ in range(200))
    assert broker.llen(BULK) == 64


@pytest.mark.parametrize(
    "url", ["redis://127.0.0.1:1/0", "unix:///nowhere/valkey.sock", "redis://no-such-host.invalid/0"]
)
def test_a_broker_that_is_not_there_is_no_error(url: str) -> None:
    begun = time.monotonic()
    assert not Waker(url).wake()
    assert time.monotonic() - begun < 1.5


def test_a_broker_that_hangs_holds_nobody_up_and_is_used_again_when_it_answers(
    stack: Stack, broker: redis.Redis
) -> None:
    waker = Waker(stack.servers.broker_url)
    assert waker.wake()
    with stopped(stack.pid("valkey")):
        begun = time.monotonic()
        assert not waker.wake()
        assert time.monotonic() - begun < 1.5
    assert waker.wake()


def test_a_broker_that_is_full_is_no_error(stack: Stack, broker: redis.Redis) -> None:
    broker.config_set("maxmemory", "1")
    try:
        assert not Waker(stack.servers.broker_url).wake()
    finally:
        broker.config_set("maxmemory", "64mb")
