"""How properties are searched: the same examples each time, or others each time on request."""

from __future__ import annotations

from hypothesis import settings

# A search that finds something new on a change that has nothing to do with it hinders that change.
# `make search` looks further; what it finds gets a test of its own.
settings.register_profile("same", derandomize=True)
settings.register_profile("search", max_examples=2_000, print_blob=True)
settings.load_profile("same")
