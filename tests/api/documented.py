"""Checks answers against what the served document says of them."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from werkzeug.test import TestResponse

_SOMETIMES = {"Link", "Preference-Applied"}  # headers that not every answer has


def _absolute(schema: Any) -> Any:
    """The schema with every reference made one into the document."""
    if isinstance(schema, list):
        return [_absolute(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: f"urn:document{value}" if name == "$ref" else _absolute(value) for name, value in schema.items()
    }


class Documented:
    """The served OpenAPI document, with the means to hold an answer against it."""

    def __init__(self, client: FlaskClient) -> None:
        self.document: dict[str, Any] = client.get("/v1/openapi.json").json
        resource = DRAFT202012.create_resource(self.document)
        self._registry = Registry().with_resource("urn:document", resource)

    def operation(self, method: str, path: str) -> dict[str, Any]:
        return self.document["paths"][path][method.lower()]

    def response(self, method: str, path: str, status: int) -> dict[str, Any]:
        return self.resolved(self.operation(method, path)["responses"][str(status)])

    def resolved(self, described: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in described:
            found: Any = self.document
            for part in described["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            described = found
        return described

    def check(self, answer: TestResponse, method: str, path: str) -> None:
        """The answer's status, type, headers and body are as documented, with no field more or less."""
        described = self.response(method, path, answer.status_code)
        assert answer.content_type in described["content"]
        content = described["content"][answer.content_type]
        for name in described.get("headers", {}):
            if name not in _SOMETIMES and not (answer.is_json and answer.json.get("finished_at")):
                assert name in answer.headers
        self.check_value(answer.json if answer.is_json else answer.text, content["schema"])

    def check_value(self, value: Any, schema: dict[str, Any]) -> None:
        validator = OAS31Validator(
            _absolute(schema), registry=self._registry, format_checker=OAS31Validator.FORMAT_CHECKER
        )
        errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
        assert not errors, errors
        self._check_no_more(value, schema)

    def _alternatives(self, value: Any, schema: dict[str, Any]) -> list[dict[str, Any]]:
        """Those of a schema's alternatives that describe the value."""
        one_of = [
            each
            for each in schema.get("oneOf", ())
            if isinstance(value, dict) and set(self.resolved(each).get("required", ())) <= set(value)
        ]
        any_of = [each for each in schema.get("anyOf", ()) if "$ref" in each and value is not None]
        return one_of + any_of

    def _check_no_more(self, value: Any, schema: dict[str, Any]) -> None:
        """Every field of an answer is described, though its schema leaves room for more."""
        for alternative in self._alternatives(value, schema):
            self._check_no_more(value, alternative)
        schema = self.resolved(schema)
        if isinstance(value, dict) and "properties" in schema:
            assert set(value) <= set(schema["properties"]), set(value) - set(schema["properties"])
            for name, below in value.items():
                self._check_no_more(below, schema["properties"][name])
        if isinstance(value, list) and "items" in schema:
            for below in value:
                self._check_no_more(below, schema["items"])
