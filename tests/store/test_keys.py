from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from store.key_text import KeyText, hash_secret, make_key_text
from store.keys import any_key, any_usable_key, insert_key, list_keys, recognize_key, revoke_key


def later(**parts: float) -> datetime:
    return datetime.now(UTC) + timedelta(**parts)


def test_without_keys_there_are_none(conn):
    assert list_keys(conn) == []
    assert not any_key(conn)
    assert not any_usable_key(conn)
    assert recognize_key(conn, make_key_text()) is None
    assert revoke_key(conn, "0" * 12) is None


def test_a_key_is_recognized_and_listed_without_its_secret(conn):
    expires_at = later(days=1)
    text = insert_key(conn, ["ingest", "read", "read"], name="crawler", expires_at=expires_at)
    key = recognize_key(conn, text)
    assert key is not None
    assert (key.key_id, key.scopes, key.name) == (text.key_id, ("read", "ingest"), "crawler")
    assert (key.state, key.expires_at) == ("active", expires_at)
    assert [each.key_id for each in list_keys(conn)] == [text.key_id]
    assert any_key(conn)
    assert any_usable_key(conn)


def test_only_the_hash_is_stored(conn):
    text = insert_key(conn, ["read"])
    [row] = conn.execute("SELECT api_keys.*, api_keys::text AS all FROM api_keys")
    assert row["secret_hash"] == hash_secret(text.secret)
    assert text.secret not in row["all"]


def test_another_secret_or_id_is_not_recognized(conn):
    text = insert_key(conn, ["read"])
    other = insert_key(conn, ["admin"])
    assert recognize_key(conn, KeyText(text.key_id, other.secret)) is None
    assert recognize_key(conn, KeyText(other.key_id, text.secret)) is None
    assert recognize_key(conn, KeyText(text.key_id, "0" * 64)) is None
    assert [key.last_used_at for key in list_keys(conn)] == [None, None]


def test_a_revoked_key_stays_revoked_and_in_the_list(conn):
    text = insert_key(conn, ["read"])
    revoked = revoke_key(conn, text.key_id)
    assert revoked is not None
    assert revoked.state == "revoked"
    again = revoke_key(conn, text.key_id)
    assert again == revoked
    assert recognize_key(conn, text) == revoked
    assert any_key(conn)
    assert not any_usable_key(conn)


def test_a_key_expires(conn):
    text = insert_key(conn, ["read"], expires_at=later(seconds=-1))
    key = recognize_key(conn, text)
    assert key is not None
    assert (key.state, key.last_used_at) == ("expired", None)
    assert any_key(conn)
    assert not any_usable_key(conn)


def test_use_is_seen_once_a_minute(conn):
    text = insert_key(conn, ["read"])

    def last_used_at() -> datetime | None:
        recognize_key(conn, text)
        return list_keys(conn)[0].last_used_at

    first = last_used_at()
    assert first is not None
    for age, written in (("59 seconds", False), ("61 seconds", True)):
        conn.execute("UPDATE api_keys SET last_used_at = now() - %s::interval", (age,))
        assert (last_used_at() == first) is written


def test_a_use_is_not_held_up_by_another(pool):
    with pool.connection() as conn:
        text = insert_key(conn, ["read"])
    try:
        with pool.connection() as one, pool.connection() as two:
            two.execute("SET LOCAL statement_timeout = '2s'")
            assert recognize_key(one, text) is not None
            assert recognize_key(two, text) is not None
    finally:
        with pool.connection() as conn:
            conn.execute("TRUNCATE api_keys")


@pytest.mark.parametrize("scopes", [[], ["write"], ["read", "root"]])
def test_the_database_takes_known_scopes_only(conn, scopes):
    with pytest.raises(psycopg.errors.CheckViolation), conn.transaction():
        conn.execute(
            "INSERT INTO api_keys (key_id, secret_hash, scopes) VALUES ('aaaaaaaaaaaa', %s, %s::text[])",
            (bytes(32), scopes),
        )
