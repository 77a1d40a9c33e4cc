"""Says why an article could not be coded: to its owner in a sentence, to the log without any of its text."""

from __future__ import annotations

import traceback
from pathlib import Path

from decameron.settings import Settings
from workers import interruption
from workers.interruption import DeadlineError

_LONGEST = 300


def describe_failure(error: BaseException, settings: Settings) -> str:
    """The reason that is kept with the article."""
    if isinstance(error, DeadlineError):
        seconds = settings.article_deadline_seconds
        return f"coding it took longer than the {seconds:g} seconds that one article has"
    if isinstance(error, MemoryError):
        return f"coding it took more than the {settings.child_memory_mb} MB of memory that one article has"
    raised = where_raised(error)
    said = f": {error}" if str(error) else ""
    reason = f"coding it raised {raised['error']} at {raised['where']}{said}"[:_LONGEST]
    return (
        reason.replace("\0", "").encode(errors="replace").decode()
    )  # PostgreSQL takes neither NUL nor surrogates


def where_raised(error: BaseException) -> dict[str, str]:
    """The kind of error and the line that raised it; not its message, which may quote the text."""
    trace = traceback.extract_tb(error.__traceback__)
    frames = [frame for frame in trace if frame.filename != interruption.__file__]  # not where the alarm is
    if not frames:
        return {"error": type(error).__name__, "where": "unknown"}
    last = frames[-1]
    return {
        "error": type(error).__name__,
        "where": f"{Path(last.filename).parent.name}/{Path(last.filename).name}:{last.lineno}",
    }
