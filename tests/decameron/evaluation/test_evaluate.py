"""Scores on codings by hand, whose figures can be counted."""

from __future__ import annotations

import pytest

from decameron.evaluation.coded import Coding, Side, words_of
from decameron.evaluation.evaluate import Row, evaluate
from decameron.evaluation.gold import GoldSentence
from decameron.evaluation.labels import type_of
from decameron.evaluation.matching import pair_up, same_actor
from decameron.evaluation.scores import Score, interval, macro_f1


def side(text, span=None, code=None, **more):
    return Side(words_of(text), span, code, **more)


def coding(source, target, code, confidence=None):
    return Coding(side(source), side(target), code, code[:2], type_of(None, code), 4, confidence)


def row(gold, coded, *, partial=False):
    return Row(GoldSentence("a", "text", None, partial, ()), tuple(gold), tuple(coded))


HIT = coding("Iraqi forces", "Islamic State", "190")
TALK = coding("Iraq", "Iran", "040")


def test_figures_are_what_one_counts():
    found = evaluate(
        [
            row([HIT], [coding("forces", "State", "190", 0.9)]),  # found
            row([HIT], [coding("forces", "State", "040", 0.9)]),  # another type
            row([TALK], []),  # missed
            row([], [TALK]),  # unwanted
        ]
    )
    figures = {figure.name: figure for figure in found.figures}
    assert figures["any event"].score == Score(2, 3, 3)
    assert figures["dyad by words"].score == Score(2, 3, 3)
    assert figures["dyad by words and type"].score == Score(1, 3, 3)
    assert figures["dyad by words and code"].value == pytest.approx(1 / 3)
    assert figures["type, whoever acts"].score == Score(1, 3, 3)
    assert figures["dyad by words"].low <= figures["dyad by words"].value <= figures["dyad by words"].high
    assert dict(found.confusion) == {("ASSAULT", "ASSAULT"): 1, ("ASSAULT", "CONSULT"): 1}
    assert found.recall_by_root == {"04": Score(0, 0, 1), "19": Score(1, 0, 2)}
    assert found.false_alarms == Score(0, 1, 1)
    assert [(each.low, each.events, each.right) for each in found.bins] == [(0.0, 1, 0), (0.8, 2, 1)]


def test_where_the_gold_may_lack_events_nothing_is_a_false_alarm():
    found = evaluate([row([], [TALK], partial=True)])
    assert (found.partial, found.false_alarms, found.bins) == (True, Score(0, 0, 0), ())


def test_a_dyad_found_the_other_way_round_is_told():
    assert evaluate([row([HIT], [coding("Islamic State", "Iraqi forces", "190")])]).swapped == 1
    assert evaluate([row([HIT], [HIT])]).swapped == 0


@pytest.mark.parametrize(
    ("gold", "coded", "by", "same"),
    [
        (side("Iraqi forces"), side("the forces"), "text", True),
        (side("Iraqi government forces"), side("Iraqi police"), "text", True),
        (side("Iraqi government forces"), side("police"), "text", False),
        (side("A", (0, 5)), side("B", (4, 9)), "text", True),
        (side("A", (0, 5)), side("A", (5, 9)), "text", False),
        (side("", open=True), side("anybody"), "text", True),
        (side("", absent=True), side("anybody"), "text", False),
        (side("", absent=True), side("", absent=True), "country", True),
        (side("x", code="IRQMIL"), side("y", code="IRQGOV"), "country", True),
        (side("x", code="IRQMIL"), side("y", code="IRQGOV"), "code", False),
        (side("x"), side("y", code="IRQ"), "code", True),
        (side("x", code="IRQ"), side("y"), "code", False),
    ],
)
def test_when_two_actors_are_the_same(gold, coded, by, same):
    assert same_actor(gold, coded, by) is same


def test_no_early_pair_takes_a_better_one_away():
    one, other = coding("a", "b", "190"), coding("c", "d", "190")
    both = {(one.source.words, other.source.words), (one.source.words, one.source.words)}
    pairs = pair_up(
        [one, other], [one, other], lambda g, c: g is other or (g.source.words, c.source.words) in both
    )
    assert sorted(pairs) == [(0, 0), (1, 1)] or sorted(pairs) == [(0, 1), (1, 0)]


@pytest.mark.parametrize(
    ("plover", "code", "plv_labels", "expected"),
    [
        ("FIGHT", None, False, "ASSAULT"),
        (None, "1951", False, "ASSAULT"),
        (None, "163", False, "COERCE"),
        (None, "1712", False, "ASSAULT"),
        (None, "191", False, "COERCE"),
        (None, "191", True, "ASSAULT"),
        (None, "022", False, "APPEAL"),
        (None, "022", True, "REQUEST"),
        (None, "010", False, "STATEMENT"),
        (None, None, False, None),
    ],
)
def test_types_are_plover_s_whatever_they_were_written_in(plover, code, plv_labels, expected):
    assert type_of(plover, code, plv_labels=plv_labels) == expected


def test_macro_f1_counts_each_wanted_label_alike():
    sentences = [({"A"}, {"A"}), ({"A"}, {"A"}), ({"B"}, {"A"})]
    assert macro_f1(sentences) == pytest.approx((2 * 2 / (3 + 2) + 0) / 2)


def test_an_interval_holds_its_figure_and_is_the_same_each_time():
    rows = [0] * 30 + [1] * 70
    low, high = interval(rows, lambda drawn: sum(drawn) / len(drawn))
    assert low < 0.7 < high
    assert (low, high) == interval(rows, lambda drawn: sum(drawn) / len(drawn))
    assert 0.1 < high - low < 0.25
