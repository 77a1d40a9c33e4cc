"""Event filters of every shape, for properties that all of them must have."""

from __future__ import annotations

from datetime import UTC

from hypothesis import strategies as st

from store.actor_terms import ActorTerm, Dyad
from store.event_filter import EventFilter

TEXTS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=12)


def _several(values):
    return st.lists(values, max_size=3).map(tuple)


def _marked(text):
    return f"«{text}»"  # marks that no SQL of ours has


_words = TEXTS.map(_marked)
_texts = _several(_words)
_terms = st.builds(
    ActorTerm,
    st.sampled_from(("code", "country", "group", "role")),
    _words.filter(lambda word: ">" not in word),
)
_day = st.none() | st.dates()
_moment = st.none() | st.datetimes(timezones=st.just(UTC))
_figure = st.none() | st.floats(-10, 10)
_longitude, _latitude = st.floats(-180, 180), st.floats(-90, 90)

_FIELDS = {
    **dict.fromkeys(("event_date_from", "event_date_to", "published_date_from", "published_date_to"), _day),
    **dict.fromkeys(("coded_at_from", "coded_at_to"), _moment),
    **dict.fromkeys(("actor", "source", "target"), _several(_terms)),
    "dyad": _several(st.builds(Dyad, _terms, _terms)),
    **{
        f"{side}_{kind}": _texts
        for side in ("actor", "source", "target")
        for kind in ("code", "country", "group", "role")
    },
    "event_code": _several(st.sampled_from(("18", "19", "182", "190", "1821", "1823"))),
    "event_root_code": _texts,
    "quad_class": _several(st.integers(1, 4)),
    **dict.fromkeys(("goldstein_from", "goldstein_to"), _figure),
    **dict.fromkeys(("confidence_from", "confidence_to"), st.none() | st.floats(0, 1)),
    "background": st.none() | st.booleans(),
    "bbox": st.none() | st.tuples(_longitude, _latitude, _longitude, _latitude),
    **dict.fromkeys(("article_id", "job_id"), _several(st.uuids())),
    "q": st.none() | _words,
    "retracted": st.sampled_from(("exclude", "include", "only")),
    **dict.fromkeys(
        ("plover_type", "scope", "attributed_to", "place_country", "admin1", "publisher"), _texts
    ),
    **dict.fromkeys(("coder_version", "codebook_version"), _texts),
}
_CIRCLE = st.fixed_dictionaries({"near": st.tuples(_latitude, _longitude), "radius_km": st.floats(0, 20_000)})

# A few fields at a time, as they are asked for.
EVENT_FILTERS = st.builds(
    lambda names, circle, values: EventFilter(**{name: values[name] for name in names}, **circle),
    st.sets(st.sampled_from(sorted(_FIELDS)), max_size=8),
    st.just({}) | _CIRCLE,
    st.fixed_dictionaries(_FIELDS),
)
EVERY_FIELD = frozenset(_FIELDS) | {"near", "radius_km"}
