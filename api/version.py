"""The version that the API tells of itself."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def product_version() -> str:
    """The version of the installed product; ``0+uninstalled`` where it runs from a bare checkout."""
    try:
        return version("decameron")
    except PackageNotFoundError:
        return "0+uninstalled"
