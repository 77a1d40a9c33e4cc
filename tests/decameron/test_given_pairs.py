"""``decameron code --given-pairs`` as a person calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

TEXT = "Turkish troops attacked Kurdish rebels in Syria."


def run(*records: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "decameron", "code", "-", "--given-pairs"],
        input="\n".join(map(json.dumps, records)),
        env={**os.environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_record_has_an_event_for_each_pair_in_their_order():
    pairs = [
        {"source_span": [0, 14], "target_span": [24, 38]},
        {"source_span": [42, 47], "target_span": None},
    ]
    told = run({"id": 7, "text": TEXT, "pairs": pairs})
    assert told.returncode == 0, told.stderr
    record = json.loads(told.stdout)
    assert (record["id"], record["pairs"]) == (7, pairs)
    first, second = record["events"]
    assert (first["event_code"], first["source_span"], first["target_span"]) == ("190", [0, 14], [24, 38])
    assert second is None


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        (None, 'has no "pairs"'),
        ([1], "pair 1 is no object"),
        ([{"source_span": [0, 99], "target_span": None}], "source_span of pair 1 is [0, 99]"),
        ([{"source_span": [0, 4], "target_span": [5]}], "target_span of pair 1 is [5]"),
    ],
)
def test_wrong_pairs_are_refused_by_line_and_the_rest_is_coded(pairs, message):
    told = run({"text": TEXT, "pairs": pairs}, {"text": TEXT, "pairs": []})
    assert told.returncode == 1
    assert f"stdin:1: {message}" in told.stderr
    assert json.loads(told.stdout)["events"] == []
