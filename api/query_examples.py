"""Worked examples of dyads and aggregates, as the document shows them."""

from __future__ import annotations

from api.examples import Example

DYAD_PAGE: Example = {
    "items": [
        {
            "source": "IRQ",
            "target": "SYR",
            "event_count": 214,
            "first_event_date": "2017-01-03",
            "last_event_date": "2017-12-29",
            "mean_goldstein": -3.42,
        },
        {
            "source": "IRQ",
            "target": "TUR",
            "event_count": 97,
            "first_event_date": "2017-01-09",
            "last_event_date": "2017-12-22",
            "mean_goldstein": 0.85,
        },
    ],
    "next": None,
}

AGGREGATE_PAGE: Example = {
    "items": [
        {"month": "2017-10-01", "source_country": "IRQ", "quad_class": 1, "count": 31, "mean_goldstein": 2.6},
        {
            "month": "2017-10-01",
            "source_country": "IRQ",
            "quad_class": 4,
            "count": 58,
            "mean_goldstein": -9.1,
        },
    ],
    "next": None,
}
