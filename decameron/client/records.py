"""What the service tells of jobs and submitted articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

JobState = Literal["queued", "running", "done", "failed", "cancelled"]
ReceiptStatus = Literal["accepted", "known", "refused"]

_ENDED = frozenset({"done", "failed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Job:
    """How far the coding of a submission has come.

    ``done`` of ``total`` articles are finished; ``counts`` has them by what became of them, such as
    ``{"coded": 3, "failed": 1}``; ``errors`` says which failed and why. Times are ISO 8601, in UTC.
    """

    job_id: str
    state: JobState
    total: int
    done: int
    counts: Mapping[str, int]
    errors: tuple[Mapping[str, Any], ...]
    created_at: str
    started_at: str | None
    finished_at: str | None

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Job:
        """A job as the service has it; what a newer service says besides is passed over."""
        told = {field.name: content[field.name] for field in fields(cls)}
        return cls(**{**told, "errors": tuple(told["errors"])})

    @property
    def ended(self) -> bool:
        return self.state in _ENDED


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one submitted article.

    ``number`` is its place in what was given, from 0. A ``known`` article was there already, under
    ``article_id``; a ``refused`` one has neither id nor job, and its ``problem`` says why.
    """

    number: int
    status: ReceiptStatus
    article_id: str | None
    job_id: str | None
    problem: str | None = None
