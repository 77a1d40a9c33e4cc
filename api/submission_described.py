"""What OpenAPI has to say of submitting articles, by hand: there are two types of body and of answer."""

from __future__ import annotations

from typing import Any

from api.article_stream import LONGEST_LINE, NDJSON
from api.article_submission import MOST_ARTICLES
from api.examples import (
    ACCEPTED_ARTICLE,
    ACCEPTED_ARTICLES,
    ARTICLE_LINES,
    CODED_ARTICLE,
    NEW_ARTICLE,
    NEW_ARTICLE_LINES,
    REFUSED_LINES,
)
from api.idempotency import HEADER, MOST_CHARACTERS
from api.prefer import MOST_SECONDS
from api.schemas.articles import NewArticleSchema
from api.schemas.submissions import AcceptedArticleSchema, AcceptedArticlesSchema

_ARTICLES: dict[str, Any] = {
    "oneOf": [
        NewArticleSchema,
        {"type": "array", "items": NewArticleSchema, "minItems": 1, "maxItems": MOST_ARTICLES},
    ]
}

_LINES = {"type": "string", "description": "An article a line, as a JSON object; without a limit on lines"}

_TOLD_LINES = {
    "type": "string",
    "description": "For each line that was not blank, in order: line, status (accepted, known or refused), "
    "article_id and job_id, or the problem",
}

_ACCEPTED: dict[str, Any] = {"oneOf": [AcceptedArticleSchema, AcceptedArticlesSchema]}

_APPLIED = {
    "Preference-Applied": {
        "description": "Those of Prefer that were followed",
        "schema": {"type": "string"},
    }
}

DESCRIBED: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": HEADER,
            "description": "The same key with the same body gets the same answer for 24 hours; not for "
            "bodies of more than 64,000,000 bytes",
            "schema": {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS},
            "example": '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
        },
        {
            "in": "header",
            "name": "Prefer",
            "description": f"respond-async, and wait=N to be answered with the job when it ends within N "
            f"seconds, {MOST_SECONDS} at most (RFC 7240); a stream is not waited for",
            "schema": {"type": "string"},
            "example": "respond-async, wait=10",
        },
    ],
    "requestBody": {
        "required": True,
        "description": f"An article, up to {MOST_ARTICLES:,} in an array, or as many as there are as NDJSON, "
        f"each line of which has {LONGEST_LINE:,} bytes at most",
        "content": {
            "application/json": {
                "schema": _ARTICLES,
                "examples": {
                    "article": {"summary": "One article", "value": NEW_ARTICLE},
                    "articles": {"summary": "Several", "value": [NEW_ARTICLE]},
                },
            },
            NDJSON: {"schema": _LINES, "example": NEW_ARTICLE_LINES},
        },
    },
    "responses": {
        202: {
            "description": "Stored and queued",
            "headers": _APPLIED,
            "content": {
                "application/json": {
                    "schema": _ACCEPTED,
                    "examples": {
                        "article": {"value": ACCEPTED_ARTICLE},
                        "articles": {"value": ACCEPTED_ARTICLES},
                    },
                },
                NDJSON: {"schema": _TOLD_LINES, "example": ARTICLE_LINES},
            },
        },
        200: {
            "description": "The job has ended while the client waited; or no line of a stream could be taken",
            "headers": _APPLIED,
            "content": {
                "application/json": {"schema": _ACCEPTED, "examples": {"article": {"value": CODED_ARTICLE}}},
                NDJSON: {"schema": _TOLD_LINES, "example": REFUSED_LINES},
            },
        },
    },
}
