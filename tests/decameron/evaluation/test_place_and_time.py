from datetime import date

import pytest

from decameron.evaluation.coded import Coding, Side
from decameron.evaluation.gold import GoldPlace
from decameron.evaluation.place_and_time import is_same_day, is_same_place

NOBODY = Side(frozenset(), None, None)
BAGHDAD = GoldPlace("IRQ", 33.34, 44.40)
KADHIMIYA = GoldPlace("IRQ", 33.38, 44.34)
FALLUJAH = GoldPlace("IRQ", 33.35, 43.78)
IRAQ = GoldPlace("IRQ", None, None)


def coding(day=None, place=None):
    return Coding(NOBODY, NOBODY, None, None, None, None, day=day, place=place)


def test_a_day_is_the_same_or_not_and_unknown_where_the_gold_has_none():
    on_friday, on_monday = coding(date(2025, 1, 3)), coding(date(2025, 1, 6))
    assert is_same_day(on_friday, on_friday) is True
    assert is_same_day(on_friday, on_monday) is False
    assert is_same_day(coding(), on_monday) is None


@pytest.mark.parametrize(
    ("gold", "coded", "same"),
    [
        (BAGHDAD, BAGHDAD, True),
        (BAGHDAD, KADHIMIYA, True),
        (BAGHDAD, FALLUJAH, False),  # 57 km
        (BAGHDAD, IRAQ, False),
        (BAGHDAD, None, False),
        (IRAQ, FALLUJAH, True),
        (IRAQ, GoldPlace("SYR", 33.5, 36.3), False),
        (None, BAGHDAD, None),
    ],
)
def test_a_place_is_near_enough_or_not(gold, coded, same):
    assert is_same_place(coding(place=gold), coding(place=coded)) is same
