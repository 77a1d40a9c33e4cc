"""The schema of a database as lines of text that can be compared: what it is, not how it came to be."""

from __future__ import annotations

from store.pool import Connection

_RELATIONS = """
SELECT relname || ' ' || coalesce(array_to_string(reloptions, ' '), '') AS line
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
"""

_COLUMNS = """
SELECT concat_ws(' ', relname || '.' || attname, format_type(atttypid, atttypmod),
    CASE WHEN attnotnull THEN 'not null' END,
    'default ' || pg_get_expr(adbin, adrelid),
    CASE attidentity WHEN 'a' THEN 'identity always' WHEN 'd' THEN 'identity by default' END) AS line
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
    AND attnum > 0 AND NOT attisdropped
"""

# Not-null constraints are told with their columns; only some versions of PostgreSQL list them here too.
_CONSTRAINTS = """
SELECT relname || ' constraint ' || conname || ' ' || pg_get_constraintdef(pg_constraint.oid) AS line
FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
WHERE relnamespace = 'public'::regnamespace AND contype <> 'n'
"""

_INDEXES = "SELECT tablename || ' ' || indexdef AS line FROM pg_indexes WHERE schemaname = 'public'"

_FUNCTIONS = """
SELECT 'function ' || pg_get_functiondef(oid) AS line FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""

_TRIGGERS = "SELECT pg_get_triggerdef(oid) AS line FROM pg_trigger WHERE NOT tgisinternal"

_FACTS = (_RELATIONS, _COLUMNS, _CONSTRAINTS, _INDEXES, _FUNCTIONS, _TRIGGERS)

_LEDGER = ("yoyo_", "_yoyo_")


def describe_schema(conn: Connection) -> list[str]:
    """Tables, columns, constraints, indexes, functions, triggers: a line each, less the migration ledger."""
    lines = sorted(" ".join(row["line"].split()) for facts in _FACTS for row in conn.execute(facts))
    return [line for line in lines if not line.startswith(_LEDGER)]
