"""What a value of an event filter may look like: what was meant, or what would be right."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from api.schemas.parsing import ValueRefused, plain_text, shown
from coders.codebook.actors import load_countries
from coders.codebook.event_codes import load_event_codes
from store.actor_terms import ActorTerm, Dyad, actor_term

ACTOR_PATTERN = r"^[A-Z0-9*]{1,40}$"
DYAD_PATTERN = r"^[A-Z0-9*]{1,40}-[A-Z0-9*]{1,40}$"
ROLE_PATTERN = "^[A-Z]{3}$"
GROUP_PATTERN = "^[A-Z0-9]{2,12}$"
EVENT_CODE_PATTERN = "^[0-9]{2,4}$"
PLOVER_PATTERN = "^[A-Z_-]{2,40}$"

_ACTOR = "give a country (USA), a role (MIL), a group (IGO), or an actor code (IRQMIL, IRQ*)"
_MOST_KM = 20_016  # half of the way around the earth
_WORDS = 1_000


@cache
def known_countries() -> frozenset[str]:
    """The countries of the codebook that ships with this version."""
    return frozenset(load_countries(_lines("countries.jsonl")))


@cache
def _known_event_codes() -> frozenset[str]:
    return frozenset(load_event_codes(_lines("events.jsonl")))


def _lines(name: str) -> Iterable[str]:
    return (files("coders.codebook") / "data" / name).read_text(encoding="utf-8").splitlines()


def actor_code(value: str) -> str:
    """An actor code, in which ``*`` stands for any letters."""
    return _capitals(value, ACTOR_PATTERN, "give an actor code such as IRQMIL, or IRQ* for all that begin so")


def actor(value: str) -> ActorTerm:
    """Whatever names actors: a country, a role, a group, or an actor code."""
    return actor_term(_capitals(value, ACTOR_PATTERN, _ACTOR), known_countries())


def dyad(value: str) -> Dyad:
    """Two actors with a hyphen between, who and to whom."""
    code = _capitals(value, DYAD_PATTERN, "give who and to whom with a hyphen between, such as USA-CHN")
    source, _, target = code.partition("-")
    return Dyad(actor(source), actor(target))


def role(value: str) -> str:
    return _capitals(value, ROLE_PATTERN, "give CAMEO roles of three letters such as MIL or GOV")


def group(value: str) -> str:
    return _capitals(value, GROUP_PATTERN, "give a group's code such as IGO, IMG or UNO")


def plover_type(value: str) -> str:
    return _capitals(value, PLOVER_PATTERN, "give a type of PLOVER such as ASSAULT or CONSULT")


def _capitals(value: str, pattern: str, wanted: str) -> str:
    if re.fullmatch(pattern, value):
        return value
    if re.fullmatch(pattern, value.upper()) and value.isascii():
        raise ValueRefused(f"has {shown(value)}; write {value.upper()}")
    raise ValueRefused(f"has {shown(value)}; {wanted}")


def event_code(value: str) -> str:
    """A CAMEO code; it stands for what is below it too."""
    if value in _known_event_codes():
        return value
    bare = value.removesuffix("*")
    if bare in _known_event_codes():
        raise ValueRefused(f"has {shown(value)}; write {bare}: a code means all below it too")
    nearest = get_close_matches(value, sorted(_known_event_codes()), n=1)
    meant = f"did you mean {nearest[0]}?" if nearest else "give CAMEO codes such as 19, 190 or 1823"
    raise ValueRefused(f"has {shown(value)}, which is no CAMEO code; {meant}")


def quad_class(value: str) -> int:
    if value in {"1", "2", "3", "4"}:
        return int(value)
    raise ValueRefused(f"has {shown(value)}; give 1, 2, 3 or 4")


def figure(value: str, *, least: float, most: float) -> float:
    """A number within bounds."""
    number = _number(value)
    if number is None or not least <= number <= most:
        raise ValueRefused(f"is {shown(value)}; give a number from {least:g} to {most:g}")
    return number


def kilometres(value: str) -> float:
    return figure(value, least=0, most=_MOST_KM)


def box(value: str) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees; west is above east where it crosses the antimeridian."""
    match [_number(part) for part in value.split(",")]:
        case [float(west), float(south), float(east), float(north)] if (
            _is_longitude(west) and _is_longitude(east) and -90 <= south <= north <= 90
        ):
            return (west, south, east, north)
    raise ValueRefused(
        f"is {shown(value)}; give west, south, east, north in degrees, such as 38.7,29.0,48.6,37.4"
    )


def point(value: str) -> tuple[float, float]:
    """Latitude and longitude in degrees."""
    match [_number(part) for part in value.split(",")]:
        case [float(latitude), float(longitude)] if -90 <= latitude <= 90 and _is_longitude(longitude):
            return (latitude, longitude)
    raise ValueRefused(f"is {shown(value)}; give latitude and longitude in degrees, such as 34.37,41.09")


def words(value: str) -> str:
    """Words to look for: a text with a letter or digit in it."""
    if not any(character.isalnum() for character in plain_text(value, longest=_WORDS)):
        raise ValueRefused(f"is {shown(value)}, which has no word in it; give words to look for")
    return value


def flag(value: str) -> bool:
    flags = {"true": True, "false": False}
    if value not in flags:
        raise ValueRefused(f"is {shown(value)}; give true or false")
    return flags[value]


def _is_longitude(degrees: float) -> bool:
    return -180 <= degrees <= 180


def _number(value: str) -> float | None:
    if not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,18})?", value.strip()):
        return None
    number = float(value)
    return number if math.isfinite(number) else None
