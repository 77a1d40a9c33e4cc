"""What OpenAPI has to say of whole results, by hand: there are many types of one answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson

from api.event_formats import MEDIA_TYPES, MOST_PARQUET_ROWS
from api.examples import EVENT

_FIELDS = ("event_date", "source_code", "event_code", "target_code")
_CELLS = [[str(EVENT[name]) for name in _FIELDS]]


def _table(delimiter: str) -> str:
    return "".join(delimiter.join(row) + "\n" for row in (_FIELDS, *_CELLS))


def _text(description: str, example: str) -> dict[str, Any]:
    return {"schema": {"type": "string", "description": description}, "example": example}


_BINARY = {
    "schema": {
        "type": "string",
        "format": "binary",
        "description": "A stream of Arrow's IPC format; typed as the event record is",
    },
    "example": "ARROW…",
}

DESCRIBED: dict[str, Any] = {
    "responses": {
        HTTPStatus.OK.value: {
            "content": {
                MEDIA_TYPES["ndjson"]: _text(
                    "An event a line, as an item of a page has it", orjson.dumps(EVENT).decode() + "\n"
                ),
                MEDIA_TYPES["csv"]: _text(
                    "RFC 4180 in UTF-8 with a header; lines end in a line feed; a span is two columns, "
                    "_start and _end; several values of one cell are parted by |",
                    _table(","),
                ),
                MEDIA_TYPES["tsv"]: _text(
                    r"As CSV, but without quotes: \t, \n, \r and \\ stand for what would part cells or lines",
                    _table("\t"),
                ),
                MEDIA_TYPES["arrow"]: _BINARY,
            }
        },
        HTTPStatus.SEE_OTHER.value: {
            "description": f"To the Parquet file, which has up to {MOST_PARQUET_ROWS:,} events by event_date",
            "headers": {
                "Location": {
                    "description": "The file",
                    "schema": {"type": "string", "format": "uri-reference"},
                }
            },
        },
    }
}
