"""What each field of an event filter demands of a row of ``events``. Pure; touches no database."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from psycopg import sql

from store.actor_terms import ActorTerm, Dyad
from store.event_comparisons import (
    AT_LEAST,
    AT_MOST,
    LIKE,
    OVERLAPS,
    Condition,
    all_of,
    any_of,
    compared,
    one_of,
)
from store.event_places import in_box, in_circle

_SIDES = ("source", "target")


def conditions_of(given: Mapping[str, Any]) -> Iterator[Condition]:
    """A condition for each field of a filter that is given, in the order of the fields."""
    for name, value in given.items():
        if name == "near":
            yield in_circle(name, value, given["radius_km"])
        elif name != "radius_km":
            yield _CONDITIONS[name](name, value)


def _from(name: str, value: Any) -> Condition:
    return compared(AT_LEAST, name.removesuffix("_from"), name, value)


def _to(name: str, value: Any) -> Condition:
    return compared(AT_MOST, name.removesuffix("_to"), name, value)


# Rounded before it is cut: 0.29 * 1000 is a little above or below 290.
def _confidence_from(name: str, value: float) -> Condition:
    return compared(AT_LEAST, "confidence_permille", name, math.ceil(round(value * 1000, 6)))


def _confidence_to(name: str, value: float) -> Condition:
    return compared(AT_MOST, "confidence_permille", name, math.floor(round(value * 1000, 6)))


def _same(name: str, values: Sequence[Any]) -> Condition:
    return one_of(name, name, values)


def _flag(name: str, value: Any) -> Condition:
    return one_of(name, name, (value,))


def _roles(column: str, name: str, roles: Sequence[str]) -> Condition:
    return compared(OVERLAPS, column, name, list(roles))


def _codes(column: str, name: str, codes: Sequence[str]) -> Condition:
    """Actor codes, whole or with ``*`` for any letters."""
    whole = [code for code in codes if "*" not in code]
    parts = [one_of(column, name, whole)] if whole else []
    patterns = [_like_pattern(code) for code in codes if "*" in code]
    parts += [compared(LIKE, column, f"{name}_{i}", each) for i, each in enumerate(patterns)]
    return any_of(parts)


def _like_pattern(code: str) -> str:
    for character in "\\%_":
        code = code.replace(character, f"\\{character}")
    return code.replace("*", "%")


def _terms(side: str, name: str, terms: Sequence[ActorTerm]) -> Condition:
    """Any of the terms, on one side; terms of one kind are one comparison."""
    by_kind: dict[str, list[str]] = {}
    for term in terms:
        by_kind.setdefault(term.kind, []).append(term.value)
    return any_of([_OF_KIND[kind](side, f"{name}_term_{kind}", values) for kind, values in by_kind.items()])


_OF_KIND: Mapping[str, Callable[[str, str, Sequence[str]], Condition]] = {
    "code": lambda side, name, values: _codes(f"{side}_code", name, values),
    "country": lambda side, name, values: one_of(f"{side}_country", name, values),
    "group": lambda side, name, values: one_of(f"{side}_group", name, values),
    "role": lambda side, name, values: _roles(f"{side}_roles", name, values),
}


def _of_side(name: str, terms: Sequence[ActorTerm]) -> Condition:
    return _terms(name, name, terms)


def _of_either_side(name: str, terms: Sequence[ActorTerm]) -> Condition:
    return any_of([_terms(side, name, terms) for side in _SIDES])


def _part_of_side(name: str, values: Sequence[str]) -> Condition:
    side, _, kind = name.partition("_")
    return _OF_KIND[kind](side, name, values)


def _part_of_either_side(name: str, values: Sequence[str]) -> Condition:
    kind = name.partition("_")[2]
    return any_of([_OF_KIND[kind](side, name, values) for side in _SIDES])


def _dyads(name: str, dyads: Sequence[Dyad]) -> Condition:
    return any_of(
        [
            all_of(
                [
                    _terms("source", f"{name}_{i}_source", (dyad.source,)),
                    _terms("target", f"{name}_{i}_target", (dyad.target,)),
                ]
            )
            for i, dyad in enumerate(dyads)
        ]
    )


def _event_codes(name: str, codes: Sequence[str]) -> Condition:
    """Codes and what is below them: 18 is a root, 182 has 1821 below it, 1821 is itself alone."""
    roots, branches, leaves = ([code for code in codes if len(code) == length] for length in (2, 3, 4))
    parts = [one_of("event_root_code", f"{name}_root", roots)] if roots else []
    if branches:
        parts.append(_beginning(f"{name}_branch", branches))
    if leaves:
        above = sorted({code[:3] for code in leaves})
        parts.append(all_of([_beginning(f"{name}_above", above), one_of("event_code", name, leaves)]))
    return any_of(parts)


_BEGINS = sql.SQL("left(events.event_code, 3) = {}")
_BEGINS_ANY = sql.SQL("left(events.event_code, 3) = ANY({})")


def _beginning(name: str, codes: Sequence[str]) -> Condition:
    """Written as the index on the first three digits has it."""
    if len(codes) == 1:
        return Condition(_BEGINS.format(sql.Placeholder(name)), {name: codes[0]})
    return Condition(_BEGINS_ANY.format(sql.Placeholder(name)), {name: list(codes)})


_NAME_BEGINS = sql.SQL("left(events.publisher, 100) = ANY({})")


def _publishers(name: str, publishers: Sequence[str]) -> Condition:
    """Their beginning too, as it is what the index has."""
    begins = f"{name}_begins"
    beginnings = [publisher[:100] for publisher in publishers]
    short = Condition(_NAME_BEGINS.format(sql.Placeholder(begins)), {begins: beginnings})
    return all_of([short, one_of("publisher", name, publishers)])


_IN_JOB = sql.SQL("""events.article_id IN (
    SELECT job_articles.article_id FROM job_articles WHERE job_articles.job_id = ANY({}))""")


def _jobs(name: str, job_ids: Sequence[Any]) -> Condition:
    return Condition(_IN_JOB.format(sql.Placeholder(name)), {name: list(job_ids)})


def _claimants(name: str, codes: Sequence[str]) -> Condition:
    return _codes("attributed_to_code", name, codes)


_SAYS = sql.SQL("""events.event_id IN (
    SELECT said.event_id FROM sentences AS said
    WHERE to_tsvector('english', left(said.sentence, 100000)) @@ websearch_to_tsquery('english', {}))""")


def _words(name: str, words: str) -> Condition:
    return Condition(_SAYS.format(sql.Placeholder(name)), {name: words})


_RETRACTED = {
    "exclude": sql.SQL("events.retracted_at IS NULL"),
    "include": sql.SQL("true"),
    "only": sql.SQL("events.retracted_at IS NOT NULL"),
}


def _retracted(_name: str, value: str) -> Condition:
    return Condition(_RETRACTED[value], {})


Make = Callable[[str, Any], Condition]

_CONDITIONS: Mapping[str, Make] = {
    **dict.fromkeys(("event_date_from", "published_date_from", "coded_at_from", "goldstein_from"), _from),
    **dict.fromkeys(("event_date_to", "published_date_to", "coded_at_to", "goldstein_to"), _to),
    "confidence_from": _confidence_from,
    "confidence_to": _confidence_to,
    "actor": _of_either_side,
    **dict.fromkeys(_SIDES, _of_side),
    "dyad": _dyads,
    **{f"actor_{kind}": _part_of_either_side for kind in _OF_KIND},
    **{f"{side}_{kind}": _part_of_side for side in _SIDES for kind in _OF_KIND},
    "event_code": _event_codes,
    **dict.fromkeys(("event_root_code", "quad_class", "plover_type", "scope"), _same),
    "background": _flag,
    "attributed_to": _claimants,
    **dict.fromkeys(("place_country", "admin1", "article_id"), _same),
    "bbox": in_box,
    "publisher": _publishers,
    "job_id": _jobs,
    **dict.fromkeys(("coder_version", "codebook_version"), _same),
    "q": _words,
    "retracted": _retracted,
}
