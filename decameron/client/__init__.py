"""The HTTP client that a data scientist imports: ``from decameron import Client``."""

from __future__ import annotations

from decameron.client.client import Client
from decameron.client.problems import DecameronProblem, DecameronUnreachable, FieldProblem
from decameron.client.records import Job, Receipt

__all__ = ["Client", "DecameronProblem", "DecameronUnreachable", "FieldProblem", "Job", "Receipt"]
