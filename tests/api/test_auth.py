from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient

from api import auth, problems
from api.auth import BOOTSTRAP, UndeclaredScopeError, require_declared_scopes
from api.scopes import declared_need, needs
from decameron.embedded.stack import Servers
from store.key_text import make_key_text
from store.keys import SCOPES
from tests.api.documented import Documented
from tests.api.keyed import KeyedHouse, bearer, keyed_house
from tests.api.test_openapi import operations

BOOTSTRAP_KEY = "0123456789abcdef" * 2
ARTICLE = {"text": "Troops marched.", "published_date": "2017-10-26"}


@pytest.fixture(scope="module")
def house(servers: Servers) -> Iterator[KeyedHouse]:
    with keyed_house(servers, "auth") as made:
        yield made


@pytest.fixture(scope="module")
def locked(house: KeyedHouse) -> Flask:
    """An app that asks for keys, as one that others can reach does."""
    return house.app(require_keys=True)


@pytest.fixture(scope="module")
def keys(house: KeyedHouse) -> dict[str, Any]:
    return {scope: house.key(scope) for scope in SCOPES}


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as lines:
        yield lines


def path_of(path: str) -> str:
    """The path with an id of nothing for each of its parameters."""
    return re.sub(r"{\w+}", lambda _: str(uuid4()), path)


def all_operations(documented: Documented) -> list[tuple[str, str, str]]:
    """Method, path and the scope that the document names, of every operation that asks for a key."""
    return [
        (method.upper(), path, operation["security"][0]["key"][0])
        for method, path, operation in operations(documented.document)
        if operation["security"]
    ]


def test_only_the_health_endpoints_ask_for_no_key(documented: Documented) -> None:
    every = {path for _, path, _ in operations(documented.document)}
    assert every - {path for _, path, _ in all_operations(documented)} == {"/healthz", "/readyz"}
    assert len(all_operations(documented)) >= 7


def test_without_a_key_every_operation_is_401(locked: Flask, documented: Documented) -> None:
    for method, path, _ in all_operations(documented):
        answer = locked.test_client().open(path_of(path), method=method)
        assert answer.status_code == 401, (method, path)
        assert answer.json["type"] == problems.UNAUTHENTICATED.uri
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="decameron"'
        documented.check(answer, method, path)


def test_without_the_scope_every_operation_is_403(
    locked: Flask, documented: Documented, keys: dict[str, Any]
) -> None:
    for method, path, needed in all_operations(documented):
        for scope in set(SCOPES) - {needed, "admin"}:
            answer = locked.test_client().open(path_of(path), method=method, headers=bearer(keys[scope]))
            assert answer.status_code == 403, (method, path, scope)
            assert answer.json["type"] == problems.FORBIDDEN.uri
            assert answer.json["detail"].endswith(f"has the scope {scope}; this needs {needed}.")
            assert f'error="insufficient_scope", scope="{needed}"' in answer.headers["WWW-Authenticate"]
            documented.check(answer, method, path)


def test_with_the_scope_or_admin_every_operation_is_admitted(
    locked: Flask, documented: Documented, keys: dict[str, Any]
) -> None:
    for method, path, needed in all_operations(documented):
        for scope in {needed, "admin"}:
            answer = locked.test_client().open(path_of(path), method=method, headers=bearer(keys[scope]))
            assert answer.status_code not in (401, 403, 500), (method, path, scope)


