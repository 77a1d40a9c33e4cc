"""A codebook as plain records, in JSON's types: what is shown, downloaded and compared."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from coders.codebook.actors import role_on
from coders.codebook.codebook import Codebook
from coders.codebook.compose_code import compose_code, parts_of
from coders.codebook.model import Actor, ActorCode, Agent, Country, DatedRole, EventCode, ModalityPattern

Record = dict[str, Any]


def describe_codebook(codebook: Codebook) -> Record:
    """The whole codebook: ``codebook_version``, and under each kind of entry all records in their order."""
    return {
        "codebook_version": codebook.codebook_version,
        "events": [describe_event_code(codebook, each) for each in codebook.event_codes.values()],
        "actor_codes": [describe_actor_code(each) for each in codebook.actor_codes.values()],
        "countries": [describe_country(each) for each in codebook.countries.values()],
        "actors": [describe_actor(each) for each in codebook.actors.values()],
        "agents": [_agent(each) for each in codebook.agents.values()],
        "verb_patterns": _verb_patterns(codebook),
        "modality_patterns": _modality_patterns(codebook),
        "modality_codes": [
            {"modality": rule.modality, "prefix": rule.prefix, "code": rule.code}
            for rules in codebook.modality_codes.values()
            for rule in rules
        ],
    }


def describe_event_code(codebook: Codebook, event_code: EventCode) -> Record:
    """An event code. ``plover_shared_with`` are the codes that PLOVER does not tell from it."""
    told = asdict(event_code)
    return {
        **told,
        "goldstein": dict(event_code.goldstein),
        "goldstein_from": dict(event_code.goldstein_from),
        "plover_shared_with": [
            other.code
            for other in codebook.event_codes.values()
            if other.code != event_code.code
            and event_code.plover_type
            and _plover(other) == _plover(event_code)
        ],
    }


def describe_actor_code(actor_code: ActorCode) -> Record:
    """A part that actor codes are made of."""
    return {
        "code": actor_code.code,
        "kind": actor_code.kind,
        "name": actor_code.name,
        "definition": actor_code.definition,
    }


def describe_country(country: Country) -> Record:
    """A state or territory."""
    return {
        "code": country.code,
        "name": country.name,
        "names": list(country.names),
        "adjectives": list(country.adjectives),
        "demonyms": list(country.demonyms),
        "capitals": list(country.capitals),
        "seats": list(country.seats),
        "valid_from": _day(country.valid_from),
        "valid_to": _day(country.valid_to),
    }


def describe_actor(actor: Actor) -> Record:
    """An actor with its dated roles, each with the actor code that it gives."""
    return {
        "id": actor.entry_id,
        "kind": actor.kind,
        "name": actor.name,
        "aliases": list(actor.aliases),
        "roles": [describe_role(each) for each in actor.roles],
    }


def describe_actor_on(actor: Actor, day: date) -> Record:
    """An actor as ``describe_actor`` has it, with the role of that day: None where it had none."""
    role = role_on(actor, day)
    return {**describe_actor(actor), "role": describe_role(role) if role else None}


def describe_role(role: DatedRole) -> Record:
    """What an actor was, from ``valid_from`` to ``valid_to``, both inclusive and null where open."""
    return {
        "actor_code": compose_code(parts_of(role)),
        "country": role.country,
        "international_type": role.international_type,
        "roles": list(role.roles),
        "ethnicity": role.ethnicity,
        "religion": role.religion,
        "organization": role.organization,
        "valid_from": _day(role.valid_from),
        "valid_to": _day(role.valid_to),
    }


def _agent(agent: Agent) -> Record:
    return {
        "lemma": agent.lemma,
        "roles": list(agent.roles),
        "default": agent.default,
        "collective": agent.collective,
    }


def _verb_patterns(codebook: Codebook) -> list[Record]:
    return [
        {"pattern_id": each.pattern_id, "text": each.text, "event_code": each.event_code}
        for each in sorted(codebook.patterns, key=lambda pattern: pattern.pattern_id)
    ]


def _modality_patterns(codebook: Codebook) -> list[Record]:
    patterns: dict[str, ModalityPattern] = {
        each.pattern_id: each for group in codebook.modality_patterns.values() for each in group
    }
    return [
        {"pattern_id": each.pattern_id, "text": each.text, "modality": each.modality}
        for each in sorted(patterns.values(), key=lambda pattern: pattern.pattern_id)
    ]


def _plover(event_code: EventCode) -> tuple[str | None, ...]:
    return event_code.plover_type, event_code.plover_mode, event_code.plover_context


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
