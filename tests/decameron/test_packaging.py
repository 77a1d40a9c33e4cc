"""What is shipped, read by hand where no engine is at hand to build it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from decameron.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def docker_instructions() -> list[tuple[str, str]]:
    joined = text_of("Dockerfile").replace("\\\n", " ")
    lines = [line.strip() for line in joined.splitlines()]
    return [tuple(line.split(None, 1)) for line in lines if line and not line.startswith("#")]


def test_all_that_the_image_copies_exists_and_is_not_ignored():
    allowed = {line[1:] for line in text_of(".dockerignore").splitlines() if line.startswith("!")}
    sources = [
        source
        for instruction, rest in docker_instructions()
        if instruction == "COPY" and not rest.startswith("--from")
        for source in shlex.split(rest)[:-1]
    ]
    assert sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert source in allowed, source


def test_the_image_has_every_package_of_the_wheel():
    project = tomllib.loads(text_of("pyproject.toml"))
    copied = " ".join(rest for instruction, rest in docker_instructions() if instruction == "COPY")
    for package in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]:
        assert f"{package} {package}" in copied


def test_the_image_runs_as_nobody_in_particular_and_starts_a_real_command():
    instructions = docker_instructions()
    last = dict(instructions)
    assert last["USER"] not in ("root", "0")
    program, command = re.findall(r'"([^"]+)"', last["CMD"])[:2]
    assert (program, command in COMMANDS) == ("decameron", True)
    health = re.findall(r'"([^"]+)"', last["HEALTHCHECK"])
    assert health[:2] == ["python", "-m"]
    assert (ROOT / health[2].replace(".", "/")).with_suffix(".py").exists()


def test_compose_has_no_password_and_starts_real_commands():
    compose = text_of("compose.yaml")
    for variable in ("DECAMERON_DATABASE_PASSWORD", "DECAMERON_BROKER_PASSWORD"):
        assert set(re.findall(rf"\$\{{{variable}([^}}]*)\}}", compose)) == {
            ":?set it to a password of your own"
        }
    assert re.findall(r"\$\{DECAMERON_BOOTSTRAP_KEY(.*?)\}", compose) == [
        ":?set it to a key of your own, of 32 characters or more"
    ]
    commands = re.findall(r"command: \[decameron, (\w+)", compose)
    assert commands == ["serve", "work"]
    assert set(commands) <= set(COMMANDS)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_versions_and_hashes_and_no_place(name):
    for line in text_of(name).splitlines():
        assert "://" not in line
        assert re.match(r"#|    --hash=sha256:[0-9a-f]{64}( \\)?$|[a-z0-9-]+==\S+( ; .+)? \\$", line), line


def test_both_locks_agree():
    pinned = [set(re.findall(r"^[a-z0-9-]+==\S+", text_of(name), re.MULTILINE)) for name in LOCKS]
    assert pinned[0] <= pinned[1]


def test_the_lock_has_all_that_the_project_needs():
    project = tomllib.loads(text_of("pyproject.toml"))
    for name, needed in zip(
        LOCKS,
        (project["project"]["dependencies"], project["dependency-groups"]["dev"]),
        strict=True,
    ):
        locked = set(re.findall(r"^([a-z0-9-]+)==", text_of(name), re.MULTILINE))
        names = (re.match(r"[a-zA-Z0-9.-]+", each)[0] for each in needed if isinstance(each, str))
        asked = {name.lower().replace(".", "-") for name in names}  # as locks write them (PEP 503)
        assert asked <= locked


def test_the_build_server_runs_what_everybody_runs():
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert "make test" in script.read_text(encoding="utf-8")


def test_the_wheel_carries_migrations_data_and_sample(tmp_path: Path):
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    migrations = {f"store/migrations/{path.name}" for path in (ROOT / "migrations").glob("*.sql")}
    assert migrations
    data = {
        str(path.relative_to(ROOT)) for path in (ROOT / "coders/codebook/data").rglob("*") if path.is_file()
    }
    expected = {"decameron/sample/al-qaim.txt", "decameron/sample/al-qaim.json", "decameron/py.typed"}
    assert migrations | data | expected <= names
    strange = {name for name in names if name.split("/")[0].split("-")[0] not in PACKAGES}
    assert not strange


PACKAGES = {"api", "coders", "decameron", "exports", "store", "workers"}
