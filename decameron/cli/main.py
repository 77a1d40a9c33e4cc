"""The command ``decameron``: finds the module of a command, and loads that one only."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any

import typer

COMMANDS = {
    "serve": "Start everything and serve the HTTP API.",
    "demo": "Show a sample article becoming events, and leave nothing behind.",
    "code": "Code text files or JSON Lines, with no services at all.",
    "work": "Code queued articles, on this or another machine.",
    "codebook": "Look the dictionaries over, compare them, write them down.",
    "evaluate": "Score the coder on sentences whose events are known.",
    "keys": "Make, list and revoke keys to the API.",
    "migrate": "Bring a database's schema up to date.",
    "doctor": "Tell what is wrong with this installation.",
}
_HIDDEN = {"api": "Serve the HTTP API on a socket that is open already."}


def main() -> None:
    """Run the command that the command line names."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        if name in COMMANDS or name in _HIDDEN:
            function = getattr(import_module(f"decameron.cli.{name}"), name)
            _app_of(name, function)(args=sys.argv[2:], prog_name=f"decameron {name}")
        else:
            _overview()(prog_name="decameron")
    except KeyboardInterrupt:
        sys.exit(130)


def _app_of(name: str, function: Callable[..., Any] | typer.Typer) -> typer.Typer:
    if isinstance(function, typer.Typer):
        return function  # a command with commands of its own
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command(name)(function)
    return app


def _overview() -> typer.Typer:
    """All commands by name and summary: what ``--help`` lists and a misspelt name is compared with."""
    app = typer.Typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        help="Decameron reads news articles and writes down who did what to whom.",
    )
    app.callback()(_about)
    for name, summary in COMMANDS.items():
        app.command(name, help=summary)(lambda: None)
    return app


def _print_version(asked_for: bool) -> None:
    if asked_for:
        print(f"decameron {_version()}")
        raise typer.Exit


def _version() -> str:
    try:
        return version("decameron")
    except PackageNotFoundError:
        return "of a checkout that is not installed"


def _about(
    version_asked_for: Annotated[
        bool,
        typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_print_version),
    ] = False,
) -> None:
    """Options that stand before any command."""
