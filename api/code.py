"""Coding while you wait: a text in, its events and their explanations out, and nothing kept."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from flask import Response

from api.answers import json_answer
from api.blueprint import Blueprint
from api.code_examples import CODED_TEXT, TEXT_TO_CODE
from api.problems import INTERNAL, UNAVAILABLE, Problem
from api.schemas.code import CodedTextSchema, CodeQuerySchema, TextToCodeSchema
from api.services import current_services
from workers.ask import CodingFailed, Unanswered
from workers.asked_text import AskedText

RETRY_SECONDS = 2

blueprint = Blueprint("code", __name__, url_prefix="/v1", description="Coding while you wait")


@blueprint.operation(
    "POST",
    "/code",
    query=CodeQuerySchema,
    body=TextToCodeSchema,
    body_example=TEXT_TO_CODE,
    answer=CodedTextSchema,
    example=CODED_TEXT,
    headers={"Cache-Control": {"description": "Always no-store", "schema": {"type": "string"}}},
    problems=(HTTPStatus.SERVICE_UNAVAILABLE,),
    scope="ingest",
)
def code_text(body: dict[str, Any], query: dict[str, Any]) -> Response:
    """Code a text while you wait.

    Answers with its events and the explanation of each, and stores nothing. Where no worker is free within a
    few seconds the answer is 503 with `Retry-After`. Submit what is to be kept, or can wait, as an article.
    """
    as_of = query.get("as_of") or datetime.now(UTC).date()
    asked = AskedText(body["text"], as_of, body.get("language"), query.get("profile"))
    try:
        record = current_services().asker.ask(asked)
    except Unanswered as reason:
        raise Problem(
            UNAVAILABLE,
            f"{reason} Send it again later, or submit it to /v1/articles, where it can wait.",
            headers={"Retry-After": str(RETRY_SECONDS)},
        ) from None
    except CodingFailed:
        raise Problem(INTERNAL, "The text could not be coded. The worker's log says why.") from None
    return json_answer(
        {**record, "as_of": as_of, "as_of_assumed": "as_of" not in query},
        headers={"Cache-Control": "no-store"},
    )
