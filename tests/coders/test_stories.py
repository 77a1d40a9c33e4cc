"""Whole stories through the stages: tests/cases/stories.txt, whose head says how it is written."""

from pathlib import Path

import pytest

from tests.coders.test_coding_cases import code

TEXT = (Path(__file__).parents[1] / "cases" / "stories.txt").read_text(encoding="utf-8")
STORIES = [story.splitlines() for story in TEXT.split("\n\n")[1:]]


@pytest.mark.parametrize(
    ("text", "lines"), [(story[0], story[1:]) for story in STORIES], ids=lambda it: it[:40]
)
def test_story(text, lines):
    expected = {tuple(part.strip() for part in line.split("|")) for line in lines if line}
    codes = {event[0] for event in expected}
    assert {event for event in code(text) if event[0] in codes} == expected
