from __future__ import annotations

import pytest

from store.bounded_query import QueryTooLong, bounded
from store.pool import transaction


def test_a_statement_that_takes_too_long_is_ended_and_told(pool):
    with (
        pytest.raises(QueryTooLong, match="more than"),
        transaction(pool) as conn,
        bounded(conn, seconds=0.05),
    ):
        conn.execute("SELECT pg_sleep(10)")


def test_the_bound_ends_with_its_transaction(pool):
    with pool.connection() as connection:
        usual = connection.execute("SHOW statement_timeout").fetchone()
        connection.commit()
        with connection.transaction(), bounded(connection, seconds=0.05):
            assert connection.execute("SELECT 1 AS one").fetchone() == {"one": 1}
        assert connection.execute("SHOW statement_timeout").fetchone() == usual
