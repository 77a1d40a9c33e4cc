"""The codebook as it is answered."""

from __future__ import annotations

from functools import partial
from typing import Any, get_args

from marshmallow import Schema, fields, validate

from api.schemas import event_values as values
from coders.codebook.model import ActorCodeKind, ActorKind

_text = partial(fields.String, required=True)
_optional = partial(fields.String, required=True, allow_none=True)
_flag = partial(fields.Boolean, required=True)


def _texts(description: str | None = None) -> fields.Field[Any]:
    metadata = {"description": description} if description else {}
    return fields.List(fields.String(), required=True, metadata=metadata)


def _day(description: str) -> fields.Field[Any]:
    return fields.Date(required=True, allow_none=True, metadata={"description": description})


def _version() -> fields.Field[Any]:
    return _text(metadata={"description": "Of the codebook that this is from; changes with any entry"})


class CodebookSchema(Schema):
    """What the codebook holds, and where it is read."""

    codebook_version = _version()
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Entries by kind"},
    )
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class GoldsteinSchema(Schema):
    """A figure on each of the two Goldstein scales in use."""

    icews = fields.Float(required=True, validate=validate.Range(-10, 10))
    phoenix = fields.Float(required=True, validate=validate.Range(-10, 10))


class EventCodeSchema(Schema):
    """One of CAMEO's event codes."""

    code = _text(metadata={"pattern": values.EVENT_CODE_PATTERN})
    name = _text()
    definition = _text()
    example = _text()
    parent = _optional(metadata={"description": "The code above it; null for a root"})
    quad_class = fields.Integer(required=True, validate=validate.Range(1, 4))
    goldstein = fields.Nested(GoldsteinSchema, required=True)
    goldstein_from = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "By scale that lacks it, the code whose figure is taken"},
    )
    plover_type = _optional()
    plover_mode = _optional()
    plover_context = _optional()
    plover_from = _optional(
        metadata={"description": "The code whose mapping is taken, where PLOVER's lacks it"}
    )
    plover_shared_with = _texts("Codes that PLOVER does not tell from it")


class ToldEventCodeSchema(EventCodeSchema):
    """One of CAMEO's event codes, with the version of the codebook."""

    codebook_version = _version()


class EventCodesSchema(Schema):
    """Event codes in the order of their codes."""

    codebook_version = _version()
    items = fields.List(fields.Nested(EventCodeSchema), required=True)


class ActorCodeSchema(Schema):
    """A part that actor codes are made of, countries apart."""

    code = _text(metadata={"pattern": values.ROLE_PATTERN})
    kind = _text(validate=validate.OneOf(get_args(ActorCodeKind)))
    name = _text()
    definition = _text()


class ActorCodesSchema(Schema):
    """The parts that actor codes are made of."""

    codebook_version = _version()
    items = fields.List(fields.Nested(ActorCodeSchema), required=True)


class CountrySchema(Schema):
    """A state or territory, of today or of old."""

    code = _text(metadata={"description": "ISO 3166 alpha-3"})
    name = _text()
    names = _texts("Other names")
    adjectives = _texts()
    demonyms = _texts("Its people, in the singular")
    capitals = _texts("They stand for the country")
    seats = _texts("They stand for its government")
    valid_from = _day("The first day that it existed; null where it is older than what is coded")
    valid_to = _day("The last day; null where it exists")


class FoundCountrySchema(CountrySchema):
    """A country, and how it was found."""

    matched_name = _optional(metadata={"description": "What q matched; null without q"})


class CountriesSchema(Schema):
    """States and territories."""

    codebook_version = _version()
    items = fields.List(fields.Nested(FoundCountrySchema), required=True)


class DatedRoleSchema(Schema):
    """What an actor was for a time."""

    actor_code = _text(metadata={"description": "The CAMEO actor code that it gives, such as IRQMIL"})
    country = _optional(metadata={"description": "ISO 3166 alpha-3"})
    international_type = _optional(metadata={"description": "In place of a country: IGO, NGO, MNC, …"})
    roles = _texts("CAMEO roles")
    ethnicity = _optional()
    religion = _optional()
    organization = _optional()
    valid_from = _day("The first day; null where it is open")
    valid_to = _day("The last day, inclusive; null where it is open")


class ActorSchema(Schema):
    """An actor with all its dated roles."""

    id = _text()
    kind = _text(validate=validate.OneOf(get_args(ActorKind)))
    name = _text()
    aliases = _texts("Other ways to write the name")
    roles = fields.List(
        fields.Nested(DatedRoleSchema),
        required=True,
        metadata={"description": "Where two overlap, the first counts"},
    )


class ActorOnDaySchema(ActorSchema):
    """An actor with its role of a day."""

    role = fields.Nested(
        DatedRoleSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Of the day as_of. A person out of office is of the elite (ELI); else null"},
    )


class FoundActorSchema(ActorOnDaySchema):
    """An actor, and how it was found."""

    matched_name = _optional(metadata={"description": "The name that q matched best; null without q"})


class ToldActorSchema(ActorOnDaySchema):
    """An actor, with the day of its role and the version of the codebook."""

    codebook_version = _version()
    as_of = fields.Date(required=True)


class ActorPageSchema(Schema):
    """A page of actors: by how well they match q, then by id."""

    codebook_version = _version()
    as_of = fields.Date(required=True, metadata={"description": "The day of which role is told"})
    items = fields.List(fields.Nested(FoundActorSchema), required=True)
    next = fields.URL(
        required=True, allow_none=True, metadata={"description": "The next page; null where this is the last"}
    )


class AgentSchema(Schema):
    """A role noun and the roles that it stands for."""

    lemma = _text()
    roles = _texts("CAMEO roles")
    default = _flag(
        metadata={"description": "The roles hold only where nothing else in the phrase gives one"}
    )
    collective = _flag(metadata={"description": "It names a body, such as an army"})


class VerbPatternSchema(Schema):
    """A rule that gives an event code."""

    pattern_id = _text()
    text = _text()
    event_code = _text(metadata={"description": "--- where what fits is no event"})


class ModalityPatternSchema(Schema):
    """A rule for words that change what another event means."""

    pattern_id = _text()
    text = _text()
    modality = _text()


class ModalityCodeSchema(Schema):
    """What becomes of a code under a modality."""

    modality = _text()
    prefix = _text(metadata={"description": "The codes that begin so"})
    code = _optional(
        metadata={
            "description": "What they become: = where they stay as they are, null where there is no event"
        }
    )


class WholeCodebookSchema(Schema):
    """All entries of the codebook."""

    codebook_version = _version()
    events = fields.List(fields.Nested(EventCodeSchema), required=True)
    actor_codes = fields.List(fields.Nested(ActorCodeSchema), required=True)
    countries = fields.List(fields.Nested(CountrySchema), required=True)
    actors = fields.List(fields.Nested(ActorSchema), required=True)
    agents = fields.List(fields.Nested(AgentSchema), required=True)
    verb_patterns = fields.List(fields.Nested(VerbPatternSchema), required=True)
    modality_patterns = fields.List(fields.Nested(ModalityPatternSchema), required=True)
    modality_codes = fields.List(fields.Nested(ModalityCodeSchema), required=True)
