"""How an operation of the API is declared: once, for the router, the validation and the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypeVar, cast

import flask_smorest
from flask import Response
from marshmallow import Schema

from api.answers import MEDIA_TYPE
from api.caching import ONLY_IF_CHANGED, ConditionalHeaders, conditional
from api.negotiation import choose_media_type
from api.request_parser import RequestParser
from api.schemas.fields import NoParameters
from api.scopes import Need, needs, security

View = TypeVar("View", bound=Callable[..., Response])

# What any operation may be answered, whatever it does.
_ALWAYS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.REQUEST_URI_TOO_LONG,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    HTTPStatus.INTERNAL_SERVER_ERROR,
)
_WITH_A_KEY = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_WITH_A_BODY = (
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
)


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest ships no types
    """The operations of one resource."""

    ARGUMENTS_PARSER = RequestParser()

    def operation(
        self,
        method: str,
        path: str,
        *,
        scope: Need,
        answer: type[Schema] | Mapping[str, Any],
        example: Mapping[str, Any] | str | None,
        status: HTTPStatus = HTTPStatus.OK,
        headers: Mapping[str, Any] | None = None,
        query: type[Schema] = NoParameters,
        body: type[Schema] | None = None,
        body_example: Mapping[str, Any] | None = None,
        problems: Sequence[HTTPStatus] = (),
        links: Mapping[str, Any] | None = None,
        media_types: Sequence[str] = (MEDIA_TYPE,),
        described: Mapping[str, Any] | None = None,
        cacheable: bool = False,
    ) -> Callable[[View], View]:
        """Declare the decorated view as an operation.

        The view gets the path's values, ``query`` where the operation has parameters, and ``body`` where it
        has one; it gives a finished Response. ``answer`` and ``example`` describe it, ``headers`` and
        ``links`` as OpenAPI has them. ``problems`` are the statuses of the errors that are its own. ``scope``
        is what a key needs for it. ``media_types`` are what it answers with, best first; ``described`` is
        whatever else OpenAPI has to say of it, by hand. What is ``cacheable`` has an ETag, and is not sent to
        who has it.
        """

        def declare(view: View) -> View:
            told = self.response(
                status, answer, example=example, headers=headers, content_type=media_types[0]
            )(_accepted(view, media_types))
            if cacheable:
                told = self.arguments(ConditionalHeaders, location="headers", as_kwargs=True)(
                    conditional(told)
                )
                told = self.doc(responses=ONLY_IF_CHANGED)(told)
                told = self.alt_response(412, response=HTTPStatus.PRECONDITION_FAILED.name)(told)
            if links:
                told = self.doc(responses={status.value: {"links": links}})(told)
            if body is not None:
                told = self.arguments(body(), location="json", arg_name="body", example=body_example)(told)
            named = {} if query is NoParameters else {"arg_name": "query"}
            # One instance for all requests: to make one takes longer than to read a query with it.
            told = self.arguments(query(), location="query", as_kwargs=not named, **named)(told)
            bodied = body is not None or "requestBody" in (described or {})
            for problem in _problems(with_key=scope != "public", with_body=bodied, own=problems):
                told = self.alt_response(problem, response=problem.name)(told)
            told = self.doc(operationId=view.__name__, security=security(scope))(told)
            if described:
                told = self.doc(**described)(told)
            return cast(View, self.route(path, methods=[method])(needs(scope)(told)))

        return declare


def _problems(*, with_key: bool, with_body: bool, own: Sequence[HTTPStatus]) -> list[HTTPStatus]:
    """The statuses of all errors of an operation, each once."""
    keyed = _WITH_A_KEY if with_key else ()
    bodied = _WITH_A_BODY if with_body else ()
    return list(dict.fromkeys((*_ALWAYS, *keyed, *bodied, *own)))


def _accepted(view: View, media_types: Sequence[str]) -> Callable[..., Response]:
    """The view, called where the client takes what it answers with."""

    def checked(*args: Any, **kwargs: Any) -> Response:
        choose_media_type(media_types)
        return view(*args, **kwargs)

    checked.__name__ = view.__name__
    checked.__doc__ = view.__doc__
    return checked
