import os
import subprocess
import sys
from pathlib import Path

import pytest

from coders.gazetteer.index import Gazetteer
from decameron import gazetteer_file
from decameron.gazetteer_file import default_gazetteer_dir, ensure_gazetteer


@pytest.fixture
def built(monkeypatch):
    """Counts builds, each of a gazetteer with nothing in it: what it holds is not the matter here."""
    from coders.gazetteer.build import write_index

    builds = []

    def build():
        builds.append(1)
        return write_index([], {}, {})

    monkeypatch.setattr(gazetteer_file, "build_index", build)
    return builds


def test_it_is_built_once(tmp_path, built):
    path = ensure_gazetteer(tmp_path / "new" / "cache")
    assert len(Gazetteer.open(path)) == 0
    assert ensure_gazetteer(tmp_path / "new" / "cache") == path
    assert len(built) == 1
    assert [p.name for p in path.parent.iterdir() if p.suffix not in (".bin", ".lock")] == []


def test_one_cut_short_is_built_again(tmp_path, built):
    path = ensure_gazetteer(tmp_path)
    path.write_bytes(path.read_bytes()[:-4])
    assert len(Gazetteer.open(ensure_gazetteer(tmp_path))) == 0
    assert len(built) == 2


def test_a_directory_that_cannot_be_used_falls_back_to_a_temporary_one(tmp_path, built, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    path = ensure_gazetteer(tmp_path / "file" / "below")
    assert path.is_relative_to(tmp_path / "tmp")
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_build_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    def fail():
        raise ValueError("no shape that is known")

    monkeypatch.setattr(gazetteer_file, "build_index", fail)
    with pytest.raises(ValueError, match="no shape"):
        ensure_gazetteer(tmp_path)
    assert [p.name for p in tmp_path.iterdir() if p.suffix != ".lock"] == []


RACE = """
import sys, time
from pathlib import Path
from decameron import gazetteer_file
from coders.gazetteer.build import write_index

def build():
    Path(sys.argv[1], f"built-by-{sys.argv[2]}").touch()
    time.sleep(0.5)
    return write_index([], {}, {})

gazetteer_file.build_index = build
print(gazetteer_file.ensure_gazetteer(Path(sys.argv[1])))
"""


def test_two_processes_at_once_build_it_once(tmp_path):
    root = Path(gazetteer_file.__file__).parent.parent
    running = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, str(tmp_path), str(number)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        for number in range(2)
    ]
    paths = [process.communicate(timeout=60)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert paths[0] == paths[1]
    assert len(list(tmp_path.glob("built-by-*"))) == 1


def test_the_default_directory():
    assert default_gazetteer_dir({}, is_root=True) == Path("/var/cache/decameron")
    assert default_gazetteer_dir({"XDG_CACHE_HOME": "/c"}, is_root=False) == Path("/c/decameron")
    assert default_gazetteer_dir({}, is_root=False) == Path.home() / ".cache" / "decameron"
