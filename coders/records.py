"""Events as the plain records that JSON, tables and files are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from coders.models import EntryUse, Event, EventActor, Explanation


def event_record(event: Event, *, profile: str, coder_version: str, codebook_version: str) -> dict[str, Any]:
    """The event record, of what the coder knows, in JSON's types; spans are ``[start, end]``."""
    place = event.place
    return {
        "event_id": str(event.event_id),
        "event_date": event.event_date.isoformat(),
        "event_date_basis": event.event_date_basis,
        "event_date_precision": event.event_date_precision,
        **_side("source", event.source),
        **_side("target", event.target),
        "event_code": event.event_code,
        "event_root_code": event.event_root_code,
        "quad_class": event.quad_class,
        "goldstein": event.goldstein,
        "plover_type": event.plover_type,
        "plover_mode": event.plover_mode,
        "plover_context": event.plover_context,
        "scope": event.scope,
        "attributed_to_code": event.attributed_to_code,
        "attributed_to_name": event.attributed_to_name,
        "background": event.background,
        "place_name": place.name if place else None,
        "admin1": place.admin1 if place else None,
        "place_country": place.country if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geonames_id": place.geonames_id if place else None,
        "sentence_index": event.sentence_index,
        "sentence": event.sentence,
        "trigger_span": list(event.trigger_span),
        "confidence": event.confidence,
        "profile": profile,
        "coder_version": coder_version,
        "codebook_version": codebook_version,
    }


def explanation_record(explanation: Explanation) -> dict[str, Any]:
    """Why an event was coded as it was, in JSON's types."""
    return {
        "pattern_id": explanation.pattern_id,
        "classification_rule": explanation.classification_rule,
        "modality": list(explanation.modality),
        "source_entries": _entries(explanation.source_entries),
        "target_entries": _entries(explanation.target_entries),
        "source_inferred_from": explanation.source_inferred_from,
        "target_inferred_from": explanation.target_inferred_from,
        "features": list(explanation.features),
        "alternatives": list(explanation.alternatives),
        "date_rule": explanation.date_rule,
        "date_text": explanation.date_text,
        "date_span": list(explanation.date_span) if explanation.date_span else None,
        "place_rule": explanation.place_rule,
        "place_span": list(explanation.place_span) if explanation.place_span else None,
        "place_alternatives": list(explanation.place_alternatives),
        "refused": list(explanation.refused),
    }


def _side(side: str, actor: EventActor | None) -> dict[str, Any]:
    return {
        f"{side}_code": actor.code if actor else None,
        f"{side}_country": actor.country if actor else None,
        f"{side}_group": actor.group if actor else None,
        f"{side}_roles": list(actor.roles) if actor else None,
        f"{side}_name": actor.name if actor else None,
        f"{side}_span": list(actor.span) if actor else None,
    }


def _entries(entries: Iterable[EntryUse]) -> list[dict[str, Any]]:
    return [
        {
            "entry_id": entry.entry_id,
            "kind": entry.kind,
            "text": entry.text,
            "valid_from": entry.valid_from.isoformat() if entry.valid_from else None,
            "valid_to": entry.valid_to.isoformat() if entry.valid_to else None,
        }
        for entry in entries
    ]
