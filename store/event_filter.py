"""Which events are meant: a filter as the condition of a query. Pure; touches no database."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from psycopg import sql

from store.actor_terms import ActorTerm, Dyad
from store.event_comparisons import Condition
from store.event_conditions import conditions_of

__all__ = ["ActorTerm", "Condition", "Dyad", "EventFilter", "Retracted", "where"]

Retracted = Literal["exclude", "include", "only"]


@dataclass(frozen=True, slots=True)
class EventFilter:
    """All that is given must hold; of several values of one field, any. Empty, it means every standing event.

    Values are kept sorted and once each, so that filters that mean the same are equal. ``_from`` and ``_to``
    are both inclusive. ``actor…`` is either side. ``event_code`` has two to four digits and means what is
    below it too. Countries are ISO 3166 alpha-3 codes. ``bbox`` is west, south, east, north in degrees, west
    above east where it crosses the antimeridian; ``near`` is latitude, longitude and ``radius_km`` goes with
    it. ``attributed_to`` are actor codes, ``*`` for any letters. ``q`` is words of the sentence as a search
    engine takes them: ``"a phrase"``, ``or``, ``-not``.
    """

    event_date_from: date | None = None
    event_date_to: date | None = None
    published_date_from: date | None = None
    published_date_to: date | None = None
    coded_at_from: datetime | None = None
    coded_at_to: datetime | None = None
    actor: tuple[ActorTerm, ...] = ()
    source: tuple[ActorTerm, ...] = ()
    target: tuple[ActorTerm, ...] = ()
    dyad: tuple[Dyad, ...] = ()
    actor_code: tuple[str, ...] = ()
    source_code: tuple[str, ...] = ()
    target_code: tuple[str, ...] = ()
    actor_country: tuple[str, ...] = ()
    source_country: tuple[str, ...] = ()
    target_country: tuple[str, ...] = ()
    actor_group: tuple[str, ...] = ()
    source_group: tuple[str, ...] = ()
    target_group: tuple[str, ...] = ()
    actor_role: tuple[str, ...] = ()
    source_role: tuple[str, ...] = ()
    target_role: tuple[str, ...] = ()
    event_code: tuple[str, ...] = ()
    event_root_code: tuple[str, ...] = ()
    quad_class: tuple[int, ...] = ()
    plover_type: tuple[str, ...] = ()
    goldstein_from: float | None = None
    goldstein_to: float | None = None
    confidence_from: float | None = None
    confidence_to: float | None = None
    scope: tuple[str, ...] = ()
    background: bool | None = None
    attributed_to: tuple[str, ...] = ()
    place_country: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    bbox: tuple[float, float, float, float] | None = None
    near: tuple[float, float] | None = None
    radius_km: float | None = None
    publisher: tuple[str, ...] = ()
    article_id: tuple[UUID, ...] = ()
    job_id: tuple[UUID, ...] = ()
    coder_version: tuple[str, ...] = ()
    codebook_version: tuple[str, ...] = ()
    q: str | None = None
    retracted: Retracted = "exclude"

    def __post_init__(self) -> None:
        if (self.near is None) != (self.radius_km is None):
            raise ValueError("near and radius_km go together; give both or neither")
        for name in LISTS:
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))


# The fields of which any of several values may hold.
LISTS = tuple(field.name for field in fields(EventFilter) if field.default == ())


def where(event_filter: EventFilter) -> Condition:
    """The filter as a condition over ``events``; values are parameters, never part of the SQL.

    It says which retracted events are meant too: a query has to add nothing. Its placeholders bear the names
    of the filter's fields, with a number where a field has several.
    """
    given = {
        field.name: value
        for field in fields(event_filter)
        if (value := getattr(event_filter, field.name)) not in (None, ())
    }
    parts = list(conditions_of(given))
    parameters = {name: value for part in parts for name, value in part.parameters.items()}
    return Condition(
        sql.SQL(" AND ").join([part.expression for part in parts] or [sql.SQL("true")]), parameters
    )
