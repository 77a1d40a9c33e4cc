"""Keys to the API: made, listed, revoked, recognized. A revoked key's row stays."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from psycopg import sql

from store.key_text import KeyText, hash_secret, make_key_text
from store.pool import Connection

Scope = Literal["read", "ingest", "export", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept: all but its secret. Times are in UTC; ``state`` is as of now."""

    key_id: str
    scopes: tuple[Scope, ...]
    name: str | None
    state: Literal["active", "expired", "revoked"]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


_COLUMNS = sql.SQL(
    """
    key_id, scopes, name,
    CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= now() THEN 'expired' ELSE 'active' END
        AS state,
    created_at, expires_at, revoked_at, last_used_at
    """
)

_INSERT_KEY = """
INSERT INTO api_keys (key_id, secret_hash, scopes, name, expires_at)
VALUES (%(key_id)s, %(secret_hash)s, %(scopes)s, %(name)s, %(expires_at)s)
"""


def insert_key(
    conn: Connection, scopes: Sequence[Scope], *, name: str | None = None, expires_at: datetime | None = None
) -> KeyText:
    """Make a key and give its text, which is not stored and can never be had again."""
    key = make_key_text()
    row = {
        "key_id": key.key_id,
        "secret_hash": hash_secret(key.secret),
        "scopes": sorted(set(scopes), key=SCOPES.index),
        "name": name,
        "expires_at": expires_at,
    }
    conn.execute(_INSERT_KEY, row)
    return key


_LIST_KEYS = sql.SQL("SELECT {} FROM api_keys ORDER BY created_at, key_id").format(_COLUMNS)


def list_keys(conn: Connection) -> list[Key]:
    """All keys that were ever made, the oldest first."""
    return [_key(row) for row in conn.execute(_LIST_KEYS)]


_ANY_KEY = "SELECT EXISTS (SELECT FROM api_keys) AS found"


def any_key(conn: Connection) -> bool:
    """Whether a key was ever made, be it revoked or expired by now."""
    [row] = conn.execute(_ANY_KEY)
    return bool(row["found"])


_ANY_USABLE_KEY = """
SELECT EXISTS (
    SELECT FROM api_keys WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
) AS found
"""


def any_usable_key(conn: Connection) -> bool:
    """Whether there is a key that somebody could use now."""
    [row] = conn.execute(_ANY_USABLE_KEY)
    return bool(row["found"])


_REVOKE_KEY = sql.SQL(
    "UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE key_id = %s RETURNING {}"
).format(_COLUMNS)


def revoke_key(conn: Connection, key_id: str) -> Key | None:
    """Revoke a key for good, from the next request on; None where there is no such key.

    One that was revoked before keeps its time.
    """
    row = conn.execute(_REVOKE_KEY, (key_id,)).fetchone()
    return _key(row) if row else None


_FIND_KEY = sql.SQL(
    """
    SELECT secret_hash, last_used_at IS NULL OR last_used_at < now() - interval '1 minute' AS use_unseen, {}
    FROM api_keys WHERE key_id = %s
    """
).format(_COLUMNS)

# Of several requests in the same moment one writes, and the others do not wait for it.
_SEE_USE = """
UPDATE api_keys SET last_used_at = now()
WHERE key_id = (SELECT key_id FROM api_keys WHERE key_id = %s FOR NO KEY UPDATE SKIP LOCKED)
"""

_NO_HASH = bytes(32)  # no secret is known to have it


def recognize_key(conn: Connection, given: KeyText) -> Key | None:
    """The key that ``given`` is, whatever its state; None where the id or the secret is not known.

    Notes the use of an active key, once a minute at most. An unknown id takes as long as a wrong secret.
    """
    row = conn.execute(_FIND_KEY, (given.key_id,)).fetchone()
    known = row["secret_hash"] if row else _NO_HASH
    if not hmac.compare_digest(known, hash_secret(given.secret)) or row is None:
        return None
    if row["use_unseen"] and row["state"] == "active":
        conn.execute(_SEE_USE, (given.key_id,))
    return _key({name: value for name, value in row.items() if name not in ("secret_hash", "use_unseen")})


def _key(row: dict[str, Any]) -> Key:
    return Key(**{**row, "scopes": tuple(row["scopes"])})
