from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import psutil
import pytest
import redis

from tests.workers.conftest import Queue, Stack, StartWorker, Worker, stopped, wait_until
from workers.ask import MOST_WAITING, Asker, CodingFailed, Unanswered
from workers.asked_text import AskedText, text_key
from workers.broker import TEXTS

DAY = date(2017, 10, 26)


@pytest.fixture
def broker(stack: Stack) -> redis.Redis:
    client = redis.Redis.from_url(stack.servers.broker_url)
    client.flushall()
    return client


@pytest.fixture
def ask(stack: Stack, broker: redis.Redis) -> Callable[..., dict[str, Any]]:
    asker = Asker(stack.servers.broker_url, seconds=2)
    return lambda text: asker.ask(AskedText(text, DAY))


def test_a_text_survives_the_way_through_the_broker() -> None:
    asked = AskedText("Grüße \U0001f54a", DAY, language="de")
    assert AskedText.from_bytes(asked.as_bytes()) == asked


def test_a_text_is_coded_and_nothing_of_it_stays(
    ask, broker: redis.Redis, start_worker: StartWorker, queue: Queue
) -> None:
    worker = start_text_ready(start_worker)
    record = ask("secret words")
    [event] = record["events"]
    assert (record["state"], record["language"], record["profile"]) == ("coded", "en", "fast")
    assert (record["coder_version"], event["coder_version"]) == ("standin-1", "standin-1")
    assert event["sentence"] == "secret words"
    assert event["explanation"]["pattern_id"] == "p"
    assert "secret" not in worker.log.read_text()
    assert not [key for key in broker.keys() if key.startswith(b"decameron:")]  # noqa: SIM118 -- no mapping
    assert queue.rows("SELECT count(*) AS n FROM articles")[0]["n"] == 0


def test_a_text_is_coded_while_every_child_is_busy(ask, queue: Queue, start_worker: StartWorker) -> None:
    start_text_ready(start_worker, article_deadline_seconds=60, batch_size=1)
    queue.submit("sleep:5:a", "sleep:5:b", "sleep:5:c")
    wait_until(lambda: list(queue.states().values()).count("coding") == 2, seconds=10)
    begun = time.monotonic()
    assert ask("now")["state"] == "coded"
    assert time.monotonic() - begun < 1


def test_a_text_that_cannot_be_coded_is_told_and_not_logged(ask, start_worker: StartWorker) -> None:
    worker = start_text_ready(start_worker)
    with pytest.raises(CodingFailed):
        ask("raise:secret words")
    assert worker.said("text_failed")[0]["error"] == "ValueError"
    assert "secret" not in worker.log.read_text()
    assert ask("next")["state"] == "coded"


def test_a_text_that_hangs_is_given_up_in_time_and_the_next_is_coded(ask, start_worker: StartWorker) -> None:
    worker = start_text_ready(start_worker)
    begun = time.monotonic()
    with pytest.raises(Unanswered, match="2 seconds"):
        ask("hang:it")
    assert 1.9 < time.monotonic() - begun < 2.5
    assert ask("next")["state"] == "coded"
    assert worker.said("text_interrupted")


def test_after_a_text_that_killed_its_child_others_are_coded_soon(ask, start_worker: StartWorker) -> None:
    start_text_ready(start_worker)
    with pytest.raises(Unanswered):
        ask("kill:it")

    def answered() -> bool:
        with suppress(Unanswered):
            return bool(ask("next"))
        return False

    assert wait_until(answered, seconds=20) < 8


def test_without_a_worker_it_is_told_in_time_and_the_text_is_dropped(ask, broker: redis.Redis) -> None:
    begun = time.monotonic()
    with pytest.raises(Unanswered):
        ask("anybody there?")
    assert time.monotonic() - begun < 2.5
    assert broker.llen(TEXTS) == 1
    assert not broker.keys(text_key("*"))
    assert b"anybody" not in broker.lrange(TEXTS, 0, -1)[0]


def test_a_text_whose_client_has_gone_is_not_coded(
    ask, broker: redis.Redis, start_worker: StartWorker
) -> None:
    with pytest.raises(Unanswered):
        ask("raise:late")
    worker = start_text_ready(start_worker)
    wait_until(lambda: worker.said("text_too_late"), seconds=10)
    assert not worker.said("text_failed")


def test_more_than_may_wait_are_turned_away_at_once(ask, broker: redis.Redis) -> None:
    told: list[float] = []

    def call() -> None:
        begun = time.monotonic()
        with pytest.raises(Unanswered):
            ask("in vain")
        told.append(time.monotonic() - begun)

    threads = [threading.Thread(target=call) for _ in range(MOST_WAITING + 8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([each for each in told if each < 0.5]) == 8
    begun = time.monotonic()
    with pytest.raises(Unanswered, match="wait to be coded already"):
        ask("one more, from any process")
    assert time.monotonic() - begun < 0.5
    assert broker.llen(TEXTS) == MOST_WAITING


def test_a_broker_that_hangs_or_is_not_there_is_told_in_time(stack: Stack, ask) -> None:
    with stopped(stack.pid("valkey")):
        begun = time.monotonic()
        with pytest.raises(Unanswered, match="cannot be reached"):
            ask("anybody there?")
        assert time.monotonic() - begun < 1.5
    with pytest.raises(Unanswered, match="cannot be reached"):
        Asker("unix:///nowhere/valkey.sock").ask(AskedText("anybody there?", DAY))


def test_a_forged_ticket_does_nothing(stack: Stack, ask, start_worker: StartWorker) -> None:
    worker = start_text_ready(start_worker)
    asker = Asker(stack.servers.broker_url)
    asker._app.send_task("decameron.code_text", args=("none",), queue=TEXTS)
    wait_until(lambda: worker.said("text_too_late"), seconds=5)
    assert ask("next")["state"] == "coded"


def test_batches_give_way_to_texts(start_worker: StartWorker) -> None:
    worker = start_text_ready(start_worker)
    [text_child] = text_worker(worker).children()
    own = os.nice(0)  # 19 is the most there is
    assert [psutil.Process(pid).nice() for pid in worker.pids()] == [min(own + 10, 19)] * 2
    assert (text_worker(worker).nice(), text_child.nice()) == (own, own)


def test_a_worker_whose_text_worker_ends_stops_to_be_started_anew(start_worker: StartWorker) -> None:
    worker = start_text_ready(start_worker)
    os.kill(text_worker(worker).pid, signal.SIGKILL)
    assert wait_until(lambda: worker.process.poll() is not None, seconds=10) < 5
    assert worker.said("text_worker_ended")


def test_sigterm_stops_both_in_time(start_worker: StartWorker) -> None:
    worker = start_text_ready(start_worker)
    pids = [each.pid for each in psutil.Process(worker.process.pid).children(recursive=True)]
    begun = time.monotonic()
    worker.process.send_signal(signal.SIGTERM)
    assert worker.process.wait(10) == 0, worker.log.read_text()
    assert time.monotonic() - begun < 2
    assert not [pid for pid in pids if psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie"]


def start_text_ready(start_worker: StartWorker, **settings: object) -> Worker:
    worker = start_worker(**settings)
    wait_until(lambda: worker.said("text_worker_ready"), seconds=10)
    return worker


def text_worker(worker: Worker) -> psutil.Process:
    """The child that has a child."""
    [found] = [each for each in psutil.Process(worker.process.pid).children() if each.children()]
    return found
