"""The identity of an event: the same words of an article coded the same way are the same event."""

from __future__ import annotations

import hashlib
from uuid import UUID

from coders.models import Span


def event_id(
    article_identity: bytes, source_span: Span, trigger_span: Span, target_span: Span | None, event_code: str
) -> UUID:
    """A version-8 UUID (RFC 9562) of the article, the spans and the code, and of no version of anything.

    A dictionary edit changes rows, not identities.
    """
    parts = [*source_span, *trigger_span, *(target_span or (-1, -1))]
    digest = hashlib.sha256(article_identity)
    digest.update(",".join(map(str, parts)).encode())
    digest.update(b"|" + event_code.encode())
    value = bytearray(digest.digest()[:16])
    value[6] = (value[6] & 0x0F) | 0x80
    value[8] = (value[8] & 0x3F) | 0x80
    return UUID(bytes=bytes(value))
