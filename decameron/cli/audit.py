"""A line for every administrative act, so that whoever keeps the logs can tell who did what."""

from __future__ import annotations

import getpass
import os
import sys
from typing import Any

import structlog


def audit(act: str, **facts: Any) -> None:
    """Write one JSON object on standard error, whatever the log level. ``facts`` hold no secret."""
    log = structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
    )
    log.info("administrative_act", act=act, by=_user(), **facts)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # the account has no name, as in many containers
        return f"uid {os.getuid()}"
