"""The worker process as it is run: real Celery, real PostgreSQL, real Valkey, and a coder with faults."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.workers.conftest import Queue, Stack, StartWorker, stopped, wait_until
from workers.wake import Waker


def test_one_wake_up_codes_all_that_is_queued_on_every_child(
    stack: Stack, queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker(batch_size=4, sweep_seconds=600)
    queue.submit(*(f"sleep:0.05:{number}" for number in range(60)))
    assert Waker(stack.servers.broker_url).wake()
    wait_until(queue.all_ended, seconds=20)
    assert set(queue.states().values()) == {"coded"}
    assert queue.events_by_article() == [1] * 60
    assert len(worker.said("article_coded")) == 60
    assert "sleep:0.05" not in worker.log.read_text(), "the log holds an article's text"


def test_without_any_message_the_sweep_finds_what_is_queued(queue: Queue, start_worker: StartWorker) -> None:
    start_worker()
    queue.submit("quiet")
    assert wait_until(queue.all_ended, seconds=10) < 5


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("raise", "ValueError at workers/standin_coder.py"),
        ("hang", "took longer than the 1 seconds"),
        ("swallow", "took longer than the 1 seconds"),
        ("eat", "more than the 600 MB"),
        ("kill", "no worker survived coding it: 3 attempts"),
    ],
)
def test_a_poison_article_fails_with_its_reason_and_its_batch_mates_are_coded(
    order: str, reason: str, queue: Queue, start_worker: StartWorker
) -> None:
    deadline = 10 if order == "eat" else 1
    worker = start_worker(article_deadline_seconds=deadline, lease_seconds=1.5, child_memory_mb=600)
    mates = [f"mate {number}" for number in range(6)]
    [poison] = queue.submit(f"{order}:me", *mates)[:1]
    wait_until(queue.all_ended, seconds=45)
    assert queue.states() == {f"{order}:me": "failed"} | dict.fromkeys(mates, "coded")
    assert reason in queue.error(poison)
    assert worker.process.poll() is None
    queue.submit("after")
    wait_until(queue.all_ended, seconds=10)
    assert queue.states()["after"] == "coded"


def test_code_that_never_hears_an_alarm_is_ended_by_the_kernel(
    queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker(article_deadline_seconds=1, lease_seconds=1.5, max_attempts=1, workers=1)
    [poison] = queue.submit("hold:me")
    wait_until(queue.all_ended, seconds=30)
    assert "no worker survived" in queue.error(poison)
    queue.submit("after")
    wait_until(queue.all_ended, seconds=20)
    assert queue.states()["after"] == "coded"
    assert worker.process.poll() is None


def test_an_article_whose_child_was_killed_is_coded_again_within_fifteen_seconds(
    queue: Queue, start_worker: StartWorker, tmp_path
) -> None:
    start_worker(lease_seconds=10, sweep_seconds=2, article_deadline_seconds=120)
    queue.submit(f"kill-once:{tmp_path}/mark")
    wait_until((tmp_path / "mark").exists, seconds=10)
    assert wait_until(queue.all_ended, seconds=20) < 15
    assert list(queue.states().values()) == ["coded"]
    assert queue.events_by_article() == [1]


def test_children_die_with_a_parent_that_is_killed_and_another_worker_takes_over(
    queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker(article_deadline_seconds=20, batch_size=1)
    queue.submit("sleep:3:a", "sleep:3:b")
    wait_until(lambda: list(queue.states().values()) == ["coding"] * 2, seconds=10)
    children = worker.pids()
    assert len(children) == 2
    worker.process.kill()
    worker.process.wait()
    assert wait_until(lambda: not any(_runs(pid) for pid in children), seconds=5) < 1
    start_worker(article_deadline_seconds=20, batch_size=1)
    wait_until(queue.all_ended, seconds=20)
    assert queue.events_by_article() == [1, 1]


def test_sigterm_ends_the_article_at_hand_and_hands_back_the_rest(
    queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker(workers=1, sweep_seconds=0.2)
    queue.submit(*(f"sleep:0.6:{number}" for number in range(8)))
    wait_until(lambda: "coded" in queue.states().values(), seconds=10)
    assert _stop(worker) < 2
    assert worker.process.returncode == 0, worker.log.read_text()
    assert set(queue.states().values()) == {"coded", "queued"}
    assert queue.rows("SELECT max(attempts) AS n FROM queue")[0]["n"] == 0


def test_sigterm_interrupts_a_long_article_and_hands_it_back(queue: Queue, start_worker: StartWorker) -> None:
    worker = start_worker(workers=1, article_deadline_seconds=60)
    queue.submit("hang:long", "short")
    wait_until(lambda: "coding" in queue.states().values(), seconds=10)
    time.sleep(0.3)
    assert _stop(worker) < 2
    assert worker.process.returncode == 0, worker.log.read_text()
    assert set(queue.states().values()) == {"queued"}


def test_sigterm_ends_even_a_child_that_hears_nothing(queue: Queue, start_worker: StartWorker) -> None:
    worker = start_worker(workers=1, article_deadline_seconds=60)
    queue.submit("hold:long")
    wait_until(lambda: "coding" in queue.states().values(), seconds=10)
    time.sleep(0.3)
    children = worker.pids()
    assert _stop(worker) < 2.5
    assert not any(_runs(pid) for pid in children)
    assert queue.states() == {"hold:long": "coding"}  # until its lease runs out and another worker sweeps


def test_an_idle_worker_stops_at_once(start_worker: StartWorker) -> None:
    worker = start_worker()
    took = _stop(worker)
    assert took < 1.5, worker.log.read_text()
    assert worker.process.returncode == 0, worker.log.read_text()


def test_a_broker_that_is_killed_and_comes_back_empty_loses_nothing(
    stack: Stack, queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker()
    stack.kill("valkey")
    queue.submit("while the broker is away")
    time.sleep(2)
    stack.revive("valkey")
    wait_until(queue.all_ended, seconds=20)
    assert queue.states() == {"while the broker is away": "coded"}
    assert len([line for line in worker.said("broker_unreachable") if line["logger"] == "workers.wake"]) <= 3


def test_a_broker_that_hangs_does_not_hang_the_worker(
    stack: Stack, queue: Queue, start_worker: StartWorker
) -> None:
    start_worker()
    with stopped(stack.pid("valkey")):
        queue.submit("while the broker hangs")
        time.sleep(2)
    wait_until(queue.all_ended, seconds=20)


def test_a_database_that_is_killed_in_mid_article_costs_no_article_its_work(
    stack: Stack, queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker(workers=1, article_deadline_seconds=20, lease_seconds=10)
    queue.submit("sleep:1.5:a", "b", "c")
    wait_until(lambda: "coding" in queue.states().values(), seconds=10)
    stack.kill("postgres")
    time.sleep(2.5)
    stack.revive("postgres")
    time.sleep(1)
    wait_until(queue.all_ended, seconds=30)
    assert queue.events_by_article() == [1, 1, 1]
    suspended = worker.said("sweep_suspended")
    assert len(suspended) <= 2, "an outage is logged once"


def test_a_worker_may_start_before_its_broker(stack: Stack, queue: Queue, start_worker: StartWorker) -> None:
    queue.submit("early")
    stack.kill("valkey")
    worker = start_worker(ready=False)
    time.sleep(4)
    assert worker.process.poll() is None, worker.log.read_text()
    stack.revive("valkey")
    wait_until(queue.all_ended, seconds=20)


def _stop(worker) -> float:
    begun = time.monotonic()
    worker.process.send_signal(signal.SIGTERM)
    worker.process.wait(15)
    return time.monotonic() - begun


def _runs(pid: int) -> bool:
    """Whether it is there and no zombie, which is only a name that its new parent has yet to read."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
