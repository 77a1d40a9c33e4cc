from __future__ import annotations

from pathlib import Path

from store.describe_schema import describe_schema

WRITTEN = Path(__file__).with_name("schema.txt")


def test_all_migrations_applied_to_nothing_give_the_written_schema(conn):
    assert describe_schema(conn) == WRITTEN.read_text(encoding="utf-8").splitlines()


def test_a_change_of_any_kind_shows(conn):
    before = set(describe_schema(conn))
    changes = [
        "ALTER TABLE jobs ADD COLUMN more text",
        "ALTER TABLE jobs ALTER COLUMN started_at SET NOT NULL",
        "CREATE INDEX more_idx ON jobs (created_at)",
        "ALTER TABLE jobs ADD CONSTRAINT more_check CHECK (total > 1)",
        "ALTER TABLE jobs SET (fillfactor = 51)",
        "CREATE FUNCTION more() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ]
    for change in changes:
        conn.execute(change)
        after = set(describe_schema(conn))
        assert after != before, change
        before = after
