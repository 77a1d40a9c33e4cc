"""The whole gazetteer, built once for the machine and kept where the product keeps it."""

from __future__ import annotations

import os
from functools import lru_cache

from coders.gazetteer.index import Gazetteer
from decameron.gazetteer_file import default_gazetteer_dir, ensure_gazetteer


@lru_cache(maxsize=1)
def real_gazetteer() -> Gazetteer:
    return Gazetteer.open(ensure_gazetteer(default_gazetteer_dir(os.environ, is_root=os.getuid() == 0)))
