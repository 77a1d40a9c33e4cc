"""What a pair without an event would be likeliest to have."""

from coders.classifier.inputs import PairWords, SentenceWords
from training.examples import SentenceExample

EU, FARMS, NIGERIA, BENIN = (1, 2), (3, 4), (5, 6), (7, 8)


def nearest(**codes):
    """The nearest codes of pairs named by letters ("EF"), where some have codes."""
    of = {"E": EU, "F": FARMS, "N": NIGERIA, "B": BENIN}
    pairs = tuple(PairWords(of[name[0]], of.get(name[1:]), 0, (), 0) for name in codes)
    words = SentenceWords((), (), pairs)
    empty = [()] * len(pairs)
    example = SentenceExample("", False, words, empty, tuple(codes.values()), (), (), 0)
    return dict(zip(codes, example.nearest_codes(), strict=True))


def test_a_pair_with_an_event_has_its_own():
    assert nearest(EF="071", NB="190") == {"EF": "071", "NB": "190"}


def test_another_has_what_its_source_does_to_somebody_else():
    assert nearest(EF="071", BN="190", EN=None)["EN"] == "071"


def test_failing_that_what_is_done_to_its_target():
    assert nearest(EN="071", BN=None)["BN"] == "071"


def test_failing_that_what_either_takes_part_in():
    assert nearest(EN="071", NB=None, BE=None) == {"EN": "071", "NB": "071", "BE": "071"}


def test_none_where_events_differ_or_nobody_is_shared():
    assert nearest(EF="071", EN="130", EB=None)["EB"] is None
    assert nearest(EF="071", NB=None)["NB"] is None
    assert nearest(EF=None) == {"EF": None}


def test_codes_of_one_root_are_one():
    assert nearest(EF="071", EN="073", EB=None)["EB"] == "071"
