"""What Python values become in a request: parameters of a query, articles as lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

import orjson

One: TypeAlias = str | int | float | bool | date
Value: TypeAlias = One | Iterable[One] | None

BATCH_ARTICLES = 5_000
BATCH_BYTES = 8_000_000


def parameters(values: Mapping[str, Value]) -> dict[str, str]:
    """A query: several values of one parameter parted by commas, None left out."""
    return {name: _parameter(value) for name, value in values.items() if value is not None}


def article_json(article: Mapping[str, Any]) -> bytes:
    """An article in one line of JSON, without what is missing: None, or the NaN of a data frame.

    Raises:
        TypeError: a value is of a kind that JSON does not have.
    """
    given = {name: _day(value) for name, value in article.items() if not _is_missing(value)}
    try:
        return orjson.dumps(given)
    except orjson.JSONEncodeError:
        # Half of a surrogate pair: sent escaped, so that the service refuses this article and no other.
        return json.dumps(given).encode()


def article_batches(articles: Iterable[Mapping[str, Any]]) -> Iterator[list[bytes]]:
    """Articles as lines, as many together as make a request of reasonable size."""
    batch: list[bytes] = []
    size = 0
    for article in articles:
        line = article_json(article)
        if batch and (len(batch) == BATCH_ARTICLES or size + len(line) > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line) + 1
    if batch:
        yield batch


def _parameter(value: Value) -> str:
    match value:
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case str() | int() | float():
            return str(value)
        case _:
            return ",".join(_parameter(each) for each in value or ())


def _day(value: Any) -> Any:
    """A day as the API writes it; of a point in time, as data frames have for days, its day."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and value != value)
