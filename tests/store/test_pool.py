from __future__ import annotations

import os
import socket
import time

import pytest

from store.pool import QueryTooLong, StoreUnavailable, open_pool, transaction


def test_opening_succeeds_while_the_database_is_down_and_a_transaction_tells(tmp_path):
    with open_pool(f"postgresql://decameron@/none?host={tmp_path}", timeout=0.3) as pool:
        began = time.monotonic()
        with pytest.raises(StoreUnavailable, match="the database cannot serve"), transaction(pool):
            pytest.fail("there is no database")
        assert time.monotonic() - began < 3


def test_an_exhausted_pool_is_unavailable(database_url):
    one_connection = open_pool(database_url, max_size=1, timeout=0.2)
    with one_connection as pool, transaction(pool), pytest.raises(StoreUnavailable), transaction(pool):
        pytest.fail("there is but one connection")


def test_a_lost_connection_is_unavailable_and_the_next_transaction_has_another(database_url):
    with open_pool(database_url, max_size=2) as pool:
        with pytest.raises(StoreUnavailable), transaction(pool) as conn:  # noqa: PT012 -- it fails as a whole
            with socket.socket(fileno=os.dup(conn.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)
            conn.execute("SELECT 1")
        with transaction(pool) as conn:
            assert conn.execute("SELECT 1 AS one").fetchone() == {"one": 1}


def test_idle_connections_cut_by_the_server_are_replaced_unseen(database_url):
    with open_pool(database_url, max_size=2) as pool:
        with transaction(pool) as conn:
            pid = conn.info.backend_pid
        with open_pool(database_url, max_size=1) as other, transaction(other) as conn:
            conn.execute("SELECT pg_terminate_backend(%s)", (pid,))
        time.sleep(0.2)
        with transaction(pool) as conn:
            assert conn.info.backend_pid != pid


def test_times_are_in_utc(pool):
    with transaction(pool) as conn:
        [row] = conn.execute("SELECT now() AS now")
    assert row["now"].utcoffset().total_seconds() == 0
    assert str(row["now"].tzinfo) == "UTC"


def test_errors_of_our_own_pass_unchanged(pool):
    with pytest.raises(KeyError), transaction(pool):
        raise KeyError("ours")


def test_a_statement_that_takes_too_long_is_ended_and_told(database_url):
    with open_pool(database_url, max_size=1, statement_seconds=0.05) as pool:
        with pytest.raises(QueryTooLong, match="statement timeout"), transaction(pool) as conn:
            conn.execute("SELECT pg_sleep(10)")
        with transaction(pool) as conn:
            assert conn.execute("SELECT 1 AS one").fetchone() == {"one": 1}
