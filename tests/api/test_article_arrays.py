from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient

from store.pool import Pool
from tests.api.documented import Documented

PATH = "/v1/articles"


def article(**fields: Any) -> dict[str, Any]:
    return {"text": f"Troops marched. {uuid4()}", "published_date": "2017-10-26", **fields}


def test_an_array_is_one_job_with_a_result_for_each(client: FlaskClient, documented: Documented) -> None:
    first, second = article(), article()
    answer = client.post(PATH, json=[first, second, first])
    documented.check(answer, "POST", PATH)
    assert answer.status_code == 202
    assert [each["status"] for each in answer.json["items"]] == ["accepted", "accepted", "known"]
    assert [each["index"] for each in answer.json["items"]] == [0, 1, 2]
    told = {name: answer.json[name] for name in ("accepted", "known", "refused")}
    assert told == {"accepted": 2, "known": 1, "refused": 0}
    assert answer.headers["Location"] == f"/v1/jobs/{answer.json['job_id']}"
    job = client.get(answer.headers["Location"]).json
    assert job["article_ids"] == sorted(each["article_id"] for each in answer.json["items"][:2])


def test_one_that_is_wrong_is_refused_by_itself(client: FlaskClient, documented: Documented) -> None:
    answer = client.post(PATH, json=[article(text=""), article(), 7, article(lang="en")])
    documented.check(answer, "POST", PATH)
    assert answer.status_code == 202
    assert [each["status"] for each in answer.json["items"]] == ["refused", "accepted", "refused", "refused"]
    problems = [each["problem"]["errors"] for each in answer.json["items"] if "problem" in each]
    assert [[error["pointer"] for error in errors] for errors in problems] == [
        ["#/0/text"],
        ["#/2"],
        ["#/3/lang"],
    ]
    assert client.get(answer.headers["Location"]).json["total"] == 1


def test_where_none_can_be_taken_the_request_is_refused(
    client: FlaskClient, pool: Pool, documented: Documented
) -> None:
    answer = client.post(PATH, json=[article(text=""), {}])
    documented.check(answer, "POST", PATH)
    assert answer.status_code == 422
    pointers = [each["pointer"] for each in answer.json["errors"]]
    assert sorted(pointers) == ["#/0/text", "#/1/published_date", "#/1/text"]
    with pool.connection() as connection:
        assert connection.execute("SELECT count(*) FROM jobs").fetchone() == {"count": 0}


def test_an_array_has_something_in_it_and_not_too_much(client: FlaskClient, documented: Documented) -> None:
    for body, reason in (([], "is an empty array"), ([{}] * 1_001, "has 1,001 articles; 1,000 is the most")):
        answer = client.post(PATH, json=body)
        documented.check(answer, "POST", PATH)
        assert answer.status_code == 422
        assert answer.json["errors"][0]["pointer"] == "#"
        assert reason in answer.json["errors"][0]["detail"]


def test_a_thousand_articles_are_taken(client: FlaskClient) -> None:
    answer = client.post(PATH, json=[article() for _ in range(1_000)])
    assert (answer.status_code, answer.json["accepted"]) == (202, 1_000)
