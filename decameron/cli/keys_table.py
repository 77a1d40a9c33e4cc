"""Keys as a table for a person at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console
from rich.table import Table

from store.keys import Key

_WIDTH_IN_A_FILE = 150
_COLUMNS = ("Id", "Scopes", "Name", "State", "Made", "Expires", "Last used")


def print_keys(keys: Sequence[Key]) -> None:
    """Print a row for each key on standard output, in the order given."""
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, width=_WIDTH_IN_A_FILE)
    console.print(keys_table(keys) if keys else "There are no keys.")


def keys_table(keys: Sequence[Key]) -> Table:
    """A row for each key; times to the minute in UTC."""
    table = Table(*_COLUMNS, box=None, pad_edge=False)
    for key in keys:
        times = (_minute(each) for each in (key.created_at, key.expires_at, key.last_used_at))
        table.add_row(key.key_id, ",".join(key.scopes), key.name or "", key.state, *times)
    return table


def _minute(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "never"
