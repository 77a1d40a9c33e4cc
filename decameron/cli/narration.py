"""What is said while things start: lines for a person, log records for a machine."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

import structlog
import typer


def say_to_person(text: str) -> None:
    """One line on standard error."""
    typer.echo(text, err=True)


def start_narration(level: str, *, for_person: bool) -> Callable[[str], None]:
    """Set up this process's log on standard error: readable for a person, else JSON from ``level`` on.

    Gives the function that takes the steps of the start.
    """
    if for_person:
        structlog.configure(
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False),
                structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
            ],
            wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
            logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        )
        return say_to_person
    from workers.json_logs import write_json_logs

    write_json_logs(level)
    logging.getLogger("yoyo").setLevel(logging.WARNING)  # each step of each migration is too much
    log = structlog.get_logger("decameron.serve")
    return lambda text: log.info(text.rstrip("…"))
