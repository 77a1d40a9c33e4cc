"""Joins what is known of an actor into a CAMEO actor code."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coders.codebook.actors import PRIMARY_ROLES, SECONDARY_ROLES, SPECIALTIES
from coders.codebook.model import DatedRole

# Of two primary roles the later here says more: government forces are soldiers, a rebel army is rebels.
_RANK = {role: rank for rank, role in enumerate("GOV MIL COP JUD SPY UAF INS OPP REB SEP".split())}


@dataclass(frozen=True, slots=True)
class CodeParts:
    """The parts of an actor code. ``literal`` is a code that a dictionary entry gives outright."""

    country: str | None = None
    international_type: str | None = None
    roles: tuple[str, ...] = ()
    ethnicity: str | None = None
    religion: str | None = None
    organization: str | None = None
    literal: str | None = None

    @property
    def group(self) -> str | None:
        """The code of the group that the actor is known as, the most particular one."""
        return self.organization or self.international_type or self.ethnicity or self.religion

    @property
    def is_empty(self) -> bool:
        return self == CodeParts()


def parts_of(role: DatedRole) -> CodeParts:
    """The parts that a dictionary entry's dated role gives."""
    return CodeParts(
        country=role.country,
        international_type=role.international_type,
        roles=role.roles,
        ethnicity=role.ethnicity,
        religion=role.religion,
        organization=role.organization,
        literal=role.code,
    )


def compose_code(parts: CodeParts) -> str:
    """The actor code, such as IRQMIL or PSEREBHMS; "" where nothing is known.

    Country or international type; primary role; party; ethnicity; religion; secondary roles; specialty;
    organization. A code that an entry gives outright comes first, and roles after it (IGOUNOMIL).
    """
    if parts.literal is not None:
        return parts.literal + "".join(role for role in parts.roles if role not in _triples(parts.literal))
    ordered = [
        parts.country or parts.international_type,
        *(role for role in parts.roles if role in PRIMARY_ROLES or role == "PTY"),
        parts.ethnicity,
        parts.religion,
        *(role for role in parts.roles if role in SECONDARY_ROLES),
        *(role for role in parts.roles if role in SPECIALTIES),
        parts.organization,
    ]
    return "".join(part for part in ordered if part)


def add_roles(parts: CodeParts, roles: tuple[str, ...]) -> CodeParts:
    """The parts with further roles, as ``merge_roles`` has them."""
    merged = merge_roles(parts.roles, roles)
    return parts if merged == parts.roles else replace(parts, roles=merged)


def merge_roles(own: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """Both together, so that each kind of role says one thing only.

    Of primary roles the one that says most stays, and PTY only where no other role is known.
    """
    if not more or own == more:
        return own
    every = list(dict.fromkeys((*own, *more)))
    if len(every) == 1:
        return tuple(every)
    primary = [role for role in every if role in _RANK]
    if primary:
        best = max(primary, key=_RANK.__getitem__)
        every = [role for role in every if role == best or role not in _RANK]
    return tuple(role for role in every if role != "PTY" or len(every) == 1)


def _triples(code: str) -> set[str]:
    return {code[at : at + 3] for at in range(0, len(code), 3)}
