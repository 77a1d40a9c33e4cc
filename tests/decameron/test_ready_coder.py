from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coders.models import Article
from decameron.cli import ready_coder as module
from decameron.cli.ready_coder import ready_coder

ARTICLE = Article("Iraqi troops attacked Islamic State fighters in Mosul on Thursday.", date(2017, 10, 27))


def test_the_index_is_made_once_and_made_again_when_it_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environ = {"XDG_CACHE_HOME": str(tmp_path)}
    made: list[Path] = []
    make = module._make_index
    monkeypatch.setattr(module, "_make_index", lambda path: (made.append(path), make(path)))
    assert ready_coder(environ).code(ARTICLE).state == "coded"
    ready_coder(environ)
    [index] = (tmp_path / "decameron").iterdir()
    assert made == [index]
    index.write_bytes(b"damaged")
    ready_coder(environ)
    assert made == [index, index]


def test_without_a_cache_the_index_is_made_for_this_process_alone(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    coder = ready_coder({"XDG_CACHE_HOME": str(tmp_path / "file")})
    assert coder.code(ARTICLE).state == "coded"
