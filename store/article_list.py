"""Articles read page by page, without their texts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from psycopg import sql

from store.article_filter import ArticleFilter, articles_where
from store.pool import Connection

# The page first: what is counted is counted for its rows alone.
_LIST_ARTICLES = sql.SQL("""
SELECT page.*,
       (SELECT count(*) FROM events AS e
        WHERE e.article_id = page.article_id AND e.retracted_at IS NULL) AS event_count,
       (SELECT count(*) FROM sightings AS s WHERE s.article_id = page.article_id) AS sighting_count
FROM (
    SELECT article_id, published_date, title, url, publisher, language, external_id, state, error,
           detected_language, profile, coder_version, codebook_version, received_at, coded_at
    FROM articles WHERE {condition}{after}
    ORDER BY article_id LIMIT %(limit)s
) AS page
ORDER BY article_id
""")

_AFTER = sql.SQL(" AND articles.article_id > %(after)s")


def list_articles(
    conn: Connection, article_filter: ArticleFilter, *, after: UUID | None = None, limit: int
) -> list[dict[str, Any]]:
    """A page of articles by article_id, which is the order they were received in, from the first ``after``.

    Whatever arrives between two pages, no article is given twice, and none that was there all along is left
    out.
    """
    condition = articles_where(article_filter)
    query = _LIST_ARTICLES.format(condition=condition.expression, after=_AFTER if after else sql.SQL(""))
    return conn.execute(query, {**condition.parameters, "after": after, "limit": limit}).fetchall()
