"""The code that a text gives a well-known person changes on the day that the office does."""

from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from coders.codebook.load import load_codebook
from coders.resolve_actors import resolve_actors
from tests.coders.parses import real_document

CASES = Path(__file__).parents[1] / "cases" / "dated_roles.txt"


class Change(NamedTuple):
    name: str
    before: str
    day: date
    after: str


def read_change(line):
    name, before, day, after, _ = (cell.strip() for cell in line.split("|"))
    return Change(name, before, date.fromisoformat(day), after)


CHANGES = [
    read_change(line)
    for line in CASES.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def codebook():
    return load_codebook()


def test_the_table_holds_twenty_people_and_real_changes():
    assert len({change.name for change in CHANGES}) >= 20
    assert all(change.before != change.after for change in CHANGES)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.name} {change.day}")
def test_the_code_changes_on_the_day(codebook, change):
    parsed = real_document(f"{change.name} said nothing.")

    def codes(day):
        return [mention.code for mention in resolve_actors(parsed, codebook, day)]

    assert codes(change.day - timedelta(days=1)) == [change.before]
    assert codes(change.day) == [change.after]
