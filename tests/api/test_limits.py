from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from api.limits import Limiter, Quota, Usage, read_quota
from api.problems import RATE_LIMITED
from decameron.embedded.stack import Servers
from decameron.settings import Settings
from tests.api.documented import Documented
from tests.api.keyed import KeyedHouse, bearer, keyed_house


@pytest.fixture(scope="module")
def house(servers: Servers) -> Iterator[KeyedHouse]:
    with keyed_house(servers, "limits") as made:
        yield made


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with structlog.testing.capture_logs() as lines:
        yield lines


def test_the_setting_is_requests_and_seconds_or_off() -> None:
    assert read_quota("100/60") == Quota(100, 60)
    assert read_quota("off") is None
    assert read_quota(Settings().rate_limit) == Quota(6000, 60)


def test_the_headers_are_structured_fields() -> None:
    quota = Quota(100, 60)
    assert quota.as_header() == '"default";q=100;w=60'
    assert Usage(used=50, left=30).as_header(quota) == '"default";r=50;t=30'
    assert Usage(used=101, left=1).as_header(quota) == '"default";r=0;t=1'


def test_a_key_is_told_what_it_has_left_and_then_held_back(house: KeyedHouse, documented: Documented) -> None:
    client = house.app(require_keys=True, rate_limit="3/60").test_client()
    headers = bearer(house.key("read"))
    for left in (2, 1, 0):
        answer = client.get("/v1/events", headers=headers)
        assert answer.status_code == 200
        assert answer.headers["RateLimit-Policy"] == '"default";q=3;w=60'
        assert re.fullmatch(rf'"default";r={left};t=(60|59|58)', answer.headers["RateLimit"])
    answer = client.get("/v1/events", headers=headers)
    assert answer.status_code == 429
    assert answer.json["type"] == RATE_LIMITED.uri
    assert "may make 3 requests in 60 seconds" in answer.json["detail"]
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["RateLimit"] == f'"default";r=0;t={answer.headers["Retry-After"]}'
    documented.check(answer, "GET", "/v1/events")
    other = client.get("/v1/events", headers=bearer(house.key("read")))
    assert other.status_code == 200, "a key's limit is its own"
    assert client.get("/healthz", headers=headers).status_code == 200


def test_two_processes_count_together(house: KeyedHouse) -> None:
    headers = bearer(house.key("read"))
    clients = [house.app(require_keys=True, rate_limit="3/60").test_client() for _ in range(2)]
    statuses = [client.get("/v1/events", headers=headers).status_code for client in clients * 2]
    assert statuses == [200, 200, 200, 429]


def test_the_window_ends(servers: Servers) -> None:
    limiter = Limiter(servers.broker_url, Quota(1, 1))
    assert [limiter.use("window") for _ in range(2)] == [Usage(1, 1), Usage(2, 1)]
    time.sleep(1.1)
    assert limiter.use("window") == Usage(1, 1)


def test_without_a_key_there_is_no_limit(client: Any) -> None:
    answer = client.get("/v1/events")
    assert not [name for name, _ in answer.headers if name.startswith("RateLimit")]


def test_off_is_off(house: KeyedHouse) -> None:
    client = house.app(require_keys=True, rate_limit="off").test_client()
    answer = client.get("/v1/events", headers=bearer(house.key("read")))
    assert answer.status_code == 200
    assert "RateLimit-Policy" not in answer.headers


def test_without_a_broker_nobody_is_held_back_and_the_log_says_so_once(
    house: KeyedHouse, logged: list[Any]
) -> None:
    app = house.app(require_keys=True, rate_limit="1/60", broker_url="unix:///nonexistent/broker.sock")
    headers = bearer(house.key("read"))
    for _ in range(3):
        answer = app.test_client().get("/v1/events", headers=headers)
        assert answer.status_code == 200
        assert answer.headers["RateLimit-Policy"] == '"default";q=1;w=60'
        assert "RateLimit" not in answer.headers
    lines = [line for line in logged if line["event"].startswith("rate_limits")]
    assert [line["event"] for line in lines] == ["rate_limits_suspended"]


def test_a_broker_that_hangs_costs_one_request_a_moment_and_the_next_nothing(tmp_path: Any) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "s"))
        silent.listen()
        limiter = Limiter(f"unix://{tmp_path}/s", Quota(1, 60))
        began = time.monotonic()
        assert limiter.use("key") is None
        assert time.monotonic() - began < 1.0
        began = time.monotonic()
        assert [limiter.use("key") for _ in range(100)] == [None] * 100
        assert time.monotonic() - began < 0.1
