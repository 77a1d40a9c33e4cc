"""Finds entries of a codebook by what a person types: accents, capitals and punctuation do not count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from coders.codebook.actors import role_on
from coders.codebook.codebook import Codebook
from coders.codebook.model import Actor, ActorKind, Country, DatedRole, EventCode
from coders.codebook.name_index import NameUse
from coders.codebook.name_pieces import split_pieces

_COUNTRY_USES: frozenset[NameUse] = frozenset(("country", "seat", "capital", "adjective", "demonym"))


class Match(NamedTuple):
    """How well an entry matches, and by which name.

    ``rank``: 0 where it is the whole name, 1 where the name begins so, 2 where it has all the words. ``name``
    is None where no name was searched for.
    """

    rank: int
    entry_id: str
    name: str | None


@dataclass(frozen=True, slots=True)
class ActorSearch:
    """Which actors are meant: all that is given must hold, of several values any.

    ``countries`` and ``roles`` ask for one dated role that has both: that of the day ``as_of``, or any where
    it is None.
    """

    text: str | None = None
    kinds: Collection[ActorKind] = ()
    countries: Collection[str] = ()
    roles: Collection[str] = ()
    as_of: date | None = None


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text as names are compared: plain lower case, without accents."""
    # Not by the cache of split_pieces: what people type is rarely typed again, and would fill it.
    return tuple(piece.text for piece in split_pieces.__wrapped__(text))


def find_actors(codebook: Codebook, search: ActorSearch) -> list[Match]:
    """The actors that are meant, best first and then by id, each once."""
    found = (
        (Match(0, entry_id, None) for entry_id in codebook.actors)
        if search.text is None
        else _by_name(codebook, search.text, frozenset(("actor",)))
    )
    return sorted(match for match in found if _is_meant(codebook.actors[match.entry_id], search))


def find_countries(codebook: Codebook, text: str) -> list[tuple[Country, str]]:
    """The countries with a name, adjective, demonym, capital or seat of government like it, best first.

    Each comes with the name that matched.
    """
    found = sorted(_by_name(codebook, text, _COUNTRY_USES))
    return [(codebook.countries[match.entry_id], match.name or "") for match in found]


def find_event_codes(event_codes: Iterable[EventCode], text: str) -> Iterator[EventCode]:
    """The event codes of whose name or definition some word begins with each of these."""
    wanted = folded_words(text)
    for event_code in event_codes:
        words = folded_words(f"{event_code.code} {event_code.name} {event_code.definition}")
        if all(any(word.startswith(beginning) for word in words) for beginning in wanted):
            yield event_code


def _by_name(codebook: Codebook, text: str, uses: frozenset[NameUse]) -> Iterable[Match]:
    """The best match of each entry that has a name like it."""
    words = folded_words(text)
    best: dict[str, Match] = {}
    for key, names in codebook.names.names.items():
        rank = _rank(key, words)
        if rank is None:
            continue
        for name in names:
            if name.use in uses and (name.entry_id not in best or rank < best[name.entry_id].rank):
                best[name.entry_id] = Match(rank, name.entry_id, name.text)
    return best.values()


def _rank(key: str, words: tuple[str, ...]) -> int | None:
    """How well a name, as its words, is matched by the words typed."""
    if not all(word in key for word in words):  # most names end here, and quickly
        return None
    typed = " ".join(words)
    if key == typed:
        return 0
    if key.startswith(typed):
        return 1
    return 2 if set(words) <= set(key.split(" ")) else None


def _is_meant(actor: Actor, search: ActorSearch) -> bool:
    if search.kinds and actor.kind not in search.kinds:
        return False
    if not search.countries and not search.roles:
        return True
    held = actor.roles if search.as_of is None else (role_on(actor, search.as_of),)
    return any(_has(role, search) for role in held if role is not None)


def _has(role: DatedRole, search: ActorSearch) -> bool:
    return (not search.countries or role.country in search.countries) and (
        not search.roles or not set(search.roles).isdisjoint(role.roles)
    )
