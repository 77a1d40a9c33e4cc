from __future__ import annotations

import inspect
import subprocess
import sys
from importlib import import_module

import pytest

import decameron
from decameron.cli.main import COMMANDS

HEAVY = ("spacy", "flask", "celery", "psycopg", "numpy", "rich.progress")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "decameron", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def loaded_by(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(answer.stdout.split())


def test_help_names_every_command():
    answer = run("--help")
    assert answer.returncode == 0
    for name, summary in COMMANDS.items():
        assert name in answer.stdout
        assert summary in answer.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_function_that_says_what_it_does(name):
    function = getattr(import_module(f"decameron.cli.{name}"), name)
    assert inspect.getdoc(function)


def test_a_misspelt_command_is_put_right():
    answer = run("serv")
    assert answer.returncode == 2
    assert "Did you mean 'serve'?" in answer.stderr


def test_the_version_is_told():
    answer = run("--version")
    assert answer.returncode == 0
    assert answer.stdout.startswith("decameron ")


@pytest.mark.parametrize(
    "code", ["import decameron", "import decameron.cli.main", "import decameron.cli.serve"]
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code):
    assert not loaded_by(code) & set(HEAVY)


def test_the_package_lists_what_it_loads_late():
    assert "Coder" in dir(decameron)
    with pytest.raises(AttributeError, match="no attribute 'Codder'"):
        decameron.Codder  # noqa: B018  # looking it up is what is tested


def test_migrate_without_a_database_is_one_line(monkeypatch, plain_environ):
    answer = subprocess.run(
        [sys.executable, "-m", "decameron", "migrate"],
        env=plain_environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stderr == "decameron: --database-url is missing; give it, or set DECAMERON_DATABASE_URL\n"
