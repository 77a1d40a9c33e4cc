"""How many articles were received and coded: what the counts of events are to be divided by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import sql

from store.article_filter import ArticleFilter, articles_where
from store.pool import Connection

# What articles are grouped by, as text that sorts: a period by its first day, nothing as ''.
GROUPINGS: Mapping[str, sql.SQL] = {
    "day": sql.SQL("to_char(published_date, 'YYYY-MM-DD')"),
    "week": sql.SQL("to_char(date_trunc('week', published_date), 'YYYY-MM-DD')"),
    "month": sql.SQL("to_char(date_trunc('month', published_date), 'YYYY-MM-DD')"),
    "year": sql.SQL("to_char(date_trunc('year', published_date), 'YYYY-MM-DD')"),
    "publisher": sql.SQL("coalesce(publisher, '')"),
    "state": sql.SQL("state"),
    "language": sql.SQL("coalesce(detected_language, language, '')"),
}

_COUNT_ARTICLES = sql.SQL("""
SELECT {given},
       received, sightings, waiting, coded, no_events, unsupported_language, failed, cancelled, erased
FROM (
    SELECT {keys},
           count(*) AS received,
           coalesce(sum(seen), 0)::bigint AS sightings,
           count(*) FILTER (WHERE state IN ('queued', 'coding')) AS waiting,
           count(*) FILTER (WHERE state = 'coded') AS coded,
           count(*) FILTER (WHERE state = 'no_events') AS no_events,
           count(*) FILTER (WHERE state = 'unsupported_language') AS unsupported_language,
           count(*) FILTER (WHERE state = 'failed') AS failed,
           count(*) FILTER (WHERE state = 'cancelled') AS cancelled,
           count(*) FILTER (WHERE state = 'erased') AS erased
    FROM articles
        LEFT JOIN (SELECT article_id, count(*) AS seen FROM sightings GROUP BY article_id) AS again
        USING (article_id)
    WHERE {condition}
    GROUP BY {names}
) AS groups
WHERE {after}
ORDER BY {names} LIMIT %(limit)s
""")


def count_articles(
    conn: Connection,
    article_filter: ArticleFilter,
    *,
    by: Sequence[str],
    after: Sequence[str] = (),
    limit: int,
) -> list[dict[str, Any]]:
    """The number of articles in each group of ``by``, of names in ``GROUPINGS``, in the order of its values.

    Each row has the group's values, ``received``, ``sightings`` (how often the group's articles were
    submitted again), and the articles by state, ``waiting`` being those that are queued or being coded. A
    value that the articles lack is None. ``after`` are the values of the last group seen, '' for None.
    """
    condition = articles_where(article_filter)
    keys = [sql.Identifier(f"by_{name}") for name in by]
    query = _COUNT_ARTICLES.format(
        given=sql.SQL(", ").join(
            sql.SQL("nullif({}, '') AS {}").format(key, sql.Identifier(name))
            for key, name in zip(keys, by, strict=True)
        ),
        keys=sql.SQL(", ").join(
            sql.SQL("{} AS {}").format(GROUPINGS[name], key) for key, name in zip(keys, by, strict=True)
        ),
        names=sql.SQL(", ").join(keys),
        condition=condition.expression,
        after=_beyond(keys) if after else sql.SQL("true"),
    )
    places = {f"after_{number}": value for number, value in enumerate(after)}
    return conn.execute(query, {**condition.parameters, **places, "limit": limit}).fetchall()


def _beyond(keys: Sequence[sql.Identifier]) -> sql.Composed:
    """The groups that come after the place given by the parameters after_0, after_1 and so on."""
    places = [sql.Placeholder(f"after_{number}") for number in range(len(keys))]
    return sql.SQL("({}) > ({})").format(sql.SQL(", ").join(keys), sql.SQL(", ").join(places))
