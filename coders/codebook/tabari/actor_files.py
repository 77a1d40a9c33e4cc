"""Actor files: a name, its synonyms, and what codes it had when.

::

    HAMID_KARZAI_                    a name; a code may follow it, or stand on lines of its own below
    +PRESIDENT_KARZAI_               another name of the same
        [AFGGOV 011222-140929]       from day to day, of six or eight digits
        [AFGELI >140929]             after a day; <140929 is before it, none is ever
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from coders.codebook.actors import INTERNATIONAL_TYPES
from coders.codebook.model import Actor, ActorKind, DatedRole
from coders.codebook.tabari.dated_codes import NOBODY, CodeError, brackets_in, read_dated_code
from coders.codebook.tabari.lines import Line, RefusedLine, read_lines
from coders.codebook.tabari.names import written_name

_KINDS: dict[str, ActorKind] = {"IGO": "international_organization", "MNC": "company", "IMG": "armed_group"}
_PUBLIC = frozenset("GOV LEG JUD MIL OPP ELI REB COP SPY".split())


@dataclass(frozen=True, slots=True)
class ActorFile:
    """What an actor file gave: ``names`` and ``codes`` are how many names and dated codes its actors have."""

    actors: dict[str, Actor]
    refused: tuple[RefusedLine, ...]

    @property
    def counts(self) -> dict[str, int]:
        return {
            "actors": len(self.actors),
            "names": sum(1 + len(actor.aliases) for actor in self.actors.values()),
            "codes": sum(len(actor.roles) for actor in self.actors.values()),
        }


@dataclass(slots=True)
class _Draft:
    line: Line
    names: list[str]
    roles: list[DatedRole] = field(default_factory=list)
    nobody: bool = False


def read_actor_file(file: str, text: str) -> ActorFile:
    """The actors of a file, by ids made of their first names; what cannot be read is refused by line."""
    refused: list[RefusedLine] = []
    actors: dict[str, Actor] = {}
    for draft in _drafts(file, text, refused):
        if not draft.roles and not draft.nobody:
            refused.append(RefusedLine(draft.line.place, "the name has no code", draft.line.text.strip()))
            continue
        entry_id = f"{file}:{draft.names[0]}"
        known = actors.get(entry_id)
        actors[entry_id] = _actor(entry_id, draft, known)
    return ActorFile(actors, tuple(refused))


def _drafts(file: str, text: str, refused: list[RefusedLine]) -> Iterator[_Draft]:
    draft: _Draft | None = None
    for line in read_lines(file, text):
        name = line.text.split("[", 1)[0].strip()
        if name and not name.startswith("+") and not (line.is_indented and not name):
            if draft is not None:
                yield draft
            draft = _begun(line, name, refused)
        elif draft is None:
            refused.append(RefusedLine(line.place, "no name stands above it", line.text.strip()))
        elif name:
            _add_name(draft, line, name.lstrip("+"), refused)
        if draft is not None:
            _add_codes(draft, line, refused)
    if draft is not None:
        yield draft


def _begun(line: Line, name: str, refused: list[RefusedLine]) -> _Draft | None:
    written = written_name(name)
    if not written:
        refused.append(RefusedLine(line.place, "the name holds no letter", line.text.strip()))
        return None
    return _Draft(line, [written])


def _add_name(draft: _Draft, line: Line, name: str, refused: list[RefusedLine]) -> None:
    written = written_name(name)
    if written:
        draft.names.append(written)
    else:
        refused.append(RefusedLine(line.place, "the name holds no letter", line.text.strip()))


def _add_codes(draft: _Draft, line: Line, refused: list[RefusedLine]) -> None:
    found = brackets_in(line.text)
    if "[" in line.text and not found:
        refused.append(RefusedLine(line.place, "a bracket is not closed", line.text.strip()))
    for content in found:
        try:
            role = read_dated_code(content)
        except CodeError as error:
            refused.append(RefusedLine(line.place, str(error), line.text.strip()))
            continue
        if role is None:
            draft.nobody = draft.nobody or content == NOBODY
        else:
            draft.roles.append(role)


def _actor(entry_id: str, draft: _Draft, known: Actor | None) -> Actor:
    """The actor; what a file says of a name twice is joined. Roles with dates come before those without."""
    roles = [*(known.roles if known else ()), *draft.roles]
    roles.sort(key=lambda role: role.valid_from is None and role.valid_to is None)
    names = dict.fromkeys([*((known.name, *known.aliases) if known else ()), *draft.names])
    name, *aliases = names
    return Actor(
        entry_id=entry_id,
        kind=_kind(roles),
        name=name,
        aliases=tuple(aliases),
        roles=tuple(dict.fromkeys(roles)),
        overlaps=True,
        place=draft.line.place,
    )


def _kind(roles: list[DatedRole]) -> ActorKind:
    codes = {role.code for role in roles}
    if len(codes) == 1 and roles[0].country == roles[0].code:
        return "country"
    if any(role.valid_from or role.valid_to for role in roles) and all(
        role.country and _PUBLIC.intersection(role.roles) for role in roles
    ):
        return "person"
    kinds = {role.international_type for role in roles} & INTERNATIONAL_TYPES
    if len(kinds) == 1:
        [international_type] = kinds
        return _KINDS.get(international_type or "", "ngo")
    return "armed_group" if any({"REB", "SEP", "UAF"} & set(role.roles) for role in roles) else "organization"
