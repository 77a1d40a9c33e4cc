from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient

from store.pool import Pool, transaction
from store.queue import claim_articles, fail_claim
from tests.api.conftest import CodeNext, MakeEvents
from tests.api.documented import Documented

PATH = "/v1/jobs/{job_id}"
Submit = Callable[..., dict[str, Any]]


def test_a_job_is_followed_to_its_end(
    client: FlaskClient,
    submit: Submit,
    code_next: CodeNext,
    make_events: MakeEvents,
    documented: Documented,
) -> None:
    job_id = submit()["job_id"]
    queued = client.get(f"/v1/jobs/{job_id}")
    documented.check(queued, "GET", PATH)
    assert (queued.json["state"], queued.json["done"], queued.json["counts"]) == ("queued", 0, {"queued": 1})
    assert queued.headers["Retry-After"] == "1"
    code_next(*make_events())
    done = client.get(f"/v1/jobs/{job_id}")
    documented.check(done, "GET", PATH)
    assert (done.json["state"], done.json["done"], done.json["counts"]) == ("done", 1, {"coded": 1})
    assert done.json["started_at"] <= done.json["finished_at"]
    assert "Retry-After" not in done.headers


def test_a_job_tells_what_failed_and_why(
    client: FlaskClient, submit: Submit, pool: Pool, documented: Documented
) -> None:
    accepted = submit()
    with transaction(pool) as conn:
        [claim] = claim_articles(conn, worker="test", batch_size=1, lease_seconds=60)
    with transaction(pool) as conn:
        assert fail_claim(conn, claim, error="the parser gave up", max_attempts=1)
    answer = client.get(f"/v1/jobs/{accepted['job_id']}")
    documented.check(answer, "GET", PATH)
    assert answer.json["state"] == "failed"
    assert answer.json["errors"] == [{"article_id": accepted["article_id"], "error": "the parser gave up"}]
    article = client.get(f"/v1/articles/{accepted['article_id']}").json
    assert (article["state"], article["error"]) == ("failed", "the parser gave up")


def test_a_job_that_is_not_there_is_404(client: FlaskClient, documented: Documented) -> None:
    unknown = uuid4()
    answer = client.get(f"/v1/jobs/{unknown}")
    documented.check(answer, "GET", PATH)
    assert answer.status_code == 404
    assert answer.json["detail"] == f"There is no job {unknown}."
