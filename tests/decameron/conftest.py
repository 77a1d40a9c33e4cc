from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.decameron.scripted_service import client, script  # noqa: F401 - fixtures, by their names


@pytest.fixture
def passable_path() -> Iterator[Path]:
    """A short temporary directory that every account can pass through, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="dcm-test-", dir="/tmp"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def plain_environ() -> dict[str, str]:
    """The environment without any setting of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DECAMERON_")}
