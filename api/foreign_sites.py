"""Keeps web pages of other sites out of an API that is open to this machine's own people.

A page in the same person's browser reaches loopback too. By a name of its own that points here (DNS
rebinding) it could even read the answers: so only loopback's own names are answered. And it may send what it
cannot read the answer of: so what changes something is refused where ``Origin`` is another.
"""

from __future__ import annotations

from dataclasses import dataclass

from api.problems import FOREIGN_SITE, Problem
from api.schemas.parsing import shown
from decameron.loopback import is_loopback

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class FriendlySites:
    """Host names answered to beside those of loopback, and origins that may send beside the API's own."""

    hosts: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sender:
    """What a request says of where it comes from: its ``Host`` and ``Origin`` headers."""

    method: str
    scheme: str
    host: str
    origin: str | None


def names_of(listed: str | None) -> frozenset[str]:
    """The names in a text that parts them by commas, in lower case."""
    return frozenset(name.strip().lower() for name in (listed or "").split(",") if name.strip())


def refuse_foreign_site(sender: Sender, friendly: FriendlySites) -> None:
    """Let a request pass that no other site can have made a browser send.

    Raises:
        Problem: 403, with what would have to be set for it to pass.
    """
    name = _without_port(sender.host)
    if not is_loopback(name) and name not in friendly.hosts:
        raise Problem(
            FOREIGN_SITE,
            f"Host is {shown(sender.host)}; without keys this service answers to localhost and 127.0.0.1 "
            "alone. Make a key with decameron keys create, or list the name in DECAMERON_ALLOWED_HOSTS.",
        )
    own = f"{sender.scheme}://{sender.host}".lower()
    if sender.method in _SAFE_METHODS or sender.origin is None:
        return
    if sender.origin.lower() != own and sender.origin.lower() not in friendly.origins:
        raise Problem(
            FOREIGN_SITE,
            f"Origin is {shown(sender.origin)}; a page of another site may change nothing here. Make a key "
            "with decameron keys create, or list the origin in DECAMERON_CORS_ORIGINS.",
        )


def _without_port(host: str) -> str:
    """The name in a ``Host`` header, in lower case; an IPv6 address without its brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower().removesuffix(".")
