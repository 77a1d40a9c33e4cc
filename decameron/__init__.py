"""Decameron reads news articles and writes down who did what to whom.

``from decameron import Coder`` codes texts in this process, with no services at all; ``Client`` talks to a
service that runs. Importing this package loads nothing else; the names below are loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coders.coder import Coder
    from decameron.client import Client, DecameronProblem, DecameronUnreachable

__all__ = ["Client", "Coder", "DecameronProblem", "DecameronUnreachable"]

_PLACES = {
    "Client": "decameron.client",
    "Coder": "coders.coder",
    "DecameronProblem": "decameron.client",
    "DecameronUnreachable": "decameron.client",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_PLACES})
