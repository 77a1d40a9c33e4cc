"""The codebook that the API tells of: loaded when it is first asked for, once in each process."""

from __future__ import annotations

from pathlib import Path
from threading import RLock

import orjson
import structlog

from api.problems import RETRY_SECONDS, UNAVAILABLE, Problem
from api.request_id import current_request_id
from coders.codebook.codebook import Codebook
from coders.codebook.describe import describe_codebook
from coders.codebook.sources import CodebookSources, load_sources
from decameron.settings import Settings

_log = structlog.stdlib.get_logger(__name__)


def sources_of(settings: Settings) -> CodebookSources:
    """The sources that the settings name."""
    return CodebookSources(
        entries=Path(settings.entries) if settings.entries else None,
        dictionaries=Path(settings.dictionaries) if settings.dictionaries else None,
        instead=settings.dictionaries_instead,
    )


class ServedCodebook:
    """A codebook, and the document that it is downloaded as; any thread may ask for them.

    One that could not be loaded is tried again with the next request, as its files may be mended meanwhile.
    """

    def __init__(self, sources: CodebookSources) -> None:
        self._sources = sources
        self._lock = RLock()
        self._codebook: Codebook | None = None
        self._document: bytes | None = None

    def codebook(self) -> Codebook:
        """The codebook; the first call takes about half a second.

        Raises:
            Problem: 503, an entry is malformed or a file cannot be read. The log says which.
        """
        with self._lock:
            if self._codebook is None:
                self._codebook = self._load()
            return self._codebook

    def document(self) -> bytes:
        """The whole codebook as JSON. It is kept, as to write it takes longer than to send it.

        Raises:
            Problem: 503, as ``codebook``.
        """
        with self._lock:
            if self._document is None:
                self._document = orjson.dumps(describe_codebook(self.codebook()))
            return self._document

    def _load(self) -> Codebook:
        try:
            return load_sources(self._sources)
        except (ValueError, OSError) as error:
            _log.error("codebook_unusable", reason=str(error))
            raise Problem(
                UNAVAILABLE,
                "The codebook of this service cannot be loaded. The log says which line is wrong, under "
                f"request id {current_request_id()}; so does decameron codebook check.",
                headers={"Retry-After": str(RETRY_SECONDS)},
            ) from None
