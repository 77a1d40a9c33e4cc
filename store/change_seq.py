"""The counter that numbers every change of an event, without a gap and in the order of the commits."""

from __future__ import annotations

from store.pool import Connection

_TAKE = "UPDATE change_counter SET change_seq = change_seq + %s RETURNING change_seq"


def take_change_seqs(conn: Connection, number: int) -> range:
    """The next ``number`` values.

    Nobody else takes any until the transaction ends: take them last, then commit.
    """
    if not number:
        return range(0)
    [row] = conn.execute(_TAKE, (number,))
    last: int = row["change_seq"]
    return range(last - number + 1, last + 1)


_LATEST = "SELECT change_seq FROM change_counter"


def latest_change_seq(conn: Connection) -> int:
    """The number of the last committed change; 0 before the first."""
    [row] = conn.execute(_LATEST)
    return int(row["change_seq"])
