"""Says of which country a place is, where its name leaves no doubt."""

from __future__ import annotations

from coders.gazetteer.index import Candidate, Gazetteer
from coders.gazetteer.place_words import DESCRIPTORS, NO_PLACES, TAKEN

_KNOWN_KINDS = frozenset(("region", "disputed_area", "area", "island"))
_NOBODYS = frozenset(("water", "landform"))
_LEAST_PEOPLE = 50_000
_OUTWEIGHS = 10


def country_of_place(gazetteer: Gazetteer, name: str) -> str | None:
    """The alpha-3 code of the country of the city or region of that name.

    None where no such place is known, where it is so small that the name is sooner somebody's, or where a
    namesake abroad is more than a tenth as large; "" where the name is a sea's or a mountain's, or
    the beginning of one ("the Strait").
    """
    lowered = name.lower()
    if lowered in NO_PLACES or lowered in TAKEN:
        return None
    if lowered in DESCRIPTORS:
        return ""
    places = gazetteer.lookup(name)
    known = [each for each in places if _is_known(each)]
    if not known:
        return "" if any(each.kind in _NOBODYS for each in places) else None
    best = known[0]
    rivals = [each for each in known if each.country != best.country]
    if any(each.kind in _KNOWN_KINDS or each.population * _OUTWEIGHS > best.population for each in rivals):
        return None
    return best.country


def _is_known(place: Candidate) -> bool:
    return place.kind in _KNOWN_KINDS or (place.kind == "city" and place.population >= _LEAST_PEOPLE)