def test_the_document_tells_the_scope_that_is_asked_for(locked: Flask, documented: Documented) -> None:
    declared = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)): declared_need(
            locked.view_functions[rule.endpoint]
        )
        for rule in locked.url_map.iter_rules()
        for method in rule.methods or ()
    }
    for method, path, needed in all_operations(documented):
        assert declared[method, path] == needed
    scheme = documented.document["components"]["securitySchemes"]["key"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/v1/openapi.json"])
def test_what_says_nothing_of_the_data_is_open(locked: Flask, path: str) -> None:
    assert locked.test_client().get(path).status_code == 200


def test_head_needs_a_key_and_options_none(locked: Flask, keys: dict[str, Any]) -> None:
    client = locked.test_client()
    assert client.head("/v1/events").status_code == 401
    assert client.head("/v1/events", headers=bearer(keys["read"])).status_code == 200
    assert client.options("/v1/events").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/v1/nothing", 404), ("PUT", "/v1/events", 405)]
)
def test_what_is_not_there_is_not_there_without_a_key(
    locked: Flask, method: str, path: str, status: int
) -> None:
    assert locked.test_client().open(path, method=method).status_code == status


UNKNOWN = make_key_text()


@pytest.mark.parametrize(
    ("given", "detail", "invalid"),
    [
        ("", "holds no key", False),
        ("Bearer", "holds no key", False),
        ("Bearer ", "holds no key", False),
        ("Basic dXNlcjpwYXNz", "holds no key", False),
        (str(UNKNOWN), "holds no key", False),
        ("Bearer nonsense", "is not of this service", True),
        (f"Bearer {UNKNOWN}x", "is not of this service", True),
        (f"Bearer {UNKNOWN}, Bearer {UNKNOWN}", "is not of this service", True),
        ("Bearer \xff", "is not of this service", True),
        (f"Bearer {UNKNOWN}", "is not known here", True),
    ],
)
def test_401_says_what_is_wrong_with_the_key(locked: Flask, given: str, detail: str, invalid: bool) -> None:
    answer = locked.test_client().get("/v1/events", headers={"Authorization": given})
    assert answer.status_code == 401
    assert detail in answer.json["detail"]
    assert ('error="invalid_token"' in answer.headers["WWW-Authenticate"]) is invalid
    assert UNKNOWN.secret not in answer.text


def test_the_scheme_may_be_written_in_any_case(locked: Flask, keys: dict[str, Any]) -> None:
    answer = locked.test_client().get("/v1/events", headers={"Authorization": f"bEARER  {keys['read']}"})
    assert answer.status_code == 200


def test_another_keys_secret_is_401(locked: Flask, keys: dict[str, Any]) -> None:
    mixed = f"dcm_{keys['admin'].key_id}_{keys['read'].secret}"
    assert locked.test_client().get("/v1/events", headers=bearer(mixed)).status_code == 401


def test_a_revoked_key_is_refused_with_the_next_request(locked: Flask, house: KeyedHouse) -> None:
    key, client = house.key("read"), locked.test_client()
    assert client.get("/v1/events", headers=bearer(key)).status_code == 200
    house.revoke(key)
    answer = client.get("/v1/events", headers=bearer(key))
    assert answer.status_code == 401
    assert f"The key {key.key_id} was revoked at 2" in answer.json["detail"]


def test_an_expired_key_is_refused(locked: Flask, house: KeyedHouse) -> None:
    key = house.key("read", expires_at=datetime(2020, 5, 17, 12, tzinfo=UTC))
    answer = locked.test_client().get("/v1/events", headers=bearer(key))
    assert answer.status_code == 401
    assert "expired at 2020-05-17 12:00 UTC" in answer.json["detail"]
    young = house.key("read", expires_at=datetime.now(UTC) + timedelta(minutes=1))
    assert locked.test_client().get("/v1/events", headers=bearer(young)).status_code == 200


def test_a_key_may_have_several_scopes(locked: Flask, house: KeyedHouse) -> None:
    headers, client = bearer(house.key("read", "ingest")), locked.test_client()
    assert client.get("/v1/events", headers=headers).status_code == 200
    assert client.post("/v1/articles", json=ARTICLE, headers=headers).status_code in (200, 202)


