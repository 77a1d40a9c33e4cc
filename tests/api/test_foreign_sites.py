from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from api.foreign_sites import FriendlySites, Sender, names_of, refuse_foreign_site
from api.problems import FOREIGN_SITE, Problem
from tests.api.documented import Documented

ARTICLE = {"text": "Troops marched.", "published_date": "2017-10-26"}
FRIENDLY = FriendlySites(frozenset({"news.example.org"}), frozenset({"https://app.example.org"}))


def passes(sender: Sender, friendly: FriendlySites = FRIENDLY) -> bool:
    try:
        refuse_foreign_site(sender, friendly)
    except Problem as problem:
        return problem.type is not FOREIGN_SITE
    return True


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("localhost:8000", True),
        ("LocalHost:8000", True),
        ("localhost.:8000", True),
        ("127.0.0.1", True),
        ("127.0.0.1:8000", True),
        ("[::1]", True),
        ("[::1]:8000", True),
        ("news.example.org", True),
        ("News.Example.Org:443", True),
        ("", False),
        (":8000", False),
        ("evil.example", False),
        ("evil.example:8000", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("evil.example@localhost", False),
        ("news.example.org.evil.example", False),
        ("192.168.1.5:8000", False),
        ("[::ffff:10.0.0.1]:8000", False),
        ("0.0.0.0", False),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_only_loopbacks_own_names_and_listed_ones_are_answered(
    method: str, host: str, expected: bool
) -> None:
    assert passes(Sender(method, "http", host, None)) is expected


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (None, True),
        ("http://localhost:8000", True),
        ("HTTP://LOCALHOST:8000", True),
        ("https://app.example.org", True),
        ("https://localhost:8000", False),
        ("http://localhost:3000", False),
        ("http://localhost", False),
        ("https://evil.example", False),
        ("https://app.example.org.evil.example", False),
        ("null", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("method", ["POST", "DELETE", "PUT", "PATCH", "BREW"])
def test_another_origin_may_change_nothing(method: str, origin: str | None, expected: bool) -> None:
    assert passes(Sender(method, "http", "localhost:8000", origin)) is expected


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_another_origin_may_ask_for_what_its_page_cannot_read(method: str) -> None:
    assert passes(Sender(method, "http", "localhost:8000", "https://evil.example"))


def test_names_are_parted_by_commas() -> None:
    assert names_of(None) == names_of(" , ") == frozenset()
    assert names_of("A.example, b.example ,") == {"a.example", "b.example"}


def test_a_rebound_name_reads_and_writes_nothing(client: FlaskClient, documented: Documented) -> None:
    headers = {"Host": "evil.example:8000", "Origin": "http://evil.example:8000"}
    for method, path in (("GET", "/v1/events"), ("POST", "/v1/articles"), ("GET", "/")):
        answer = client.open(path, method=method, headers=headers, json=ARTICLE)
        assert answer.status_code == 403
        assert answer.json["type"] == FOREIGN_SITE.uri
        assert "DECAMERON_ALLOWED_HOSTS" in answer.json["detail"]
        documented.check(answer, method, path)


def test_a_page_elsewhere_submits_nothing(client: FlaskClient, pool) -> None:
    answer = client.post("/v1/articles", json=ARTICLE, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "'https://evil.example'" in answer.json["detail"]
    with pool.connection() as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == {"count": 0}
    own = client.post("/v1/articles", json=ARTICLE, headers={"Origin": "http://localhost"})
    assert own.status_code in (200, 202)


def test_whoever_asks_after_its_health_may_do_so_by_any_name(client: FlaskClient) -> None:
    assert client.get("/healthz", headers={"Host": "10.0.0.7:8000"}).status_code == 200
