"""The text of a key: ``dcm_<key_id>_<secret>``. The id is looked up; only the secret's hash is stored.

The secret is 256 random bits, so one round of SHA-256 keeps it: there is nothing to guess that a slow or
salted hash would make dearer. Hexadecimal, so that a double click takes hold of the whole.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from hashlib import sha256

_ID_BYTES = 6
_SECRET_BYTES = 32

_KEY = re.compile(r"dcm_(?P<key_id>[0-9a-f]{12})_(?P<secret>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True, repr=False)
class KeyText:
    """A key in its two parts. Its representation leaves the secret out."""

    key_id: str
    secret: str

    def __str__(self) -> str:
        return f"dcm_{self.key_id}_{self.secret}"

    def __repr__(self) -> str:
        return f"KeyText({self.key_id!r}, secret=…)"


def make_key_text() -> KeyText:
    """A key that nobody else has."""
    return KeyText(secrets.token_hex(_ID_BYTES), secrets.token_hex(_SECRET_BYTES))


def parse_key_text(text: str) -> KeyText | None:
    """The parts of a key, or None where the text has not the form of one."""
    found = _KEY.fullmatch(text)
    return KeyText(found["key_id"], found["secret"]) if found else None


def hash_secret(secret: str) -> bytes:
    """What is stored of a secret: 32 bytes."""
    return sha256(secret.encode()).digest()
