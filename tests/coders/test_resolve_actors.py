"""Texts as the real parser reads them, against the dictionaries that ship."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from coders.codebook.load import load_codebook
from coders.resolve_actors import resolve_actors
from tests.coders.parses import document, real_document

CASES = Path(__file__).parents[1] / "cases" / "actors.txt"
DAY = date(2017, 10, 26)

AL_QAIM = (
    "Iraqi forces launched an attack to drive Islamic State from the last territory it holds in Iraq on "
    "Thursday and the Syrian army and its allies said they planned to march."
)


@pytest.fixture(scope="session")
def codebook():
    return load_codebook()


def cases():
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            day, text, codes = (part.strip() for part in line.split("|"))
            yield pytest.param(date.fromisoformat(day), text, codes.split(), id=text)


@pytest.mark.parametrize(("day", "text", "codes"), list(cases()))
def test_codes(codebook, day, text, codes):
    mentions = resolve_actors(real_document(text), codebook, day)

    assert [mention.code + ("*" if mention.inferred_from else "") for mention in mentions] == codes


@pytest.mark.parametrize(
    ("name", "codes_by_day"),
    [
        ("Donald Trump", "2010-01-01 USABUS, 2017-01-20 USAGOV, 2021-01-20 USAELI, 2025-01-20 USAGOV"),
        ("Barack Obama", "2006-01-01 USALEG, 2009-01-20 USAGOV, 2017-01-20 USAELI"),
        ("Hillary Clinton", "2005-06-01 USALEG, 2009-01-21 USAGOV, 2013-02-02 USAELI"),
        ("Boris Johnson", "2017-06-01 GBRGOV, 2019-01-01 GBRLEG, 2019-07-24 GBRGOV, 2024-01-01 GBRELI"),
        ("Angela Merkel", "2005-11-21 DEUOPP, 2005-11-22 DEUGOV, 2021-12-09 DEUELI"),
        ("Viktor Yanukovych", "2007-12-17 UKRGOV, 2007-12-18 UKROPP, 2010-02-25 UKRGOV, 2014-02-23 UKRELI"),
        ("Nawaz Sharif", "1999-10-12 PAKGOV, 2013-06-04 PAKOPP, 2013-06-05 PAKGOV"),
        ("Antonio Guterres", "2000-01-01 PRTGOV, 2010-01-01 IGOUNOREFHCR, 2017-01-01 IGOUNO"),
        ("Ahmed al-Sharaa", "2024-12-07 SYRREB, 2024-12-08 SYRGOV"),
        ("Aung San Suu Kyi", "2016-03-29 MMROPP, 2016-03-30 MMRGOV, 2021-02-01 MMROPP"),
        ("The Taliban", "2001-11-12 AFGGOVTAL, 2021-08-14 AFGREBTAL, 2021-08-15 AFGGOVTAL"),
    ],
)
def test_the_code_changes_on_the_day_that_the_office_does(codebook, name, codes_by_day):
    parsed = real_document(f"{name} said nothing.")
    for case in codes_by_day.split(", "):
        day, code = case.split()
        assert (day, resolve_actors(parsed, codebook, date.fromisoformat(day))[0].code) == (day, code)


def test_a_mention_says_what_it_is_made_of(codebook):
    parsed = real_document("On Monday U.S. Secretary of State Rex Tillerson met Iraqi government forces.")
    tillerson, forces = resolve_actors(parsed, codebook, DAY)

    assert (tillerson.text, tillerson.name) == ("U.S. Secretary of State Rex Tillerson", "Rex Tillerson")
    assert parsed.text[slice(*tillerson.span)] == tillerson.text
    assert parsed.sentences[0].tokens[tillerson.head].text == "Tillerson"
    assert [(entry.entry_id, entry.kind) for entry in tillerson.entries] == [
        ("USA", "country"),
        ("agent:secretary of state", "agent"),
        ("person:rex-tillerson", "person"),
    ]
    assert (tillerson.entries[2].valid_from, tillerson.entries[2].valid_to) == (
        date(2017, 2, 1),
        date(2018, 3, 31),
    )
    assert (forces.code, forces.country, forces.roles, forces.group) == ("IRQMIL", "IRQ", ("MIL",), None)


def test_a_pronoun_carries_the_entries_of_whom_it_means(codebook):
    parsed = real_document("Hamas attacked Israel. It fired rockets.")
    hamas, _, it = resolve_actors(parsed, codebook, DAY)

    assert (it.text, it.name, it.group, it.inferred_from) == ("It", "Hamas", "HMS", "antecedent")
    assert it.entries == hamas.entries


def test_the_subject_that_a_parser_loses_is_still_who_they_are(codebook):
    mentions = resolve_actors(real_document(AL_QAIM), codebook, DAY)

    assert [(m.text, m.code) for m in mentions] == [
        ("Iraqi forces", "IRQMIL"),
        ("Islamic State", "IMGMUSISI"),
        ("it", "IMGMUSISI"),
        ("Iraq", "IRQ"),
        ("Syrian army", "SYRMIL"),
        ("its", "SYRMIL"),
        ("they", "SYRMIL"),
    ]


def test_a_dateline_says_whose_police_are_meant_and_names_nobody(codebook):
    line = "Police/nsubj/1/NOUN/police/NN arrested/ROOT/1 two/nummod/3 Russians/dobj/1/PROPN/Russians/NNPS"
    parsed = document(line, dateline="NAIROBI (Agency) - ")
    mentions = resolve_actors(parsed, codebook, DAY)

    assert [(m.code, m.inferred_from) for m in mentions] == [("KENCOP", "story_place"), ("RUS", None)]


def test_two_that_share_a_noun_share_its_head(codebook):
    line = "Iraqi/amod/3/ADJ and/cc/0 Syrian/conj/0/ADJ forces/nsubj/4/NOUN/force/NNS met/ROOT/4//meet"
    iraqi, syrian = resolve_actors(document(line), codebook, DAY)

    assert (iraqi.code, iraqi.text, iraqi.name, iraqi.head) == ("IRQMIL", "Iraqi", "Iraqi forces", 3)
    assert (syrian.code, syrian.text, syrian.head) == ("SYRMIL", "Syrian forces", 3)


def test_mentions_come_in_order_and_do_not_overlap(codebook):
    parsed = real_document(
        "Russian President Vladimir Putin told Iran's foreign minister that Syrian army officers, rebels and "
        "members of the Islamic State had met U.N. officials in Geneva."
    )
    mentions = resolve_actors(parsed, codebook, DAY)

    assert len(mentions) >= 6
    assert all(left.span[1] <= right.span[0] for left, right in pairwise(mentions))


def test_a_text_without_sentences_has_no_mentions(codebook):
    assert resolve_actors(document(), codebook, DAY) == ()
