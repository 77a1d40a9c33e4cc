"""The codebook: event codes, actors with their dated roles, countries, and the parts of actor codes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any

from flask import Response

from api.answers import MEDIA_TYPE, json_answer
from api.blueprint import Blueprint
from api.codebook_examples import (
    ACTOR,
    ACTOR_CODES,
    ACTOR_PAGE,
    CODEBOOK,
    COUNTRIES,
    EVENT_CODE,
    EVENT_CODES,
    WHOLE_CODEBOOK,
)
from api.cursors import scope_of
from api.paging import LINK_HEADER, page_answer, place_after
from api.problems import NOT_FOUND, Problem
from api.schemas.codebook import (
    ActorCodesSchema,
    ActorPageSchema,
    CodebookSchema,
    CountriesSchema,
    EventCodesSchema,
    ToldActorSchema,
    ToldEventCodeSchema,
    WholeCodebookSchema,
)
from api.schemas.codebook_query import (
    ActorCodeQuerySchema,
    ActorDayQuerySchema,
    ActorQuerySchema,
    CountryQuerySchema,
    EventCodeQuerySchema,
)
from api.schemas.parsing import shown
from api.services import current_services
from coders.codebook.codebook import Codebook
from coders.codebook.counts import count_entries
from coders.codebook.describe import (
    describe_actor_code,
    describe_actor_on,
    describe_country,
    describe_event_code,
)
from coders.codebook.model import EventCode
from coders.codebook.search import ActorSearch, find_actors, find_countries, find_event_codes

_LINKS = {
    "events": "/v1/codebook/events",
    "actors": "/v1/codebook/actors",
    "countries": "/v1/codebook/countries",
    "roles": "/v1/codebook/roles",
    "download": "/v1/codebook/download",
}

blueprint = Blueprint(
    "codebook", __name__, url_prefix="/v1", description="The codebook: what events and actors are coded with"
)


@blueprint.operation(
    "GET", "/codebook", scope="read", answer=CodebookSchema, example=CODEBOOK, cacheable=True
)
def read_codebook() -> Response:
    """Read what the codebook holds.

    Gives its version, which every event carries that was coded with it, and the number of entries by kind.
    """
    codebook = _codebook()
    counts = {kind.lower().replace(" ", "_"): number for kind, number in count_entries(codebook).items()}
    return _answer(codebook, counts=counts, links=_LINKS)


@blueprint.operation(
    "GET",
    "/codebook/events",
    scope="read",
    query=EventCodeQuerySchema,
    answer=EventCodesSchema,
    example=EVENT_CODES,
    cacheable=True,
)
def read_event_codes(query: dict[str, Any]) -> Response:
    """Read event codes.

    Gives all that the filter means, in the order of their codes, each with its figures on both Goldstein
    scales and its place in PLOVER.
    """
    codebook = _codebook()
    found = sorted(
        (each for each in codebook.event_codes.values() if _is_meant(each, query)), key=lambda each: each.code
    )
    told = find_event_codes(found, query["q"]) if "q" in query else found
    return _answer(codebook, items=[describe_event_code(codebook, each) for each in told])


@blueprint.operation(
    "GET",
    "/codebook/events/<code>",
    scope="read",
    answer=ToldEventCodeSchema,
    example=EVENT_CODE,
    cacheable=True,
    problems=(HTTPStatus.NOT_FOUND,),
)
def read_event_code(code: str) -> Response:
    """Read an event code."""
    codebook = _codebook()
    found = codebook.event_codes.get(code)
    if found is None:
        raise Problem(
            NOT_FOUND,
            f"There is no event code {shown(code)}. Codes are text of two to four digits, such as 19, 190 or "
            f"1823; {_LINKS['events']} lists them.",
        )
    return _answer(codebook, **describe_event_code(codebook, found))


@blueprint.operation(
    "GET",
    "/codebook/actors",
    scope="read",
    query=ActorQuerySchema,
    answer=ActorPageSchema,
    example=ACTOR_PAGE,
    headers=LINK_HEADER,
    cacheable=True,
)
def read_actors(query: dict[str, Any]) -> Response:
    """Search actors.

    Gives a page of actors with all their dated roles, and the role of the day as_of. Whole names come first,
    then names that begin as q does, then those that have all its words. Countries have a list of their own.
    """
    codebook = _codebook()
    limit, cursor = query.pop("limit"), query.pop("cursor", None)
    search = _actor_search(query)
    scope = scope_of("codebook/actors", query)
    after = place_after(cursor, scope, values=2)
    rows = [match for match in find_actors(codebook, search) if (str(match.rank), match.entry_id) > after]
    page, day = rows[:limit], _day(query)
    items = [
        {**describe_actor_on(codebook.actors[match.entry_id], day), "matched_name": match.name}
        for match in page
    ]
    following = [str(page[-1].rank), page[-1].entry_id] if len(rows) > limit else None
    return page_answer(items, scope, following, {"codebook_version": codebook.codebook_version, "as_of": day})


@blueprint.operation(
    "GET",
    "/codebook/actors/<path:actor_id>",
    scope="read",
    query=ActorDayQuerySchema,
    answer=ToldActorSchema,
    example=ACTOR,
    cacheable=True,
    problems=(HTTPStatus.NOT_FOUND,),
)
def read_actor(actor_id: str, query: dict[str, Any]) -> Response:
    """Read an actor.

    Gives all its dated roles, and the role of the day as_of.
    """
    codebook = _codebook()
    actor = codebook.actors.get(actor_id)
    if actor is None:
        raise Problem(
            NOT_FOUND,
            f"There is no actor {shown(actor_id)}. Ids are like person:angela-merkel; "
            f"{_LINKS['actors']}?q= finds them by name.",
        )
    day = _day(query)
    return _answer(codebook, **describe_actor_on(actor, day), as_of=day)


@blueprint.operation(
    "GET",
    "/codebook/countries",
    scope="read",
    query=CountryQuerySchema,
    answer=CountriesSchema,
    example=COUNTRIES,
    cacheable=True,
)
def read_countries(query: dict[str, Any]) -> Response:
    """Read countries.

    Gives all states and territories, those that are gone too; with q, those with a name, adjective, demonym,
    capital or seat of government like it, the best matches first.
    """
    codebook = _codebook()
    found = (
        find_countries(codebook, query["q"])
        if "q" in query
        else [(country, None) for country in codebook.countries.values()]
    )
    return _answer(
        codebook, items=[{**describe_country(country), "matched_name": name} for country, name in found]
    )


@blueprint.operation(
    "GET",
    "/codebook/roles",
    scope="read",
    query=ActorCodeQuerySchema,
    answer=ActorCodesSchema,
    example=ACTOR_CODES,
    cacheable=True,
)
def read_roles(query: dict[str, Any]) -> Response:
    """Read the parts of actor codes.

    Gives roles, international types, ethnic groups, religions, organizations and regions; countries have a
    list of their own.
    """
    codebook = _codebook()
    kinds = query.get("kind", ())
    told = [each for each in codebook.actor_codes.values() if not kinds or each.kind in kinds]
    return _answer(codebook, items=[describe_actor_code(each) for each in told])


@blueprint.operation(
    "GET",
    "/codebook/download",
    scope="read",
    answer=WholeCodebookSchema,
    example=WHOLE_CODEBOOK,
    headers={
        "Content-Disposition": {
            "description": "A name for the file, with the version in it",
            "schema": {"type": "string"},
        }
    },
    cacheable=True,
)
def download_codebook() -> Response:
    """Download the whole codebook.

    Gives all entries as one document of several megabytes, which decameron codebook diff compares.
    """
    served = current_services().codebook
    name = f"codebook-{served.codebook().codebook_version}.json"
    return Response(
        served.document(),
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
        content_type=MEDIA_TYPE,
    )


def _codebook() -> Codebook:
    return current_services().codebook.codebook()


def _answer(codebook: Codebook, **content: Any) -> Response:
    """The content and the version that it is from: so the ETag of every answer follows from the version."""
    return json_answer({"codebook_version": codebook.codebook_version, **content})


def _is_meant(event_code: EventCode, query: dict[str, Any]) -> bool:
    given = {
        "root": event_code.code[:2],
        "quad_class": event_code.quad_class,
        "plover_type": event_code.plover_type,
    }
    return all(value in query.get(name, (value,)) for name, value in given.items())


def _actor_search(query: dict[str, Any]) -> ActorSearch:
    return ActorSearch(
        text=query.get("q"),
        kinds=query.get("kind", ()),
        countries=query.get("country", ()),
        roles=query.get("role", ()),
        as_of=query.get("as_of"),
    )


def _day(query: dict[str, Any]) -> date:
    return query["as_of"] if "as_of" in query else datetime.now(UTC).date()
