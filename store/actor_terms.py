"""How one says which actors are meant: a country, a group, a role, or an actor code. Pure."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Literal, cast, get_args

from coders.codebook.actors import ROLES

ActorKind = Literal["code", "country", "group", "role"]
_KINDS = frozenset(get_args(ActorKind))
_TO = ">"  # between the source and the target of a dyad
_PART = 3  # letters of a country, a role and most groups


@dataclass(frozen=True, slots=True, order=True)
class ActorTerm:
    """Actors of one country, group or role, or of one code, in which ``*`` stands for any letters.

    Written ``country:USA``, ``group:IGO``, ``role:MIL``, ``code:IRQMIL``, ``code:IRQ*``.

    Raises:
        ValueError: the value holds the ``>`` that stands between source and target of a dyad.
    """

    kind: ActorKind
    value: str

    def __post_init__(self) -> None:
        if _TO in self.value:
            raise ValueError(f"{self.value!r} is no value of an actor term: {_TO} stands between two terms")

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> ActorTerm:
        """The term that is written so.

        Raises:
            ValueError: it begins with none of the four kinds.
        """
        kind, _, value = text.partition(":")
        if kind not in _KINDS or not value:
            raise ValueError(f"{text!r} is no actor term; write code:, country:, group: or role: and a value")
        return cls(cast(ActorKind, kind), value)


@dataclass(frozen=True, slots=True, order=True)
class Dyad:
    """Who to whom: written ``country:USA>country:CHN``."""

    source: ActorTerm
    target: ActorTerm

    def __str__(self) -> str:
        return f"{self.source}{_TO}{self.target}"

    @classmethod
    def parse(cls, text: str) -> Dyad:
        """The dyad that is written so.

        Raises:
            ValueError: it is not two actor terms with ``>`` between.
        """
        source, _, target = text.partition(_TO)
        return cls(ActorTerm.parse(source), ActorTerm.parse(target))


def actor_term(value: str, countries: Container[str]) -> ActorTerm:
    """What ``value`` most likely means: USA a country, MIL a role, IGO a group, IRQMIL and IRQ* codes."""
    if value in countries:
        return ActorTerm("country", value)
    if value in ROLES:
        return ActorTerm("role", value)
    return ActorTerm("group" if len(value) == _PART and "*" not in value else "code", value)
