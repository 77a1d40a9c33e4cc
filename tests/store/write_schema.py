"""Writes schema.txt anew from the migrations: run from the top of the checkout after adding one.

PYTHONPATH=. python tests/store/write_schema.py
"""

from __future__ import annotations

from pathlib import Path

from conftest import postgres

from store.describe_schema import describe_schema
from store.migrate import migrate
from store.pool import open_pool, transaction


def main() -> None:
    with postgres() as url:
        migrate(url)
        with open_pool(url) as pool, transaction(pool) as conn:
            lines = describe_schema(conn)
    Path(__file__).with_name("schema.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
