"""Reads bodies and queries strictly: what is not understood is refused, never guessed at or passed over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

import marshmallow as ma
from flask import Request
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import RequestEntityTooLarge

from api.problems import MALFORMED, UNSUPPORTED_MEDIA_TYPE, VALIDATION, Problem
from api.schemas.parsing import shown
from api.validation import field_errors

JSON = "application/json"


class RequestParser(FlaskParser):
    """Loads a request through marshmallow schemas and raises a Problem for whatever they refuse."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {"json": ma.RAISE, "query": ma.RAISE}  # noqa: RUF012 -- webargs' way to say it

    def load_json(self, req: Request, schema: ma.Schema) -> Any:  # noqa: ARG002 -- webargs' signature
        """The JSON document in the body.

        Raises:
            Problem: 415 for another type or encoding of body, 400 for one that is no JSON.
        """
        if req.mimetype != JSON:
            raise Problem(
                UNSUPPORTED_MEDIA_TYPE,
                f"Content-Type is {shown(req.content_type or '')}; send {JSON}.",
                headers={"Accept": JSON},
            )
        refuse_encoded(req)
        return read_json(whole_body(req))

    def load_querystring(self, req: Request, schema: ma.Schema) -> dict[str, str]:  # noqa: ARG002 -- webargs' signature
        """The query's parameters, each of which may be given once."""
        repeated = {
            name: [f"is given {len(values)} times; give it once, with several values parted by commas"]
            for name, values in req.args.lists()
            if len(values) > 1
        }
        if repeated:
            raise ma.ValidationError(repeated)
        return req.args.to_dict()

    def handle_error(
        self,
        error: ma.ValidationError,
        req: Request,  # noqa: ARG002 -- webargs' signature
        schema: ma.Schema,
        *,
        error_status_code: int | None,  # noqa: ARG002 -- webargs' signature
        error_headers: Mapping[str, str] | None,  # noqa: ARG002 -- webargs' signature
    ) -> NoReturn:
        messages = error.messages if isinstance(error.messages, dict) else {"json": error.messages}
        errors = field_errors(messages, schema)
        first = errors[0]
        more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
        raise Problem(VALIDATION, f"{first.at} {first.detail}{more}", errors)


def refuse_encoded(req: Request) -> None:
    """Let a body pass that is sent as it is.

    Raises:
        Problem: 415, it is compressed or otherwise encoded.
    """
    coding = req.headers.get("Content-Encoding", "identity").strip().lower()
    if coding != "identity":
        raise Problem(
            UNSUPPORTED_MEDIA_TYPE,
            f"Content-Encoding is {shown(coding)}; send the body as it is.",
            headers={"Accept-Encoding": "identity"},
        )


def whole_body(req: Request) -> bytes:
    """The body, unless it is too large: a body of unknown length is else cut at the limit without a word."""
    body = req.get_data(cache=True)
    most = req.max_content_length
    if req.content_length is None and most is not None and len(body) >= most:
        raise RequestEntityTooLarge
    return body


def read_json(body: bytes, what: str = "The body") -> Any:
    """The JSON document that ``body`` is; ``what`` it is called where it is none.

    Raises:
        Problem: 400, it is no JSON in UTF-8, or not one document that means one thing.
    """
    if not body.strip():
        raise Problem(MALFORMED, f"{what} is empty; a JSON object is expected.")
    try:
        return json.loads(body.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise Problem(MALFORMED, f"{what} is not UTF-8: see its byte {error.start}.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Problem(MALFORMED, f"{what} is not JSON: {error.msg} at {where}.") from None
    except RecursionError:
        raise Problem(MALFORMED, f"{what} is nested too deeply to be read.") from None
    except ValueError as error:  # a number of thousands of digits, among others
        raise Problem(MALFORMED, f"{what} is not JSON that can be read: {error}.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"an object has the field {shown(twice)} twice")
    return made


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")
