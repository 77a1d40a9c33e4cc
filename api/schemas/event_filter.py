"""Which events are asked for, as the parameters of a query."""

from __future__ import annotations

from functools import partial
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema
from webargs.fields import DelimitedList

from api.schemas import event_values as values
from api.schemas.fields import Parsed, countries_field, date_field, event_root_codes_field, several
from api.schemas.listing import choice_field, choices_field, id_field, moment_field
from api.schemas.parsing import label

_actors = partial(several, values.actor, {"pattern": values.ACTOR_PATTERN})
_codes = partial(several, values.actor_code, {"pattern": values.ACTOR_PATTERN})
_groups = partial(several, values.group, {"pattern": values.GROUP_PATTERN})
_roles = partial(several, values.role, {"pattern": values.ROLE_PATTERN})
_labels = partial(several, label, {"minLength": 1})


def _figure(description: str, *, least: float, most: float) -> Parsed:
    described = {"type": "number", "minimum": least, "maximum": most, "description": description}
    return Parsed(partial(values.figure, least=least, most=most), described)


def _numbers(parse: Any, example: str, description: str) -> Parsed:
    return Parsed(parse, {"examples": [example], "description": description})


def _ids(description: str) -> fields.Field[Any]:
    return DelimitedList(id_field(""), metadata={"description": description})


class EventFilterSchema(Schema):
    """All that is given must hold; of several values of one parameter, any."""

    event_date_from = date_field("Events of this day or later.")
    event_date_to = date_field("Events of this day or earlier.")
    published_date_from = date_field("Events of articles published on this day or later.")
    published_date_to = date_field("Events of articles published on this day or earlier.")
    coded_at_from = moment_field("Events coded, or coded anew, at this time or later.")
    coded_at_to = moment_field("Events coded, or coded anew, at this time or earlier.", end=True)
    actor = _actors("Source or target: a country (USA), role (MIL), group (IGO) or code (IRQMIL, IRQ*).")
    source = _actors("Source: a country (USA), role (MIL), group (IGO) or code (IRQMIL, IRQ*).")
    target = _actors("Target: a country (USA), role (MIL), group (IGO) or code (IRQMIL, IRQ*).")
    dyad = several(
        values.dyad, {"pattern": values.DYAD_PATTERN}, "Source and target, each as in source: USA-CHN."
    )
    actor_code = _codes("Code of the source or of the target; * stands for any letters.")
    source_code = _codes("Code of the source; * stands for any letters.")
    target_code = _codes("Code of the target; * stands for any letters.")
    actor_country = countries_field("Country of the source or of the target, as ISO 3166 alpha-3 codes.")
    source_country = countries_field("Country of the source.")
    target_country = countries_field("Country of the target.")
    actor_group = _groups("International type or organization of the source or of the target.")
    source_group = _groups("International type or organization of the source.")
    target_group = _groups("International type or organization of the target.")
    actor_role = _roles("A role of the source or of the target.")
    source_role = _roles("A role of the source.")
    target_role = _roles("A role of the target.")
    event_code = several(
        values.event_code,
        {"pattern": values.EVENT_CODE_PATTERN},
        "CAMEO codes, each with all below it: 18, 182, 1823.",
    )
    event_root_code = event_root_codes_field("CAMEO root codes, 01 to 20.")
    quad_class = several(values.quad_class, {"enum": ["1", "2", "3", "4"]}, "Quad classes, 1 to 4.")
    plover_type = several(values.plover_type, {"pattern": values.PLOVER_PATTERN}, "Types of PLOVER.")
    goldstein_from = _figure("Goldstein of this or more.", least=-10, most=10)
    goldstein_to = _figure("Goldstein of this or less.", least=-10, most=10)
    confidence_from = _figure("Confidence of this or more.", least=0, most=1)
    confidence_to = _figure("Confidence of this or less.", least=0, most=1)
    scope = choices_field(("domestic", "international"), "Within one country or across borders.")
    background = Parsed(
        values.flag,
        {"type": "boolean", "description": "true: told as past context; false: told as this story's news."},
    )
    attributed_to = _codes("Code of who claims the event; * stands for any letters, and alone for anybody.")
    place_country = countries_field("Country in which it happened.")
    admin1 = _labels("First-level region in which it happened, as events name it.")
    bbox = _numbers(
        values.box,
        "38.7,29.0,48.6,37.4",
        "West, south, east, north in degrees; west is above east where it crosses the antimeridian.",
    )
    near = _numbers(
        values.point, "34.37,41.09", "Latitude and longitude in degrees, around which radius_km is."
    )
    radius_km = Parsed(
        values.kilometres,
        {"type": "number", "minimum": 0, "description": "Kilometres from near; goes with it."},
    )
    publisher = _labels("Outlets, as the articles name them.")
    article_id = _ids("Articles by id.")
    job_id = _ids("Jobs by id: the events of their articles.")
    coder_version = _labels("Versions of the coder that made the event as it stands.")
    codebook_version = _labels("Versions of the codebook that made the event as it stands.")
    q = Parsed(
        values.words,
        {
            "minLength": 1,
            "description": 'Words of the sentence, in any form; "a phrase", or, and -not are understood.',
        },
    )
    retracted = choice_field(
        ("exclude", "include", "only"), "Events that a later coding took back.", default="exclude"
    )

    @validates_schema
    def _ranges_in_order(self, data: dict[str, Any], **_: Any) -> None:
        for first in [name for name in data if name.endswith("_from")]:
            last = f"{first.removesuffix('_from')}_to"
            if data.get(last) is not None and data[first] > data[last]:
                raise ValidationError(
                    f"is {data[first]}, after {last}, which is {data[last]}; exchange them", first
                )

    @validates_schema
    def _circle_whole(self, data: dict[str, Any], **_: Any) -> None:
        for name, other in (("near", "radius_km"), ("radius_km", "near")):
            if name in data and other not in data:
                raise ValidationError(f"is given without {other}; a circle needs both", name)
