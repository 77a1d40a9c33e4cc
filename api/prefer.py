"""The ``Prefer`` header of RFC 7240: how a client would like to be answered."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_SECONDS = 60

_PREFERENCE = re.compile(r"\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)\s*(?:=\s*\"?([^\";]*?)\"?\s*)?(?:;.*)?")


@dataclass(frozen=True, slots=True)
class Preferences:
    """``wait_seconds``, at most 60, is how long the client would wait for the work to be done."""

    respond_async: bool = False
    wait_seconds: int = 0

    def applied(self, *, waited: bool) -> dict[str, str]:
        """The header that says which preferences the answer follows: waiting worked out, or it did not."""
        if waited:
            return {"Preference-Applied": f"wait={self.wait_seconds}"}
        return {"Preference-Applied": "respond-async"} if self.respond_async else {}


def read_preferences(header: str | None) -> Preferences:
    """What is asked for and known here. No preference makes a request fail: what is odd is passed over."""
    given: dict[str, str] = {}
    for part in (header or "").split(","):
        found = _PREFERENCE.fullmatch(part)
        if found:
            given.setdefault(found[1].lower(), found[2] or "")
    wait = given.get("wait", "")
    seconds = min(int(wait), MOST_SECONDS) if re.fullmatch("[0-9]{1,9}", wait) else 0
    return Preferences("respond-async" in given, seconds)
