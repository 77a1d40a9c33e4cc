"""What actors are resolved by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from coders.codebook.model import Actor, Agent, Country
from coders.codebook.name_index import NameIndex


class ActorDictionaries(Protocol):
    """What actors are resolved by. A Codebook is one."""

    @property
    def countries(self) -> Mapping[str, Country]: ...
    @property
    def actors(self) -> Mapping[str, Actor]: ...
    @property
    def agents(self) -> Mapping[str, Agent]: ...
    @property
    def names(self) -> NameIndex: ...
