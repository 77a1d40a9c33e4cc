"""The codebook that ships: it loads, holds what it should, and its version follows its content."""

from collections import Counter

import pytest

from coders.codebook.load import load_codebook
from coders.codebook.modality_codes import read_modality_codes
from coders.codebook.patterns import PatternError, read_lines
from coders.codebook.texts import version_of


@pytest.fixture(scope="module")
def codebook():
    return load_codebook()


def test_it_holds_every_code_and_patterns_for_every_root(codebook):
    assert len(codebook.event_codes) == 318
    patterns = {
        p.pattern_id: p
        for found in (codebook.verb_patterns, codebook.noun_patterns)
        for ps in found.values()
        for p in ps
    }
    roots = Counter(pattern.event_code[:2] for pattern in patterns.values())
    assert set(roots) == {f"{root:02}" for root in range(1, 21)}
    assert min(roots.values()) >= 20
    assert len(patterns) > 2_500


def test_the_version_follows_the_content(codebook):
    assert load_codebook().codebook_version == codebook.codebook_version
    one = version_of({"a": "x", "b": ""})
    assert (
        len({one, version_of({"a": "", "b": "x"}), version_of({"a": "x"}), version_of({"a": "y", "b": ""})})
        == 4
    )


@pytest.mark.parametrize(
    ("modality", "code", "result"),
    [
        ("intend", "190", "138"),
        ("intend", "191", "1381"),
        ("intend", "040", "036"),
        ("agree", "0874", "0356"),
        ("demand", "0874", "1056"),
        ("appeal", "0841", "0253"),
        ("refuse", "040", "125"),
        ("refuse", "190", None),
        ("threaten", "163", "1312"),
        ("threaten", "040", "130"),
        ("accuse", "195", "1123"),
        ("deny", "190", "016"),
        ("halt", "163", "085"),
        ("not", "190", None),
        ("say", "190", "190"),
        ("purpose", "190", None),
        ("purpose", "040", "040"),
    ],
)
def test_what_a_modality_makes_of_a_code(codebook, modality, code, result):
    assert codebook.code_under(modality, code) == result


@pytest.mark.parametrize("line", ["intend 19", "intend 19 999", "intend 19 @nothing"])
def test_a_malformed_modality_rule_is_named_by_file_and_line(line):
    with pytest.raises(PatternError, match=r"codes\.txt:2: "):
        read_modality_codes(read_lines("codes.txt", f"#\n{line}"), {"190"})
