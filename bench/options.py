"""The options that every bench has."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.report import Report, show, write_json
from bench.servers import DATA_DIR, Place


@dataclass(frozen=True, slots=True)
class Options:
    """``small`` asks for the short form; ``json`` is where the report is written besides being shown."""

    place: Place
    small: bool
    json: Path | None


def options(about: str, arguments: Sequence[str] | None = None) -> Options:
    """Read the options that all benches share, where a bench has no others."""
    return options_of(option_parser(about).parse_args(arguments))


def options_of(given: argparse.Namespace) -> Options:
    """The shared options among those that were read."""
    return Options(place_of(given), given.small, given.json)


def option_parser(about: str) -> argparse.ArgumentParser:
    """A parser of where the data is and whether the short form is wanted."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument(
        "--data-dir", type=Path, default=DATA_DIR, help=f"the embedded servers' data; {DATA_DIR} unless given"
    )
    parser.add_argument("--database-url", help="a PostgreSQL of your own; goes with --broker-url")
    parser.add_argument("--broker-url", help="a Valkey or Redis of your own")
    parser.add_argument("--small", action="store_true", help="the short form, which shows only that it works")
    parser.add_argument("--json", type=Path, help="write the report there too")
    return parser


def place_of(given: argparse.Namespace) -> Place:
    return Place(given.data_dir, given.database_url, given.broker_url)


def give(report: Report, chosen: Options) -> None:
    """Show the report, and write it where it was asked for."""
    show(report)
    if chosen.json is not None:
        write_json(report, chosen.json)
