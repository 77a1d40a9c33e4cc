from __future__ import annotations

from datetime import timedelta

import pytest

from store.idempotency import (
    KeyClaim,
    KeyedRequest,
    KeyRefusal,
    StoredAnswer,
    claim_key,
    complete_key,
    release_key,
)
from store.pool import transaction

REQUEST = KeyedRequest("", "k", b"a" * 32)
OTHER = KeyedRequest("", "k", b"b" * 32)
ANSWER = StoredAnswer(202, {"Location": "/v1/jobs/1"}, b"{}")
DAY, MINUTE, NO_TIME = timedelta(days=1), timedelta(minutes=1), timedelta(0)


@pytest.fixture(autouse=True)
def _no_keys(pool):
    with transaction(pool) as conn:
        conn.execute("TRUNCATE idempotency_keys")


def claim(pool, request=REQUEST, kept=DAY, served_within=MINUTE):
    with transaction(pool) as conn:
        return claim_key(conn, request, kept=kept, served_within=served_within)


def complete(pool, claimed, answer=ANSWER):
    with transaction(pool) as conn:
        complete_key(conn, REQUEST, claimed, answer)


def test_the_first_request_claims_its_key_and_a_repetition_waits(pool):
    assert isinstance(claim(pool), KeyClaim)
    assert claim(pool) is KeyRefusal.IN_PROGRESS


def test_a_repetition_gets_the_answer_that_was_given(pool):
    complete(pool, claim(pool))
    assert claim(pool) == ANSWER


def test_another_request_with_the_key_is_told_apart(pool):
    claimed = claim(pool)
    assert claim(pool, OTHER) is KeyRefusal.OTHER_REQUEST
    complete(pool, claimed)
    assert claim(pool, OTHER) is KeyRefusal.OTHER_REQUEST


@pytest.mark.parametrize(
    "request_", [KeyedRequest("owner", "k", b"b" * 32), KeyedRequest("", "K", b"b" * 32)]
)
def test_another_owner_or_key_is_another(pool, request_):
    claim(pool)
    assert isinstance(claim(pool, request_), KeyClaim)


def test_a_key_that_was_let_go_can_be_used_for_anything(pool):
    claimed = claim(pool)
    with transaction(pool) as conn:
        release_key(conn, REQUEST, claimed)
    assert isinstance(claim(pool, OTHER), KeyClaim)


def test_a_claim_that_ran_out_is_taken_over_and_its_answer_not_kept(pool):
    late = claim(pool, served_within=NO_TIME)
    assert claim(pool, OTHER) is KeyRefusal.OTHER_REQUEST
    claimed = claim(pool)
    assert isinstance(claimed, KeyClaim)
    complete(pool, late, StoredAnswer(200, {}, b"late"))
    with transaction(pool) as conn:
        release_key(conn, REQUEST, late)
    assert claim(pool) is KeyRefusal.IN_PROGRESS
    complete(pool, claimed)
    assert claim(pool) == ANSWER


def test_a_key_is_forgotten_with_its_time(pool):
    complete(pool, claim(pool))
    assert isinstance(claim(pool, OTHER, kept=NO_TIME), KeyClaim)


def test_keys_that_nobody_asks_for_again_are_swept_away(pool):
    claim(pool, KeyedRequest("", "old", b"o" * 32))
    with transaction(pool) as conn:
        conn.execute("UPDATE idempotency_keys SET created_at = now() - interval '25 hours'")
    claim(pool)
    with transaction(pool) as conn:
        assert conn.execute("SELECT array_agg(key) AS keys FROM idempotency_keys").fetchone() == {
            "keys": ["k"]
        }


def test_of_requests_at_once_one_claims_the_key(pool):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: claim(pool), range(16)))
    assert sum(isinstance(each, KeyClaim) for each in found) == 1
    assert found.count(KeyRefusal.IN_PROGRESS) == 15
