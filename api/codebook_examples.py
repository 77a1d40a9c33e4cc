"""Worked examples of what the codebook's resources answer, as the document shows them."""

from __future__ import annotations

from api.examples import Example

_VERSION: Example = {"codebook_version": "2c26b46b68ff"}


def _role(code: str, first: str | None, last: str | None) -> Example:
    """A role of someone of a country."""
    return {
        "actor_code": code,
        "country": code[:3],
        "international_type": None,
        "roles": [code[3:]],
        "ethnicity": None,
        "religion": None,
        "organization": None,
        "valid_from": first,
        "valid_to": last,
    }


_CHANCELLOR = _role("DEUGOV", "2005-11-22", "2021-12-07")

_PERSON: Example = {
    "id": "person:angela-merkel",
    "kind": "person",
    "name": "Angela Merkel",
    "aliases": ["Merkel"],
    "roles": [
        _CHANCELLOR,
        _role("DEUOPP", "1998-11-07", "2005-11-21"),
        _role("DEUGOV", "1991-01-18", "1998-10-26"),
    ],
}

_COUNTRY: Example = {
    "code": "RUS",
    "name": "Russia",
    "names": ["Russian Federation"],
    "adjectives": ["Russian"],
    "demonyms": ["Russian"],
    "capitals": ["Moscow"],
    "seats": ["Kremlin"],
    "valid_from": None,
    "valid_to": None,
}

_EVENT_CODE: Example = {
    "code": "1214",
    "name": "Refuse to share intelligence",
    "definition": "Will not pass on what its services know.",
    "example": "The agency refused to give its files to the French judges.",
    "parent": "121",
    "quad_class": 3,
    "goldstein": {"icews": -4.0, "phoenix": -4.0},
    "goldstein_from": {"icews": "121", "phoenix": "121"},
    "plover_type": "REJECT",
    "plover_mode": "assist",
    "plover_context": "intelligence",
    "plover_from": None,
    "plover_shared_with": [],
}

_ACTOR_CODE: Example = {
    "code": "GOV",
    "kind": "role",
    "name": "Government",
    "definition": "The executive of a state.",
}

CODEBOOK: Example = {
    **_VERSION,
    "counts": {"event_codes": 318, "actor_codes": 164, "countries": 260, "persons": 4126},
    "links": {
        "events": "/v1/codebook/events",
        "actors": "/v1/codebook/actors",
        "countries": "/v1/codebook/countries",
        "roles": "/v1/codebook/roles",
        "download": "/v1/codebook/download",
    },
}

EVENT_CODE: Example = {**_VERSION, **_EVENT_CODE}

EVENT_CODES: Example = {**_VERSION, "items": [_EVENT_CODE]}

ACTOR: Example = {**_VERSION, **_PERSON, "role": _CHANCELLOR, "as_of": "2012-06-30"}

ACTOR_PAGE: Example = {
    **_VERSION,
    "as_of": "2026-11-22",
    "items": [{**_PERSON, "role": _role("DEUELI", "2021-12-08", None), "matched_name": "Merkel"}],
    "next": None,
}

COUNTRIES: Example = {**_VERSION, "items": [{**_COUNTRY, "matched_name": "Kremlin"}]}

ACTOR_CODES: Example = {**_VERSION, "items": [_ACTOR_CODE]}

WHOLE_CODEBOOK: Example = {
    **_VERSION,
    "events": [_EVENT_CODE],
    "actor_codes": [_ACTOR_CODE],
    "countries": [_COUNTRY],
    "actors": [_PERSON],
    "agents": [{"lemma": "soldier", "roles": ["MIL"], "default": False, "collective": False}],
    "verb_patterns": [
        {"pattern_id": "19_fight.txt:190 attack T", "text": "190 attack T", "event_code": "190"}
    ],
    "modality_patterns": [
        {"pattern_id": "modality/patterns.txt:refuse to", "text": "refuse to", "modality": "refuse"}
    ],
    "modality_codes": [{"modality": "intend", "prefix": "0831", "code": "0341"}],
}
