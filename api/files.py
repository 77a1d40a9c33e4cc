"""Finished results as files, for readers that take ranges."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from flask import Response, send_file

from api.blueprint import Blueprint
from api.caching import checked_state
from api.event_formats import MEDIA_TYPES, result_files
from api.problems import NOT_FOUND, Problem
from api.result_files import KEPT_SECONDS, etag_of
from api.schemas.parsing import shown

PARQUET = MEDIA_TYPES["parquet"]

blueprint = Blueprint(
    "files", __name__, url_prefix="/v1", description="Files: results made to be read in ranges"
)


@blueprint.operation(
    "GET",
    "/files/<name>",
    scope="read",
    answer={"type": "string", "format": "binary"},
    example="PAR1…PAR1",
    media_types=(PARQUET,),
    headers={
        "ETag": {"description": "Stands for this very file", "schema": {"type": "string"}},
        "Accept-Ranges": {"description": "bytes: ask for parts by Range", "schema": {"type": "string"}},
    },
    problems=(
        HTTPStatus.NOT_FOUND,
        HTTPStatus.PRECONDITION_FAILED,
        HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
    ),
    described={
        "responses": {
            HTTPStatus.NOT_MODIFIED.value: {"description": "What the client has still holds"},
            HTTPStatus.PARTIAL_CONTENT.value: {
                "description": "The bytes that Range asks for",
                "content": {PARQUET: {"schema": {"type": "string", "format": "binary"}, "example": "PAR1"}},
            },
        },
    },
)
def read_file(name: str) -> Response:
    """Read a result file.

    Where /v1/events?format=parquet leads to. A file never changes; it is there for ten minutes. Takes Range,
    If-Range and If-None-Match.
    """
    try:
        response = _sent(result_files().path(name))
    except FileNotFoundError:
        raise Problem(
            NOT_FOUND,
            f"There is no file {shown(name)}. A file is there for {KEPT_SECONDS // 60} minutes after it was "
            "made; ask for the events with format=parquet again.",
        ) from None
    response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}, immutable"
    return checked_state(response)


def _sent(path: Path) -> Response:
    return send_file(
        path, mimetype=PARQUET, etag=etag_of(path), conditional=True, download_name="events.parquet"
    )