def test_the_bootstrap_key_may_everything_and_locks_the_door(house: KeyedHouse) -> None:
    client = house.app(bootstrap_key=BOOTSTRAP_KEY).test_client()
    assert client.get("/v1/events").status_code == 401
    assert client.get("/v1/events", headers=bearer(BOOTSTRAP_KEY[:-1] + "0")).status_code == 401
    assert client.get("/v1/events", headers=bearer(BOOTSTRAP_KEY)).status_code == 200
    assert client.post("/v1/articles", json=ARTICLE, headers=bearer(BOOTSTRAP_KEY)).status_code in (200, 202)


def test_the_first_key_ever_locks_an_open_door_for_good(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "_FIRST_KEY_SECONDS", 0.0)
    with keyed_house(servers, "first_key") as house:
        client = house.app().test_client()
        assert client.get("/v1/events").status_code == 200
        assert client.get("/v1/events", headers=bearer("whatever")).status_code == 200
        key = house.key("read")
        assert client.get("/v1/events").status_code == 401
        house.revoke(key)
        assert client.get("/v1/events").status_code == 401
        assert house.app().test_client().get("/v1/events").status_code == 401


def test_the_first_key_is_looked_for_once_a_second(house: KeyedHouse, servers: Servers) -> None:
    with keyed_house(servers, "asked_once") as empty:
        app = empty.app()
        assert app.test_client().get("/v1/events").status_code == 200
        empty.key("read")
        assert app.test_client().get("/v1/events").status_code == 200


def test_no_key_is_taken_unseen_while_the_database_is_down(app_without_servers: Flask) -> None:
    answer = app_without_servers.test_client().get("/v1/events", headers=bearer(UNKNOWN))
    assert answer.status_code == 503


def test_a_route_without_a_scope_does_not_let_the_app_start(house: KeyedHouse) -> None:
    app = house.app()
    app.add_url_rule("/forgotten", "forgotten", lambda: "secrets")
    with pytest.raises(UndeclaredScopeError, match=r"/forgotten \(forgotten\) declares no scope"):
        require_declared_scopes(app)
    answer = app.test_client().get("/forgotten")
    assert answer.status_code == 500
    assert "secrets" not in answer.text


@pytest.fixture
def erasing(house: KeyedHouse) -> FlaskClient:
    """An app with an administrative operation."""
    app = house.app(require_keys=True, bootstrap_key=BOOTSTRAP_KEY)

    @needs("admin")
    def erase() -> str:
        return "erased"

    app.add_url_rule("/erase", "erase", erase, methods=["DELETE"])
    return app.test_client()


def test_administrative_acts_are_logged_with_their_key(
    erasing: FlaskClient, logged: list[Any], keys: dict[str, Any]
) -> None:
    for headers in ({}, bearer(keys["read"]), bearer(keys["admin"]), bearer(BOOTSTRAP_KEY)):
        erasing.delete("/erase", headers=headers)
    erasing.get("/v1/events", headers=bearer(keys["admin"]))
    acts = [line for line in logged if line["event"] == "administrative_act"]
    assert [(act["key_id"], act["status"]) for act in acts] == [
        (None, 401),
        (keys["read"].key_id, 403),
        (keys["admin"].key_id, 200),
        (BOOTSTRAP, 200),
    ]
    assert {(act["operation"], act["path"]) for act in acts} == {("erase", "/erase")}


def test_the_log_has_the_id_of_a_key_and_no_secret(
    locked: Flask, logged: list[Any], keys: dict[str, Any]
) -> None:
    client = locked.test_client()
    client.get("/v1/events", headers=bearer(keys["read"]))
    client.get("/v1/events", headers=bearer(UNKNOWN))
    client.get("/v1/events", headers=bearer(BOOTSTRAP_KEY))
    first, *others = [line for line in logged if line["event"] == "request"]
    assert first["key_id"] == keys["read"].key_id
    assert [line.get("key_id") for line in others] == [None, None]
    for secret in (keys["read"].secret, UNKNOWN.secret, BOOTSTRAP_KEY):
        assert secret not in str(logged)
