"""What is wrong with a codebook that loads: entries that contradict each other, or that can never count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from coders.codebook.actors import INTERNATIONAL_TYPES, ROLES
from coders.codebook.codebook import Codebook
from coders.codebook.model import Actor, Country, DatedRole, PatternSlot, VerbPattern
from coders.codebook.name_index import Name

_CODE_LETTERS = 3


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """An entry that is wrong: ``place`` is its file and line, ``message`` says what would be right."""

    place: str
    message: str


def check_codebook(codebook: Codebook) -> list[Finding]:
    """All that is wrong with a codebook, by file and line."""
    return sorted(
        [
            *_unknown_codes(codebook),
            *_overlapping_roles(codebook.actors.values()),
            *_claimed_twice(codebook),
            *_shadowed(codebook.patterns),
        ]
    )


def _unknown_codes(codebook: Codebook) -> Iterator[Finding]:
    known = {
        kind: {code for each_kind, code in codebook.actor_codes if each_kind == kind}
        for kind in ("ethnicity", "religion", "organization")
    }
    parts = {code for _, code in codebook.actor_codes} | set(codebook.countries)
    for actor in codebook.actors.values():
        for role in actor.roles:
            if role.country is not None and role.country not in codebook.countries:
                yield Finding(actor.place, f"{role.country} is no country of countries.jsonl")
            for kind, codes in known.items():
                code = getattr(role, kind)
                if code is not None and code not in codes:
                    yield Finding(actor.place, f"{code} is no {kind} of actor_codes.jsonl")
            for code in sorted(_letters(role.code) - parts - ROLES - INTERNATIONAL_TYPES):
                yield Finding(
                    actor.place, f"{code} in {role.code} is no code of actor_codes.jsonl, nor a country"
                )


def _letters(code: str | None) -> set[str]:
    return (
        {code[at : at + _CODE_LETTERS] for at in range(0, len(code or ""), _CODE_LETTERS)} if code else set()
    )


def _overlapping_roles(actors: Iterable[Actor]) -> Iterator[Finding]:
    for actor in actors:
        if actor.overlaps:
            continue
        for one, other in combinations(actor.roles, 2):
            if _undated(one) != _undated(other) and _meet(_days(one), _days(other)):
                first, last = max(_days(one)[0], _days(other)[0]), min(_days(one)[1], _days(other)[1])
                yield Finding(
                    actor.place,
                    f"{actor.name} has two roles with different codes from {first} to {last}; end one where "
                    'the other begins, or say "overlaps": true',
                )


def _undated(role: DatedRole) -> tuple[object, ...]:
    return (
        role.country, role.international_type, role.roles, role.ethnicity, role.religion, role.organization,
        role.code,
    )  # fmt: skip


Days = tuple[date, date]


def _days(entry: DatedRole | Country) -> Days:
    return entry.valid_from or date.min, entry.valid_to or date.max


def _meet(one: Days, other: Days) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _claimed_twice(codebook: Codebook) -> Iterator[Finding]:
    """Names of several entries where no rule says which is meant.

    There is a rule for persons (whom the story has named in full, else who is in office that day), for a
    capital, a seat, an adjective and a demonym beside each other, for a role noun (anything else comes
    before it), and for entries that are not of the same time.
    """
    for names in codebook.names.names.values():
        for one, other in combinations(names, 2):
            if one.entry_id != other.entry_id and _is_unruled(codebook, one, other):
                yield Finding(
                    _place(codebook, other),
                    f"{other.text!r} is a name of {other.entry_id} and of {one.entry_id} "
                    f"({_place(codebook, one)}); give it to one of them",
                )


def _is_unruled(codebook: Codebook, one: Name, other: Name) -> bool:
    uses = {one.use, other.use}
    if "agent" in uses or ("actor" not in uses and len(uses) > 1):
        return False
    if _is_person(codebook, one) and _is_person(codebook, other):
        return False
    return any(_meet(a, b) for a in _times(codebook, one) for b in _times(codebook, other))


def _is_person(codebook: Codebook, name: Name) -> bool:
    return name.use == "actor" and codebook.actors[name.entry_id].kind == "person"


def _times(codebook: Codebook, name: Name) -> Sequence[Days]:
    if name.use == "actor":
        return [_days(role) for role in codebook.actors[name.entry_id].roles]
    return [_days(codebook.countries[name.entry_id])]


def _place(codebook: Codebook, name: Name) -> str:
    entries = codebook.actors if name.use == "actor" else codebook.countries
    return entries[name.entry_id].place


def _shadowed(patterns: Iterable[VerbPattern]) -> Iterator[Finding]:
    """Patterns that never count: another fits wherever they do, weighs the same and stands before them."""
    by_shape: dict[tuple[object, ...], list[VerbPattern]] = defaultdict(list)
    for pattern in patterns:
        shape = (pattern.nominal, pattern.subject, *((s.filler, s.optional, s.exact) for s in pattern.slots))
        for trigger in pattern.triggers:
            by_shape[trigger, *shape].append(pattern)
    found = {
        (later.place, earlier.place): Finding(
            later.place,
            f"{later.text!r} never counts: {earlier.text!r} ({earlier.place}) fits wherever it does",
        )
        for group in by_shape.values()
        for at, earlier in enumerate(group)
        for later in group[at + 1 :]
        if _covers(earlier, later)
    }
    yield from found.values()


def _covers(earlier: VerbPattern, later: VerbPattern) -> bool:
    return earlier.triggers >= later.triggers and all(
        _slot_covers(one, other) for one, other in zip(earlier.slots, later.slots, strict=True)
    )


def _slot_covers(one: PatternSlot, other: PatternSlot) -> bool:
    same_place = bool(one.prepositions) == bool(other.prepositions)
    return same_place and one.prepositions >= other.prepositions and one.words >= other.words
