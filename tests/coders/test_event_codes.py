import json
from pathlib import Path

import pytest

import coders.codebook
from coders.codebook.event_codes import EventCodeError, load_event_codes

FILE = Path(coders.codebook.__file__).parent / "data" / "events.jsonl"
LINES = FILE.read_text(encoding="utf-8").splitlines()
CODES = load_event_codes(LINES)


def test_all_318_codes_are_there_in_order():
    by_length = [sum(len(code) == n for code in CODES) for n in (2, 3, 4)]
    assert by_length == [20, 149, 149]
    assert list(CODES) == sorted(CODES)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("0256", "arms"),
        ("0874", "Retreat or surrender"),
        ("1123", "aggression"),
        ("115", "court"),
        ("116", "guilty"),
        ("128", "rule"),
        ("139", "ultimatum"),
        ("1452", "violence to have a law or policy"),
        ("1621", "economic"),
        ("1823", "Kills by hand"),
        ("1833", "road"),
        ("192", "territory"),
        ("1952", "drone"),
        ("2041", "Chemical, biological".lower()),
    ],
)
def test_a_code_means_what_cameo_means_by_it(code, words):
    assert words.lower() in f"{CODES[code].name} {CODES[code].definition}".lower()


@pytest.mark.parametrize(
    ("code", "quad_class", "icews", "phoenix", "plover"),
    [
        ("010", 1, 0.0, 0.0, (None, None, None)),
        ("10", 3, -5.0, -5.0, ("REQUEST", None, None)),
        ("016", 1, -5.0, 3.4, (None, None, None)),
        ("042", 1, 1.9, 1.9, ("CONSULT", "visit", None)),
        ("0874", 2, 10.0, 10.0, ("RETREAT", "disarm", "military")),
        ("163", 4, -8.0, -6.5, ("COERCE", "restrict", "diplomatic")),
        ("190", 4, -10.0, -10.0, ("ASSAULT", None, "military")),
    ],
)
def test_figures_and_mapping(code, quad_class, icews, phoenix, plover):
    row = CODES[code]
    assert (row.quad_class, row.goldstein["icews"], row.goldstein["phoenix"]) == (quad_class, icews, phoenix)
    assert (row.plover_type, row.plover_mode, row.plover_context) == plover


def test_what_a_scale_lacks_is_the_nearest_scored_ancestor_and_says_so():
    assert CODES["1211"].goldstein_from == {}
    assert CODES["1214"].goldstein_from == {"icews": "121", "phoenix": "121"}
    assert CODES["1661"].goldstein_from == {"phoenix": "166"}
    for row in CODES.values():
        for scale, other in row.goldstein_from.items():
            assert row.code.startswith(other)
            assert row.goldstein[scale] == CODES[other].goldstein[scale]


def test_from_root_03_on_every_code_has_a_plover_type():
    lacking = [code for code, row in CODES.items() if row.plover_type is None]
    assert all(code[:2] in ("01", "02") for code in lacking)
    assert {code for code, row in CODES.items() if row.plover_from} == {"155", "176", "1834", "1951", "1952"}


def test_every_quad_class_is_that_of_its_root():
    classes = {"01": 1, "06": 2, "09": 3, "14": 4}
    for code, row in CODES.items():
        assert row.quad_class == classes[max(first for first in classes if first <= code[:2])]


def test_words_are_written_for_each_code():
    names = [row.name for row in CODES.values()]
    definitions = [row.definition for row in CODES.values()]
    examples = [row.example for row in CODES.values()]
    assert len(set(names)) == len(set(definitions)) == len(set(examples)) == 318
    assert all(text.endswith(".") and text[0].isupper() for text in (*definitions, *examples))


def changed(**fields):
    return [json.dumps(json.loads(LINES[0]) | fields)]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["{"], r"events.jsonl:1: no JSON"),
        (["[]"], r"events.jsonl:1: expected a JSON object, found list"),
        (['{"code": "01"}'], r"events.jsonl:1: missing: definition"),
        (changed(colour="red"), r"events.jsonl:1: unknown: colour"),
        (changed(code=1), r"code is 1; it should be a text"),
        (changed(code="x1"), r"two to four digits"),
        (changed(quad_class=5), r"quad_class is 5"),
        (changed(goldstein={"icews": 1}), r"a figure for icews and phoenix"),
        (changed(goldstein={"icews": 1, "phoenix": 11}), r"goldstein phoenix is 11"),
        (changed(parent="0"), r"the parent of 01 is '0'; it should be None"),
        (changed(plover_type=1), r"plover_type is 1"),
        ([*changed(plover_from="99"), "", LINES[1]], r"events.jsonl:1: 01 takes from '99'"),
        ([LINES[0], "", LINES[0]], r"events.jsonl:3: the code 01 stands on an earlier line"),
        ([LINES[1]], r"events.jsonl:1: 010 stands before its parent 01"),
    ],
)
def test_a_bad_line_is_named_by_file_and_number(lines, message):
    with pytest.raises(EventCodeError, match=message):
        load_event_codes(lines)
