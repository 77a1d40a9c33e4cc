"""Why an event was coded as it was, as it is answered."""

from __future__ import annotations

from functools import partial

from marshmallow import Schema, fields

_optional = partial(fields.String, required=True, allow_none=True)
_strings = partial(fields.List, fields.String(), required=True)
_span = partial(fields.List, fields.Integer(), required=True, allow_none=True)


class EntryUseSchema(Schema):
    """A dictionary entry that took part, with the dates of the role that was used."""

    entry_id = fields.String(required=True)
    kind = fields.String(required=True)
    text = fields.String(required=True, metadata={"description": "The words it was found by"})
    valid_from = fields.Date(required=True, allow_none=True)
    valid_to = fields.Date(required=True, allow_none=True)


class ExplanationSchema(Schema):
    """The rules and entries that made an event: ids and figures, no prose."""

    pattern_id = _optional(metadata={"description": "The pattern that spoke for it, null where none did"})
    classification_rule = fields.String(required=True)
    modality = _strings(metadata={"description": "Contexts above the trigger, outermost first"})
    source_entries = fields.List(fields.Nested(EntryUseSchema), required=True)
    target_entries = fields.List(fields.Nested(EntryUseSchema), required=True)
    source_inferred_from = _optional(
        metadata={"description": "Where its country was taken from, if inferred"}
    )
    target_inferred_from = _optional()
    features = _strings()
    alternatives = fields.List(
        fields.String(),
        metadata={"description": "Where a classifier decided: the next best roots, as `root:probability`"},
    )
    date_rule = _optional()
    date_text = _optional()
    date_span = _span()
    place_rule = _optional()
    place_span = _span()
    place_alternatives = _strings(metadata={"description": "Namesakes that were not taken"})
    refused = _strings(metadata={"description": "What was considered and refused"})
