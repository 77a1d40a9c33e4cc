"""How much a codebook holds, by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from coders.codebook.codebook import Codebook
from coders.codebook.model import ActorKind

_PLURALS: Mapping[ActorKind, str] = {
    "person": "persons",
    "armed_group": "armed groups",
    "party": "parties",
    "movement": "movements",
    "ethnic_group": "ethnic groups",
    "religious_group": "religious groups",
    "international_organization": "international organizations",
    "ngo": "NGOs",
    "company": "companies",
    "media": "media",
    "government": "institutions of states",
    "country": "countries of dictionaries",
    "organization": "other organizations",
}


def count_entries(codebook: Codebook) -> Mapping[str, int]:
    """The number of entries by what they are called in the plural, event codes first."""
    kinds = Counter(actor.kind for actor in codebook.actors.values())
    modalities = {each.pattern_id for group in codebook.modality_patterns.values() for each in group}
    return {
        "event codes": len(codebook.event_codes),
        "actor codes": len(codebook.actor_codes),
        "countries": len(codebook.countries),
        **{plural: kinds[kind] for kind, plural in _PLURALS.items() if kinds[kind]},
        "role nouns": len(codebook.agents),
        "patterns": len(codebook.patterns),
        "modality patterns": len(modalities),
    }
