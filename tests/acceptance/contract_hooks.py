"""What schemathesis has to be told before it can send all that the service takes."""

from __future__ import annotations

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def as_lines(_context: schemathesis.SerializationContext, value: object) -> bytes:
    """The document has such a body as one text; a wrong one may be anything."""
    return str(value).encode(errors="surrogatepass")
