"""Checks answers against what the served document says of them."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from werkzeug.test import TestResponse


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
        [(media_type, content)] = described["content"].items()
        assert answer.content_type == media_type
        for name in described.get("headers", {}):
            if name != "Link" and not (answer.json or {}).get("finished_at"):
                assert name in answer.headers
        self.check_value(answer.json, content["schema"])

    def check_value(self, value: Any, schema: dict[str, Any]) -> None:
        absolute = {"$ref": f"urn:document{schema['$ref']}"} if "$ref" in schema else schema
        validator = OAS31Validator(
            absolute, registry=self._registry, format_checker=OAS31Validator.FORMAT_CHECKER
        )
        errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
        assert not errors, errors
        self._check_no_more(value, schema)

    def _check_no_more(self, value: Any, schema: dict[str, Any]) -> None:
        """Every field of an answer is described, though its schema leaves room for more."""
        for alternative in schema.get("anyOf", ()):
            if "$ref" in alternative and value is not None:
                self._check_no_more(value, alternative)
        schema = self.resolved(schema)
        if isinstance(value, dict) and "properties" in schema:
            assert set(value) <= set(schema["properties"]), set(value) - set(schema["properties"])
            for name, below in value.items():
                self._check_no_more(below, schema["properties"][name])
        if isinstance(value, list) and "items" in schema:
            for below in value:
                self._check_no_more(below, schema["items"])
