"""Finds the format of an answer that suits what the client accepts."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request

from api.problems import NOT_ACCEPTABLE, Problem


def choose_media_type(offered: Sequence[str]) -> str:
    """The one of ``offered``, best first, that the request's ``Accept`` prefers; no such header takes any.

    Raises:
        Problem: 406, the client accepts none of them.
    """
    accepted = request.accept_mimetypes
    if not accepted:
        return offered[0]
    chosen = accepted.best_match(offered)
    if chosen is None:
        raise Problem(
            NOT_ACCEPTABLE,
            f"Accept is {accepted.to_header()!r}; this is answered as {', '.join(offered)} only.",
        )
    return chosen
