"""How an operation of the API is declared: once, for the router, the validation and the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypeVar, cast

import flask_smorest
from flask import Response
from marshmallow import Schema

from api.answers import MEDIA_TYPE
from api.negotiation import choose_media_type
from api.request_parser import RequestParser
from api.schemas.fields import NoParameters

View = TypeVar("View", bound=Callable[..., Response])

# What any operation may be answered, whatever it does.
_ALWAYS = (
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
)
_WITH_A_BODY = (
    HTTPStatus.BAD_REQUEST,
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
        answer: type[Schema],
        example: Mapping[str, Any],
        status: HTTPStatus = HTTPStatus.OK,
        headers: Mapping[str, Any] | None = None,
        query: type[Schema] = NoParameters,
        body: type[Schema] | None = None,
        body_example: Mapping[str, Any] | None = None,
        problems: Sequence[HTTPStatus] = (),
        links: Mapping[str, Any] | None = None,
    ) -> Callable[[View], View]:
        """Declare the decorated view as an operation.

        The view gets the path's values, ``query`` where the operation has parameters, and ``body`` where it
        has one; it gives a finished Response. ``answer`` and ``example`` describe it, ``headers`` and
        ``links`` as OpenAPI has them. ``problems`` are the statuses of the errors that are its own.
        """

        def declare(view: View) -> View:
            told = self.response(status, answer, example=example, headers=headers)(_accepted(view))
            if links:
                told = self.doc(responses={status.value: {"links": links}})(told)
            if body is not None:
                told = self.arguments(body, location="json", arg_name="body", example=body_example)(told)
            named = {} if query is NoParameters else {"arg_name": "query"}
            told = self.arguments(query, location="query", as_kwargs=not named, **named)(told)
            for problem in (*_ALWAYS, *(_WITH_A_BODY if body else ()), *problems):
                told = self.alt_response(problem, response=problem.name)(told)
            told = self.doc(operationId=view.__name__)(told)
            return cast(View, self.route(path, methods=[method])(told))

        return declare


def _accepted(view: View) -> Callable[..., Response]:
    """The view, called where the client takes what it answers with."""

    def checked(*args: Any, **kwargs: Any) -> Response:
        choose_media_type((MEDIA_TYPE,))
        return view(*args, **kwargs)

    checked.__name__ = view.__name__
    checked.__doc__ = view.__doc__
    return checked
