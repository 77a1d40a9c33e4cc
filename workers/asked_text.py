"""A text whose client waits, as it passes through the broker: where it lies, for how long, in what form.

The message on the queue has a ticket and no more. The text lies beside it under a key that the broker drops
by itself when its client has given up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import orjson

from coders.models import Profile

MOST_SECONDS = 5.0  # from the asking to the answer; whoever asked is told within it


@dataclass(frozen=True, slots=True)
class AskedText:
    """What is to be coded, as if published on ``as_of``.

    ``language`` is a BCP 47 code, or None to have it detected; ``profile`` the coder's, None for the one that
    the workers are set to.
    """

    text: str
    as_of: date
    language: str | None = None
    profile: Profile | None = None

    def as_bytes(self) -> bytes:
        """The text as it lies in the broker."""
        return orjson.dumps(self)

    @classmethod
    def from_bytes(cls, content: bytes) -> AskedText:
        """The reverse of :meth:`as_bytes`."""
        fields = orjson.loads(content)
        return cls(**{**fields, "as_of": date.fromisoformat(fields["as_of"])})


def text_key(ticket: str) -> str:
    """Where the text lies."""
    return f"decameron:text:{ticket}"


def answer_key(ticket: str) -> str:
    """Where the answer is pushed: a JSON object, empty if the text could not be coded."""
    return f"decameron:answer:{ticket}"
