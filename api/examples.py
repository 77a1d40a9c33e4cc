"""A worked example of every request, answer and problem, as the document shows them.

One story runs through them: an article is submitted, coded, and read as events.
"""

from __future__ import annotations

import json
from typing import Any

Example = dict[str, Any]

_JOB_ID = "0196a1c2-7b1e-7d35-9c52-6f0f8d1b2a44"
_ARTICLE_ID = "0196a1c2-7b1d-7f02-8a6e-2b9d4c7e1f10"
_EVENT_ID = "5b0c0f7e-52c1-8a43-9d0e-7e1f4a3c2b19"
_CODER_VERSION = "c1-9f86d081884c"
_CODEBOOK_VERSION = "b1-2c26b46b68ff"
_TEXT = "Iraqi forces attacked Islamic State fighters near al-Qaim on Thursday."
_PUBLISHER = "Desert Wire"
_URL = "https://news.example.org/al-qaim"

NEW_ARTICLE: Example = {
    "text": _TEXT,
    "published_date": "2017-10-26",
    "title": "Offensive opens at al-Qaim",
    "url": _URL,
    "publisher": _PUBLISHER,
    "language": "en",
    "external_id": "dw-20171026-3",
}

ACCEPTED_ARTICLE: Example = {
    "job_id": _JOB_ID,
    "article_id": _ARTICLE_ID,
    "known": False,
    "state": "queued",
}

NEW_ARTICLE_LINES = (
    '{"text": "Iraqi forces attacked Islamic State fighters.", "published_date": "2017-10-26"}\n'
    '{"text": "Ankara and Damascus held talks."}\n'
)

_NO_DATE: Example = {
    "type": "urn:decameron:problem:validation",
    "title": "The request is not valid",
    "status": 422,
    "detail": "#/published_date is missing; it has to be given",
    "errors": [{"pointer": "#/published_date", "detail": "is missing; it has to be given"}],
}

ACCEPTED_ARTICLES: Example = {
    "job_id": _JOB_ID,
    "state": "queued",
    "accepted": 1,
    "known": 0,
    "refused": 1,
    "items": [
        {"index": 0, "status": "accepted", "article_id": _ARTICLE_ID},
        {"index": 1, "status": "refused", "problem": _NO_DATE},
    ],
}


def _lines(*items: Example) -> str:
    return "".join(f"{json.dumps(item)}\n" for item in items)


_REFUSED_LINE: Example = {"line": 2, "status": "refused", "problem": _NO_DATE}

ARTICLE_LINES = _lines(
    {"line": 1, "status": "accepted", "article_id": _ARTICLE_ID, "job_id": _JOB_ID}, _REFUSED_LINE
)

REFUSED_LINES = _lines(_REFUSED_LINE)

JOB: Example = {
    "job_id": _JOB_ID,
    "state": "done",
    "total": 1,
    "done": 1,
    "counts": {"coded": 1},
    "created_at": "2026-11-22T09:30:00.120417Z",
    "started_at": "2026-11-22T09:30:00.164022Z",
    "finished_at": "2026-11-22T09:30:00.305938Z",
    "errors": [],
    "article_ids": [_ARTICLE_ID],
}

JOB_PAGE: Example = {
    "items": [{name: value for name, value in JOB.items() if name not in {"errors", "article_ids"}}],
    "next": "http://127.0.0.1:8000/v1/jobs?limit=1&cursor=CURSOR",
}

CODED_ARTICLE: Example = {**ACCEPTED_ARTICLE, "state": "done", "job": JOB}

ARTICLE: Example = {
    "article_id": _ARTICLE_ID,
    **NEW_ARTICLE,
    "state": "coded",
    "error": None,
    "detected_language": "en",
    "profile": "fast",
    "coder_version": _CODER_VERSION,
    "codebook_version": _CODEBOOK_VERSION,
    "received_at": "2026-11-22T09:30:00.120417Z",
    "coded_at": "2026-11-22T09:30:00.298114Z",
    "event_count": 1,
    "job_id": _JOB_ID,
    "sightings": [
        {
            "publisher": "Gulf Courier",
            "url": "https://courier.example.org/7781",
            "external_id": None,
            "seen_at": "2026-11-22T11:02:41.003381Z",
        }
    ],
}

ERASED_ARTICLE: Example = {**ARTICLE, "text": None, "title": None, "state": "erased"}

