"""Agent files: role nouns with their codes.

::

    !MINIST! = MINISTER, MINISTERS, MINISTRY     what may stand in place of !MINIST!
    FOREIGN_!MINIST! [~GOV]
    POLICEMAN {POLICEMEN} [~COP]                 with a plural that is not regular
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coders.codebook.actors import ROLES
from coders.codebook.model import Actor, Agent, DatedRole
from coders.codebook.tabari.dated_codes import brackets_in
from coders.codebook.tabari.lines import Line, RefusedLine, read_lines
from coders.codebook.tabari.names import written_name

_SET = re.compile(r"!(?P<name>[A-Z_]+)!\s*=\s*(?P<words>.+)\Z")
_PLACE = re.compile(r"!([A-Z_]+)!")
_PLURAL = re.compile(r"\{[^}]*\}")
_RELIGIONS = frozenset("BAH BUD CHR CTH HIN JAN JEW MAR MOS MRN MUS PRO REL SHI SIK SUN SFI".split())
_LETTERS = 3


@dataclass(frozen=True, slots=True)
class AgentFile:
    """What an agent file gave. Nouns of a faith ("monk", BUD) are actors, as faiths are in the codebook."""

    agents: dict[str, Agent]
    actors: dict[str, Actor]
    refused: tuple[RefusedLine, ...]

    @property
    def counts(self) -> dict[str, int]:
        return {"role nouns": len(self.agents), "nouns of a faith": len(self.actors)}


def read_agent_file(file: str, text: str) -> AgentFile:
    """The role nouns of a file by their lemmas; what cannot be read is refused by line."""
    sets: dict[str, tuple[str, ...]] = {}
    agents: dict[str, Agent] = {}
    actors: dict[str, Actor] = {}
    refused: list[RefusedLine] = []
    for line in read_lines(file, text):
        declared = _SET.match(line.text)
        if declared:
            sets[declared["name"]] = tuple(word.strip() for word in declared["words"].split(","))
            continue
        codes = _codes(line)
        nouns = list(_nouns(line, sets))
        reason = _why_refused(codes, nouns)
        if reason:
            refused.append(RefusedLine(line.place, reason, line.text.strip()))
            continue
        faith = next((code for code in codes if code in _RELIGIONS), None)
        for noun in nouns:
            if faith is None:
                agents[noun] = Agent(f"agent:{noun}", noun, tuple(codes), place=line.place)
            else:
                actors[f"{file}:{noun}"] = _of_faith(f"{file}:{noun}", noun, faith, codes, line.place)
    return AgentFile(agents, actors, tuple(refused))


def _codes(line: Line) -> list[str]:
    letters = "".join(brackets_in(line.text)).replace("~", "")
    return [letters[at : at + _LETTERS] for at in range(0, len(letters), _LETTERS)]


def _nouns(line: Line, sets: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """The noun in the singular and small letters; several where a set stands in it."""
    noun = _PLURAL.sub("", line.text.split("[", 1)[0])
    names = dict.fromkeys(_PLACE.findall(noun))
    for name in names:
        if name not in sets:
            return
    for words in _filled(noun, [(name, sets[name]) for name in names]):
        written = written_name(words).lower()
        if written:
            yield written


def _filled(noun: str, sets: list[tuple[str, tuple[str, ...]]]) -> Iterable[str]:
    if not sets:
        return [noun]
    (name, words), *rest = sets
    return (each for word in words for each in _filled(noun.replace(f"!{name}!", word), rest))


def _why_refused(codes: list[str], nouns: list[str]) -> str | None:
    if not nouns:
        return "the noun names a set that is not declared, or holds no letter"
    if not codes:
        return "the noun has no code"
    if unknown := [code for code in codes if code not in ROLES | _RELIGIONS]:
        return f"{unknown[0]} is no role"
    return None


def _of_faith(entry_id: str, noun: str, faith: str, codes: list[str], place: str) -> Actor:
    roles = tuple(code for code in codes if code in ROLES)
    return Actor(
        entry_id, "religious_group", noun, (), (DatedRole(roles=roles, religion=faith),), place=place
    )
