"""Takes a batch of queued articles under a lease."""

from __future__ import annotations

import structlog

from decameron.settings import Settings
from store import queue
from store.pool import Pool, StoreUnavailable, transaction
from store.queue import Claim

_log = structlog.stdlib.get_logger(__name__)


def claim_articles(pool: Pool, settings: Settings, *, worker: str) -> list[Claim]:
    """The next articles to code, at most ``settings.batch_size``; none while the database is away.

    The claim is committed when this returns: from here on each article is coded, failed with a reason, handed
    back, or taken over by another worker when its lease has run out.
    """
    try:
        with transaction(pool) as conn:
            return queue.claim_articles(
                conn, worker=worker, batch_size=settings.batch_size, lease_seconds=settings.lease_seconds
            )
    except StoreUnavailable as error:
        _log.warning("claim_postponed", error=str(error))
        return []
