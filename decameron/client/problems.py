"""What a request can end in besides an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

_UNNAMED = "about:blank"  # the RFC's type for a problem that is no more than its status
_EXCERPT = 300


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one part of a request, and what would be right.

    ``pointer`` is a JSON pointer into the body such as ``#/published_date``, ``parameter`` the name of a
    query parameter; one of the two is None.
    """

    detail: str
    pointer: str | None = None
    parameter: str | None = None

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> FieldProblem:
        return cls(content.get("detail", ""), content.get("pointer"), content.get("parameter"))


class DecameronProblem(Exception):  # noqa: N818 -- the RFC's word for it, and the API's
    """The service refused a request: an answer of ``application/problem+json``.

    ``type`` never changes and is what a program looks at; ``detail`` is for people; ``errors`` has each part
    of the request that is wrong; ``extra`` what else the answer says. An answer of somebody in between, which
    is no problem+json, has the type ``about:blank``.
    """

    def __init__(self, status: int, content: Mapping[str, Any]) -> None:
        told = dict(content)
        self.status = status
        self.type = str(told.pop("type", _UNNAMED))
        self.title = str(told.pop("title", "The request failed"))
        self.detail = str(told.pop("detail", ""))
        self.request_id: str | None = told.pop("request_id", None)
        self.errors = tuple(FieldProblem.from_json(each) for each in told.pop("errors", ()))
        told.pop("status", None)
        self.extra: Mapping[str, Any] = told
        super().__init__(f"{self.title} ({status}): {self.detail}")

    @classmethod
    def from_response(cls, response: httpx.Response) -> DecameronProblem:
        """The problem that an answer tells, whoever gave it."""
        if "problem+json" in response.headers.get("Content-Type", ""):
            return cls(response.status_code, response.json())
        excerpt = " ".join(response.text.split())[:_EXCERPT]
        return cls(response.status_code, {"title": response.reason_phrase, "detail": excerpt})


class DecameronUnreachable(ConnectionError):  # noqa: N818 -- a state of the world, not a mistake
    """Nobody answered, however often it was tried."""
