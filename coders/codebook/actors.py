"""Reads the dictionaries of countries, actors and agents.

Countries and actors are JSON Lines, one entry a line. A date is a day (``2021-08-15``) or, where no more is
known, a month or a year: the first day of it where something begins, the last where it ends.

Agents are lines of text under section headings: ``[MIL]`` gives its role to each noun below it, ``[GOV?]``
gives one that holds only where nothing else in the phrase gives a role, ``[-]`` gives none, and two roles
stand side by side (``[GOV BUS]``). A star after a noun (``army*``) says that it names a body rather than a
person.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, get_args

import orjson

from coders.codebook.model import Actor, ActorKind, Agent, Country, DatedRole

PRIMARY_ROLES = frozenset("COP GOV INS JUD MIL OPP REB SEP SPY UAF".split())
SECONDARY_ROLES = frozenset("AGR BUS CRM CVL DEV EDU ELI ENV HLH HRI LAB LEG MED REF".split())
SPECIALTIES = frozenset("MOD RAD".split())
ROLES = PRIMARY_ROLES | SECONDARY_ROLES | SPECIALTIES | {"PTY"}
INTERNATIONAL_TYPES = frozenset("IGO NGO NGM MNC IMG INT UIS".split())

_KINDS = frozenset(get_args(ActorKind))
_COUNTRY_KEYS = frozenset("code name names adjectives demonyms capitals seats from to".split())
_ACTOR_KEYS = frozenset("id kind name aliases roles overlaps".split())
_ROLE_KEYS = frozenset("country type roles ethnicity religion organization code from to".split())
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_SECTION = re.compile(r"\[(?P<roles>-|[A-Z]{3}(?: [A-Z]{3})*)(?P<default>\?)?\]\Z")


class DictionaryError(ValueError):
    """An entry that cannot be read; the message names its file and line and what would be right."""


def load_countries(lines: Iterable[str], file: str = "countries.jsonl") -> dict[str, Country]:
    """Countries by their code.

    Raises:
        DictionaryError: a line is no JSON object, lacks a key or has one too many, or repeats a code.
    """
    countries: dict[str, Country] = {}
    for place, entry in read_objects(lines, file):
        check_keys(entry, _COUNTRY_KEYS, {"code", "name"}, place)
        code = entry["code"]
        if not re.fullmatch("[A-Z]{3}", code):
            raise DictionaryError(f"{place}: code is {code!r}; it should be three capital letters")
        if code in countries:
            raise DictionaryError(f"{place}: {code} is there twice; give each country one line")
        countries[code] = Country(
            code=code,
            name=entry["name"],
            names=tuple(entry.get("names", ())),
            adjectives=tuple(entry.get("adjectives", ())),
            demonyms=tuple(entry.get("demonyms", ())),
            capitals=tuple(entry.get("capitals", ())),
            seats=tuple(entry.get("seats", ())),
            valid_from=_first_day(entry.get("from"), place),
            valid_to=_last_day(entry.get("to"), place),
            place=place,
        )
    return countries


def read_actor(entry: object, place: str) -> Actor:
    """The actor that an object of a file of JSON Lines says; ``place`` is its file and line.

    Raises:
        DictionaryError: it is no object, lacks a key or has one too many, names an unknown kind or role, or
            has an empty range of dates.
    """
    if not isinstance(entry, dict):
        raise DictionaryError(f"{place}: holds {type(entry).__name__}; each line is one JSON object")
    check_keys(entry, _ACTOR_KEYS, {"id", "kind", "name", "roles"}, place)
    if entry["kind"] not in _KINDS:
        raise DictionaryError(f"{place}: kind is {entry['kind']!r}; it should be one of {sorted(_KINDS)}")
    return Actor(
        entry_id=entry["id"],
        kind=entry["kind"],
        name=entry["name"],
        aliases=tuple(entry.get("aliases", ())),
        roles=tuple(_read_role(each, place) for each in entry["roles"]),
        overlaps=entry.get("overlaps", False),
        place=place,
    )


def load_agents(text: str, file: str = "agents.txt") -> dict[str, Agent]:
    """Agents by their lemma.

    Raises:
        DictionaryError: a noun stands above the first heading or twice, or a heading names an unknown role.
    """
    agents: dict[str, Agent] = {}
    section: tuple[tuple[str, ...], bool] | None = None
    for number, raw in enumerate(text.splitlines(), start=1):
        line, place = raw.split("#", 1)[0].strip(), f"{file}:{number}"
        if not line:
            continue
        if line.startswith("["):
            section = _read_section(line, place)
            continue
        if section is None:
            raise DictionaryError(f"{place}: {line!r} stands above the first heading, such as [MIL]")
        lemma = line.removesuffix("*")
        if lemma in agents:
            raise DictionaryError(f"{place}: {lemma!r} is there twice; give each noun one section")
        agents[lemma] = Agent(f"agent:{lemma}", lemma, *section, collective=lemma != line, place=place)
    return agents


def role_on(actor: Actor, day: date) -> DatedRole | None:
    """What the actor was on that day, or None where the dictionary does not say.

    Between and after offices a person is one of the elite of the country last served (ELI); before the
    first, of the country that the first one serves.
    """
    for role in actor.roles:
        if (role.valid_from is None or role.valid_from <= day) and (
            role.valid_to is None or day <= role.valid_to
        ):
            return role
    if actor.kind != "person" or not actor.roles:
        return None
    earlier = [role for role in actor.roles if role.valid_to is not None and role.valid_to < day]
    if not earlier:
        first = min(actor.roles, key=lambda role: role.valid_from or date.min)
        return DatedRole(
            country=_home(actor, first), roles=("ELI",), valid_to=_next_day(first.valid_from, -1)
        )
    last = max(earlier, key=lambda role: role.valid_to or date.min)
    return DatedRole(country=_home(actor, last), roles=("ELI",), valid_from=_next_day(last.valid_to, 1))


def _home(actor: Actor, role: DatedRole) -> str | None:
    """The country that a role served; where it served none, the last that another did."""
    return role.country or next((other.country for other in actor.roles if other.country), None)


def _next_day(day: date | None, step: int) -> date | None:
    return day + timedelta(days=step) if day else None


def read_objects(lines: Iterable[str], file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a file of JSON Lines, each with its file and line.

    Raises:
        DictionaryError: a line is no JSON object.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{file}:{number}"
        try:
            entry = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise DictionaryError(f"{place}: no JSON ({error}); each line is one JSON object") from None
        if not isinstance(entry, dict):
            raise DictionaryError(f"{place}: holds {type(entry).__name__}; each line is one JSON object")
        yield place, entry


def check_keys(entry: dict[str, Any], known: frozenset[str], needed: set[str], place: str) -> None:
    """See that an object has the keys that it should.

    Raises:
        DictionaryError: it lacks one that is needed, or has one that is not known.
    """
    keys = entry.keys()
    if not keys >= needed:
        raise DictionaryError(f"{place}: {', '.join(sorted(needed - keys))} missing")
    if not keys <= known:
        unknown = keys - known
        raise DictionaryError(f"{place}: unknown key {', '.join(sorted(unknown))}; known are {sorted(known)}")


def _read_role(entry: dict[str, Any], place: str) -> DatedRole:
    check_keys(entry, _ROLE_KEYS, set(), place)
    roles = tuple(entry.get("roles", ()))
    if not ROLES.issuperset(roles):
        unknown = ", ".join(sorted(set(roles) - ROLES))
        raise DictionaryError(f"{place}: unknown role {unknown}; known are {sorted(ROLES)}")
    kind = entry.get("type")
    if kind is not None and kind not in INTERNATIONAL_TYPES:
        raise DictionaryError(f"{place}: type is {kind!r}; it should be one of {sorted(INTERNATIONAL_TYPES)}")
    valid_from, valid_to = _first_day(entry.get("from"), place), _last_day(entry.get("to"), place)
    if valid_from and valid_to and valid_to < valid_from:
        raise DictionaryError(f"{place}: the role ends on {valid_to}, before it begins on {valid_from}")
    return DatedRole(
        country=entry.get("country"),
        international_type=kind,
        roles=roles,
        ethnicity=entry.get("ethnicity"),
        religion=entry.get("religion"),
        organization=entry.get("organization"),
        code=entry.get("code"),
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _first_day(text: str | None, place: str) -> date | None:
    return None if text is None else _read_dates(text, place)[0]


def _last_day(text: str | None, place: str) -> date | None:
    return None if text is None else _read_dates(text, place)[1]


def _read_dates(text: str, place: str) -> tuple[date, date]:
    days = _days_of(text)
    if days is None:
        raise DictionaryError(f"{place}: the date is {text!r}; it should be like 2021-08-15, 2021-08 or 2021")
    return days


@lru_cache(maxsize=65536)
def _days_of(text: str) -> tuple[date, date] | None:
    """The first and the last day of what may be a day, a month or a year; None where it is none."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        first = date(year, month or 1, day or 1)
        return first, date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        return None


def _read_section(line: str, place: str) -> tuple[tuple[str, ...], bool]:
    found = _SECTION.match(line)
    if found is None:
        raise DictionaryError(f"{place}: the heading is {line!r}; it should be like [MIL], [GOV?] or [-]")
    roles = () if found["roles"] == "-" else tuple(found["roles"].split())
    if unknown := set(roles) - ROLES:
        raise DictionaryError(
            f"{place}: unknown role {', '.join(sorted(unknown))}; known are {sorted(ROLES)}"
        )
    return roles, found["default"] is not None
