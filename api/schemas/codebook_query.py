"""How the codebook is asked for."""

from __future__ import annotations

from typing import get_args

from marshmallow import Schema

from api.schemas import event_values as values
from api.schemas.fields import Parsed, countries_field, date_field, event_root_codes_field, several
from api.schemas.listing import choices_field, cursor_field, page_limit_field
from api.schemas.parsing import ValueRefused, plain_text, shown
from coders.codebook.model import ActorCodeKind, ActorKind
from coders.codebook.search import folded_words

_LONGEST_SEARCH = 100


def _search_field(description: str) -> Parsed:
    described = {"minLength": 1, "maxLength": _LONGEST_SEARCH, "description": description}
    return Parsed(_searched, described)


def _searched(value: str) -> str:
    if not folded_words(plain_text(value, longest=_LONGEST_SEARCH)):
        raise ValueRefused(f"is {shown(value)}, which has no word in it; give words to look for")
    return value


class EventCodeQuerySchema(Schema):
    """Which event codes: all that is given must hold, of several values any."""

    root = event_root_codes_field("CAMEO root codes, 01 to 20: these and all below them.")
    quad_class = several(values.quad_class, {"enum": ["1", "2", "3", "4"]}, "Quad classes, 1 to 4.")
    plover_type = several(values.plover_type, {"pattern": values.PLOVER_PATTERN}, "Types of PLOVER.")
    q = _search_field("Words, or beginnings of words, of the name or the definition: all of them.")


class CountryQuerySchema(Schema):
    """Which countries."""

    q = _search_field("A name, adjective, demonym, capital or seat of government, or words of it.")


class ActorDayQuerySchema(Schema):
    """The day of which the role is told."""

    as_of = date_field("The day of which role is told; today in UTC unless given.")


class ActorQuerySchema(ActorDayQuerySchema):
    """Which actors, and which page of them."""

    q = _search_field("A name, its beginning, or words of it; accents and capitals do not count.")
    kind = choices_field(get_args(ActorKind), "Kinds of actor, parted by commas; any of them.")
    country = countries_field("Country of the role: that of the day where as_of is given, else any.")
    role = several(
        values.role,
        {"pattern": values.ROLE_PATTERN},
        "CAMEO roles of the same role that country means, parted by commas; any of them.",
    )
    limit = page_limit_field("Actors")
    cursor = cursor_field()


class ActorCodeQuerySchema(Schema):
    """Which parts of actor codes."""

    kind = choices_field(get_args(ActorCodeKind), "Kinds of part, parted by commas; any of them.")
