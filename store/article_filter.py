"""Which articles are meant: a filter as the condition of a query. Pure; touches no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg import sql

from store.condition import RowCondition, all_hold


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """All that is given must hold; of several states, any. An empty filter means every article.

    Dates are inclusive. ``publisher`` is the article's own; ``external_id`` and ``url`` are the article's own
    or those of one of its sightings. ``job_id`` is a job that the article belongs to.
    """

    state: tuple[str, ...] = ()
    publisher: str | None = None
    published_date_from: date | None = None
    published_date_to: date | None = None
    external_id: str | None = None
    url: str | None = None
    job_id: UUID | None = None


_SEEN_AS = sql.SQL("""articles.article_id IN (
    SELECT article_id FROM articles WHERE {column} = {value}
    UNION ALL SELECT article_id FROM sightings WHERE {column} = {value})""")


def _seen_as(column: str) -> sql.Composed:
    return _SEEN_AS.format(column=sql.Identifier(column), value=sql.Placeholder(column))


_CONDITIONS: Mapping[str, sql.Composable] = {
    "state": sql.SQL("articles.state = ANY(%(state)s)"),
    # The index has the beginning alone: a publisher's name may be longer than a row of it.
    "publisher": sql.SQL(
        "left(articles.publisher, 100) = left(%(publisher)s, 100) AND articles.publisher = %(publisher)s"
    ),
    "published_date_from": sql.SQL("articles.published_date >= %(published_date_from)s"),
    "published_date_to": sql.SQL("articles.published_date <= %(published_date_to)s"),
    "external_id": _seen_as("external_id"),
    "url": _seen_as("url"),
    "job_id": sql.SQL(
        "articles.article_id IN (SELECT article_id FROM job_articles WHERE job_id = %(job_id)s)"
    ),
}

# No index is on the state, which changes often: these say where those in it are found.
_WAITING = sql.SQL("articles.article_id IN (SELECT article_id FROM queue)")
_UNCODED = sql.SQL("""articles.article_id IN (
    SELECT article_id FROM job_articles WHERE outcome = ANY(%(state)s)
    AND outcome IN ('unsupported_language', 'failed', 'cancelled'))""")
_ERASED = sql.SQL("articles.text IS NULL")

_WHERE_STATES_ARE: tuple[tuple[frozenset[str], sql.SQL], ...] = (
    (frozenset({"queued", "coding"}), _WAITING),
    (frozenset({"unsupported_language", "failed", "cancelled"}), _UNCODED),
    (frozenset({"erased"}), _ERASED),
)


def articles_where(article_filter: ArticleFilter) -> RowCondition:
    """The filter as a condition over ``articles``; values are parameters, never part of the SQL."""
    places = [
        place
        for states, place in _WHERE_STATES_ARE
        if article_filter.state and states.issuperset(article_filter.state)
    ]
    parameters = {name: getattr(article_filter, name) for name in ArticleFilter.__slots__}
    parameters["state"] = list(article_filter.state)
    condition = all_hold(_CONDITIONS, parameters)
    return RowCondition(sql.SQL(" AND ").join([condition.expression, *places]), condition.parameters)
