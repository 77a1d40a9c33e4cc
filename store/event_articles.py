"""What is told of an article beside its events."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from store.pool import Connection

_TOLD_ARTICLES = """
SELECT article_id, state, published_date, title, url, publisher, language, detected_language, external_id,
    received_at
FROM articles WHERE article_id = ANY(%s)
"""


def told_articles(conn: Connection, article_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """The articles by id, all that is told of them but the text."""
    rows = conn.execute(_TOLD_ARTICLES, (list(article_ids),))
    return {row["article_id"]: row for row in rows}
