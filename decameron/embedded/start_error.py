"""What is said when something cannot be started."""

from __future__ import annotations


class StartError(Exception):
    """A start that failed for a reason that the person at the terminal can mend.

    The message is one line: what went wrong, where, and what would be right.
    """