ARTICLE_PAGE: Example = {
    "items": [
        {name: value for name, value in ARTICLE.items() if name not in {"text", "sightings", "job_id"}}
        | {"sighting_count": 1}
    ],
    "next": "http://127.0.0.1:8000/v1/articles?publisher=Desert+Wire&limit=1&cursor=CURSOR",
}

ARTICLE_COUNTS: Example = {
    "items": [
        {
            "day": "2017-10-26",
            "publisher": _PUBLISHER,
            "received": 41,
            "sightings": 6,
            "waiting": 0,
            "coded": 29,
            "no_events": 11,
            "unsupported_language": 1,
            "failed": 0,
            "cancelled": 0,
            "erased": 0,
        }
    ],
    "next": None,
}

_SOURCE: Example = {
    "source_code": "IRQMIL",
    "source_country": "IRQ",
    "source_group": None,
    "source_roles": ["MIL"],
    "source_name": "Iraqi forces",
    "source_span": [0, 12],
}

_TARGET: Example = {
    "target_code": "IMGMOSISI",
    "target_country": None,
    "target_group": "IMG",
    "target_roles": ["REB"],
    "target_name": "Islamic State",
    "target_span": [22, 44],
}

EVENT: Example = {
    "event_id": _EVENT_ID,
    "event_number": 1,
    "article_id": _ARTICLE_ID,
    "publisher": _PUBLISHER,
    "url": _URL,
    "published_date": "2017-10-26",
    "event_date": "2017-10-26",
    "event_date_basis": "relative",
    "event_date_precision": "day",
    **_SOURCE,
    **_TARGET,
    "event_code": "190",
    "event_root_code": "19",
    "quad_class": 4,
    "goldstein": -10.0,
    "plover_type": "ASSAULT",
    "plover_mode": None,
    "plover_context": None,
    "scope": "domestic",
    "attributed_to_code": None,
    "attributed_to_name": None,
    "background": False,
    "place_name": "Al Qa'im",
    "admin1": "Anbar",
    "place_country": "IRQ",
    "latitude": 34.36878,
    "longitude": 41.09447,
    "geonames_id": 99454,
    "sentence_index": 0,
    "trigger_span": [13, 21],
    "confidence": 0.91,
    "profile": "fast",
    "coder_version": _CODER_VERSION,
    "codebook_version": _CODEBOOK_VERSION,
    "coded_at": "2026-11-22T09:30:00.298114Z",
    "change_seq": 1,
    "retracted_at": None,
    "sentence": _TEXT,
}

EXPLAINED_EVENT: Example = {
    **EVENT,
    "explanation": {
        "pattern_id": "attack-190",
        "classification_rule": "pattern",
        "modality": [],
        "source_entries": [
            {
                "entry_id": "country:IRQ",
                "kind": "country",
                "text": "Iraqi",
                "valid_from": None,
                "valid_to": None,
            },
            {
                "entry_id": "agent:force",
                "kind": "agent",
                "text": "forces",
                "valid_from": None,
                "valid_to": None,
            },
        ],
        "target_entries": [
            {
                "entry_id": "armed_group:islamic-state",
                "kind": "armed_group",
                "text": "Islamic State",
                "valid_from": "2013-04-08",
                "valid_to": None,
            }
        ],
        "source_inferred_from": None,
        "target_inferred_from": None,
        "features": [],
        "date_rule": "weekday",
        "date_text": "Thursday",
        "date_span": [61, 69],
        "place_rule": "preposition",
        "place_span": [50, 57],
        "alternatives": [],
        "place_alternatives": [],
        "refused": [],
    },
}

EVENT_PAGE: Example = {
    "items": [EVENT],
    "next": "http://127.0.0.1:8000/v1/events?actor_country=IRQ&limit=1&cursor=CURSOR",
}

ARTICLE_EVENTS: Example = {"article_id": _ARTICLE_ID, "state": "coded", "items": [EVENT]}

HEALTH: Example = {"status": "ok"}

READINESS: Example = {"status": "ready", "checks": {"database": "ok", "schema": "ok", "broker": "ok"}}

INDEX: Example = {
    "name": "Decameron",
    "version": "0.1.0",
    "links": {
        "articles": "/v1/articles",
        "events": "/v1/events",
        "codebook": "/v1/codebook",
        "openapi": "/v1/openapi.json",
        "docs": "/docs",
        "health": "/healthz",
        "readiness": "/readyz",
    },
}
