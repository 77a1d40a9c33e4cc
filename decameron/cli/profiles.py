"""The option that chooses a profile of the coder."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from coders import models


class Profile(StrEnum):
    """How the coder weighs speed against quality."""

    fast = "fast"
    accurate = "accurate"


DEFAULT_PROFILE = Profile(models.DEFAULT_PROFILE)
ProfileOption = Annotated[Profile, typer.Option(help="Which coder to use.")]
