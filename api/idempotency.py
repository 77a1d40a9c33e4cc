"""``Idempotency-Key``: the same request again gets the answer that it got, and does nothing twice.

As draft-ietf-httpapi-idempotency-key-header has it; see docs/decisions/idempotency.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from flask import Request, Response

from api.problems import KEY_IN_USE, KEY_REUSED, MALFORMED, Problem
from api.schemas.parsing import shown
from store.idempotency import (
    KeyClaim,
    KeyedRequest,
    KeyRefusal,
    StoredAnswer,
    claim_key,
    complete_key,
    release_key,
)
from store.pool import Pool, transaction

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
MOST_CHARACTERS = 255

_SERVED_WITHIN = timedelta(minutes=5)  # a claim that is older belongs to a process that is gone
_RETRY_SECONDS = 2
_MOST_KEPT_BYTES = 64_000_000
_SUCCESSES = range(200, 300)
_OF_THIS_OCCASION = frozenset({"x-request-id", "date", "server", "connection"})


def keyed_request(request: Request, body: bytes, *, owner: str) -> KeyedRequest:
    """A request that bears a key, as what it is told from others by.

    ``owner`` is whose key it is: the same key of somebody else is another.

    Raises:
        Problem: 400, the key is not one.
    """
    told_apart = (request.method, request.full_path, request.mimetype)
    digest = sha256("\n".join(told_apart).encode() + b"\n" + body).digest()
    return KeyedRequest(owner, _key(request.headers[HEADER]), digest)


def answer_once(pool: Pool, request: KeyedRequest, answer: Callable[[], Response]) -> Response:
    """What ``answer`` gives to the first such request, and the same to every repetition for a day.

    An error is not kept: the request may be sent again, mended or not.

    Raises:
        Problem: 409, the same is being served at this moment; 422, the key came with another request.
    """
    with transaction(pool) as conn:
        claimed = claim_key(conn, request, kept=KEPT, served_within=_SERVED_WITHIN)
    match claimed:
        case StoredAnswer():
            return Response(claimed.body, claimed.status, dict(claimed.headers))
        case KeyRefusal():
            raise _refused(claimed)
        case KeyClaim():
            return _first_answer(pool, request, claimed, answer)


def _first_answer(
    pool: Pool, request: KeyedRequest, claim: KeyClaim, answer: Callable[[], Response]
) -> Response:
    kept = False
    try:
        given = answer()
        if given.status_code in _SUCCESSES and (given.content_length or 0) <= _MOST_KEPT_BYTES:
            with transaction(pool) as conn:
                complete_key(conn, request, claim, _stored(given))
            kept = True
        return given
    finally:
        if not kept:
            with transaction(pool) as conn:
                release_key(conn, request, claim)


def _stored(answer: Response) -> StoredAnswer:
    headers = {name: value for name, value in answer.headers if name.lower() not in _OF_THIS_OCCASION}
    return StoredAnswer(answer.status_code, headers, answer.get_data())


def _refused(refusal: KeyRefusal) -> Problem:
    if refusal is KeyRefusal.OTHER_REQUEST:
        return Problem(
            KEY_REUSED,
            "This Idempotency-Key came with another request less than 24 hours ago; "
            "give each request its own.",
        )
    return Problem(
        KEY_IN_USE,
        "A request with this Idempotency-Key is being served. Repeat it later: the answer will be the same.",
        headers={"Retry-After": str(_RETRY_SECONDS)},
    )


def _key(header: str) -> str:
    """The key, which may stand in the quotes of a structured field or without."""
    quoted = re.fullmatch(r'"((?:[^"\\]|\\["\\])*)"', header.strip())
    key = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else header.strip()
    if len(key) > MOST_CHARACTERS or not re.fullmatch(r"[\x20-\x7e]+", key):
        raise Problem(
            MALFORMED,
            f"{HEADER} is {shown(header)}; give 1 to {MOST_CHARACTERS} printable ASCII characters, such as "
            'a UUID in quotes: "8e03978e-40d5-43dd-bc93-6894a57f9324".',
        )
    return key
