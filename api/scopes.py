"""What a key may do, and what each view asks of it: declared beside the view, kept by api.auth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar

from store.keys import Scope

Need = Scope | Literal["public"]

View = TypeVar("View", bound=Callable[..., Any])

SECURITY_SCHEMES: dict[str, Any] = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": (
            "A key that `decameron keys create` made, with the scope that the operation names; `admin` has "
            "them all. On loopback none is asked for until the first key is made."
        ),
    }
}

_ATTRIBUTE = "needed_scope"


def needs(scope: Need) -> Callable[[View], View]:
    """Declare what a key needs for the decorated view; ``public`` is for what says nothing of the data."""

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, scope)
        return view

    return declare


def declared_need(view: Callable[..., Any]) -> Need | None:
    """What the view declares, or None where it was forgotten."""
    need: Need | None = getattr(view, _ATTRIBUTE, None)
    return need


def security(scope: Need) -> list[dict[str, list[str]]]:
    """What the document says of an operation that needs ``scope``; the empty one stands for open loopback."""
    return [] if scope == "public" else [{"key": [str(scope)]}, {}]
