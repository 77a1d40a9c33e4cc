"""From probabilities to events: thresholds, codes, what is told of the decision."""

import numpy as np
import pytest

from coders.classifier.classifier import SentenceOdds
from coders.classifier.weights import Weights
from coders.classify_events import classify_events, classify_given
from coders.models import PatternMatch
from coders.pairs.models import CandidatePair, Verdict
from tests.coders.mentions import mention
from tests.coders.parses import parse

LABELS = ("none", "120", "122", "190", "194", "195")
SENTENCE = parse("Iran/nsubj/1 shelled/ROOT/1 Iraq/dobj/1")
IRAN, IRAQ = mention(SENTENCE, "Iran", "IRN"), mention(SENTENCE, "Iraq", "IRQ")


class Certain:
    """A classifier that says what the test has it say."""

    def __init__(self, *rows, tells=0.9):
        self.tells = tells
        self.rows = np.array(rows, dtype=np.float32)
        knots = (np.array([0.0, 1.0], dtype=np.float32), np.array([0.0, 0.5], dtype=np.float32))
        self.weights = Weights(LABELS, 0.5, 0.3, 0.1, knots, {})

    def odds(self, sentences):
        assert [len(each) for each in sentences] == [len(self.rows)]
        return [SentenceOdds(self.tells, self.rows)]

    def weightiest(self, features, label):
        return (f"{LABELS[label]}:{len(features) > 0}",)


def pair(target=IRAQ, rule=None, fit="none"):
    verdict = None
    if rule is not None:
        match = PatternMatch(0, "p", 1, (5, 12), rule, None, (), (), (IRAN,), ())
        verdict = Verdict(match, rule, None, f"{rule}>{rule}")
    return CandidatePair(SENTENCE, IRAN, target, verdict, fit, rule if fit == "both" else None, 1, 1, (), ())


def codes(classifier, *pairs):
    return [(each.event_code, each.decided_by) for each in classify_events(pairs, classifier)]


def test_a_sentence_that_tells_of_nothing_has_no_event():
    certain = [0.1, 0, 0, 0, 0.9, 0]
    assert codes(Certain(certain, tells=0.49), pair()) == []
    assert len(classify_given([pair()], Certain(certain, tells=0.49))) == 1


def test_one_that_tells_of_any_has_its_likeliest():
    doubtful, more_so = [0.75, 0.25, 0, 0, 0, 0], [0.8, 0, 0, 0, 0.2, 0]
    assert [code for code, _ in codes(Certain(doubtful, more_so), pair(), pair())] == ["120"]


def test_and_all_above_the_threshold():
    sure, less_so = [0.4, 0, 0, 0, 0.6, 0], [0.65, 0.35, 0, 0, 0, 0]
    assert [code for code, _ in codes(Certain(sure, less_so), pair(), pair())] == ["194", "120"]


def test_the_rules_code_where_the_root_is_the_same():
    row = [0.1, 0, 0, 0.1, 0.7, 0.1]
    assert codes(Certain(row), pair(rule="1951", fit="both")) == [("1951", "rule:1951>1951")]
    assert codes(Certain(row), pair(rule="1951", fit="open")) == [("1951", "rule:1951>1951")]


def test_the_classifier_s_where_it_is_another():
    assert codes(Certain([0.1, 0, 0, 0.1, 0.7, 0.1]), pair(rule="122", fit="both")) == [("194", "classifier")]


def test_the_parent_s_where_nothing_tells_more():
    assert codes(Certain([0.1, 0, 0, 0.2, 0.4, 0.3]), pair()) == [("190", "parent")]


def test_the_confidence_is_calibrated_and_the_next_best_roots_are_told():
    [found] = classify_events([pair()], Certain([0.1, 0.1, 0.1, 0.0, 0.7, 0.0]))
    assert found.confidence == pytest.approx(0.9 * 0.7 * 0.5)
    assert found.alternatives == ("12:0.20",)
    assert found.features == ("194:True",)


def test_an_event_without_target_goes_where_the_same_source_does_the_same_to_somebody():
    row = [0.1, 0, 0, 0, 0.9, 0]
    other = [0.1, 0, 0.9, 0, 0, 0]
    assert [each.pair.target for each in classify_events([pair(None), pair()], Certain(row, row))] == [IRAQ]
    assert len(classify_events([pair(None), pair()], Certain(other, row))) == 2


def test_no_pairs_no_events():
    assert classify_events([], Certain([1.0, 0, 0, 0, 0, 0])) == ()
