from __future__ import annotations

import threading

import psycopg
import pytest

from store.migrate import migrate, migrations_dir, pending
from store.pool import StoreUnavailable

ALL = sorted(path.stem for path in migrations_dir().glob("*.sql"))


def test_there_are_migrations_and_all_are_numbered():
    assert ALL
    assert [name[:4] for name in ALL] == [f"{number:04}" for number in range(1, len(ALL) + 1)]


def test_it_applies_what_is_missing_and_then_nothing(empty_database):
    assert pending(empty_database) == ALL
    assert migrate(empty_database) == ALL
    assert pending(empty_database) == []
    assert migrate(empty_database) == []


def test_asking_what_is_pending_writes_nothing(empty_database):
    pending(empty_database)
    with psycopg.connect(empty_database) as connection:
        assert connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").fetchall() == []


def test_a_lock_left_by_a_killed_process_is_no_hindrance(empty_database):
    migrate(empty_database)
    with psycopg.connect(empty_database) as connection:
        connection.execute("INSERT INTO yoyo_lock (locked, ctime, pid) VALUES (1, now(), 999999)")
        connection.execute("DELETE FROM _yoyo_migration WHERE migration_id = %s", (ALL[-1],))
        connection.execute("DROP TABLE api_keys")
    assert migrate(empty_database) == [ALL[-1]]


def test_several_processes_at_once_apply_each_once(empty_database):
    applied: list[list[str]] = []
    threads = [threading.Thread(target=lambda: applied.append(migrate(empty_database))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(applied) == [[], [], ALL]


@pytest.mark.parametrize("call", [migrate, pending])
def test_a_database_that_cannot_be_reached_is_told(call, tmp_path):
    with pytest.raises(StoreUnavailable, match="the database cannot serve"):
        call(f"postgresql://nobody@/nothing?host={tmp_path}")


def test_keyword_connection_strings_are_taken_too(empty_database):
    parts = psycopg.conninfo.conninfo_to_dict(empty_database)
    assert migrate(psycopg.conninfo.make_conninfo(**parts)) == ALL
