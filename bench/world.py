"""Who acts, how often and in which way: the shares that the made events are drawn by.

They are rounded from what the published machine-coded event datasets have in common: talk outweighs deeds, a
few countries are in most of the news, a third of all events stay within one country.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import accumulate
from typing import Generic, TypeVar

from coders.codebook.actors import load_countries
from coders.codebook.event_codes import load_event_codes
from coders.codebook.model import Country, EventCode

Drawn = TypeVar("Drawn")

# Events of each root code, per mille.
_ROOT_SHARES = {
    "01": 125, "02": 62, "03": 83, "04": 266, "05": 88, "06": 20, "07": 26, "08": 33, "09": 17, "10": 21,
    "11": 76, "12": 38, "13": 14, "14": 21, "15": 7, "16": 12, "17": 40, "18": 22, "19": 28, "20": 1,
}  # fmt: skip

# Most in the news first; all others follow in the order of their codes.
_NEWSWORTHY = (
    "USA RUS ISR CHN IRN GBR IRQ SYR IND PAK UKR FRA DEU TUR PSE JPN KOR PRK AFG EGY SAU AUS NGA LBN "
    "ZAF MEX BRA ITA CAN ESP POL VEN COL PHL IDN THA MMR BGD LKA KEN ETH SDN SSD SOM COD LBY YEM JOR QAT GRC"
).split()

# How often a country's actor is of each role; "" is the country itself.
_ROLES = {
    "": 40, "GOV": 27, "MIL": 8, "COP": 5, "LEG": 4, "OPP": 3, "CVL": 4, "MED": 2, "BUS": 2, "REB": 2,
    "JUD": 1, "CRM": 1, "EDU": 1,
}  # fmt: skip
_ROLE_WORDS = {
    "": "", "GOV": " officials", "MIL": " troops", "COP": " police", "LEG": " lawmakers",
    "OPP": " opposition leaders", "CVL": " residents", "MED": " reporters", "BUS": " companies",
    "REB": " rebels", "JUD": " judges", "CRM": " gangs", "EDU": " students",
}  # fmt: skip
_GROUPS = (
    ("IGO", "the United Nations"),
    ("IMG", "Islamic State"),
    ("NGO", "aid workers"),
    ("MNC", "investors"),
)
_GROUP_SHARE = 0.06
_INTERNAL_SHARE = 0.34
_NO_TARGET_SHARE = 0.09
_REGIONS = ("North", "South", "East", "West", "Capital")


class Draw(Generic[Drawn]):
    """Things to draw from, each as likely as its weight."""

    def __init__(self, things: Sequence[Drawn], weights: Sequence[float]) -> None:
        self._things = things
        self._cumulative = list(accumulate(weights))

    def one(self, chance: random.Random) -> Drawn:
        return self.many(chance, 1)[0]

    def many(self, chance: random.Random, number: int) -> list[Drawn]:
        return chance.choices(self._things, cum_weights=self._cumulative, k=number)


@dataclass(frozen=True, slots=True)
class Actor:
    """One side of a made event; a group has no country."""

    code: str
    country: str | None
    group: str | None
    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Deed:
    """What a made event has apart from its time and its article."""

    source: Actor
    target: Actor | None
    event_code: EventCode
    place: str | None
    country: Country
    admin1: str
    latitude: float
    longitude: float

    @property
    def domestic(self) -> bool:
        return self.target is None or self.source.country == self.target.country


class World:
    """Draws deeds. The same seed gives the same deeds."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        countries = load_countries(_lines("countries.jsonl"))
        front = [countries[code] for code in _NEWSWORTHY]
        self._countries = front + [
            each for code, each in countries.items() if code not in _NEWSWORTHY and each.valid_to is None
        ]
        weights = [1 / (rank + 3) for rank in range(len(self._countries))]
        self._country = Draw(self._countries, weights)
        self._role = Draw(list(_ROLES), list(_ROLES.values()))
        self._code = _codes()
        self._where = {
            each.code: (self.chance.uniform(-50, 65), self.chance.uniform(-170, 170))
            for each in self._countries
        }

    def deed(self) -> Deed:
        chance = self.chance
        home = self._country.one(chance)
        source = self._actor(home)
        other = home if chance.random() < _INTERNAL_SHARE else self._country.one(chance)
        target = None if chance.random() < _NO_TARGET_SHARE else self._actor(other)
        latitude, longitude = self._where[other.code]
        return Deed(
            source=source,
            target=target,
            event_code=self._code.one(chance),
            place=other.capitals[0] if other.capitals and chance.random() < 0.6 else None,
            country=other,
            admin1=f"{other.name} {chance.choice(_REGIONS)}",
            latitude=round(latitude + chance.gauss(0, 1.5), 5),
            longitude=round(longitude + chance.gauss(0, 1.5), 5),
        )

    def _actor(self, country: Country) -> Actor:
        if self.chance.random() < _GROUP_SHARE:
            group, name = self.chance.choice(_GROUPS)
            return Actor(group, None, group, "", name)
        role = self._role.one(self.chance)
        return Actor(country.code + role, country.code, None, role, country.name + _ROLE_WORDS[role])


def _codes() -> Draw[EventCode]:
    """Codes by their root's share; within a root the first, "not specified", is the most frequent."""
    below: dict[str, list[EventCode]] = {}
    for each in load_event_codes(_lines("events.jsonl")).values():
        if len(each.code) > 2:
            below.setdefault(each.code[:2], []).append(each)
    codes, weights = [], []
    for root, share in _ROOT_SHARES.items():
        inverse = [1 / (rank + 1) for rank in range(len(below[root]))]
        codes += below[root]
        weights += [share * each / sum(inverse) for each in inverse]
    return Draw(codes, weights)


def _lines(name: str) -> list[str]:
    return (files("coders.codebook") / "data" / name).read_text(encoding="utf-8").splitlines()
