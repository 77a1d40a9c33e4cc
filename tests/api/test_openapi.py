from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from tests.api.documented import Documented

METHODS = {"get", "post", "put", "patch", "delete"}


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def test_the_document_is_sound_openapi_3_1(documented: Documented) -> None:
    assert documented.document["openapi"] == "3.1.0"
    validate(documented.document, cls=OpenAPIV31SpecValidator)


def test_every_route_is_documented(app: Flask, documented: Documented) -> None:
    served = {
        (method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    told = {(method, path) for method, path, _ in operations(documented.document)}
    assert served - told == {("get", "/v1/openapi.json"), ("get", "/docs"), ("get", "/docs/{name}")}
    assert told <= served


def test_every_operation_is_told_in_full(documented: Documented) -> None:
    names = set()
    for method, path, operation in operations(documented.document):
        where = f"{method} {path}"
        assert operation["summary"], where
        names.add(operation["operationId"])
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description") or parameter["in"] == "path", where
        assert {"405", "406", "422", "500"} <= set(operation["responses"]), where
        assert ("404" in operation["responses"]) == ("{" in path), where
    assert len(names) == len(operations(documented.document))


def test_every_example_is_what_its_schema_says(documented: Documented) -> None:
    seen = 0
    for method, path, operation in operations(documented.document):
        contents = [operation["requestBody"]["content"]] if "requestBody" in operation else []
        contents += [documented.resolved(each).get("content", {}) for each in operation["responses"].values()]
        for content in contents:
            for media_type, described in content.items():
                examples = [each["value"] for each in described.get("examples", {}).values()]
                examples += [described["example"]] if "example" in described else []
                assert examples, f"{method} {path} has an answer or body of {media_type} without an example"
                for example in examples:
                    documented.check_value(example, described["schema"])
                    seen += 1
    assert seen > 40


def test_the_example_of_a_submission_is_taken(client: FlaskClient, documented: Documented) -> None:
    content = documented.operation("POST", "/v1/articles")["requestBody"]["content"]["application/json"]
    example = content["examples"]["article"]["value"]
    answer = client.post("/v1/articles", json=example)
    assert answer.status_code == 202
    article = client.get(f"/v1/articles/{answer.json['article_id']}").json
    assert {name: article[name] for name in example} == example


@pytest.mark.parametrize("name", ["job", "article", "events"])
def test_the_links_of_a_submission_lead_on(client: FlaskClient, documented: Documented, name: str) -> None:
    link = documented.response("POST", "/v1/articles", 202)["links"][name]
    paths = {operation["operationId"]: path for _, path, operation in operations(documented.document)}
    accepted = client.post(
        "/v1/articles", json={"text": "Troops marched.", "published_date": "2017-10-26"}
    ).json
    [(parameter, expression)] = link["parameters"].items()
    value = accepted[expression.removeprefix("$response.body#/")]
    assert client.get(paths[link["operationId"]].format(**{parameter: value})).status_code == 200
