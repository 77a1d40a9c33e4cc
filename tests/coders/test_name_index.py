import pytest

from coders.codebook.entries import Entries
from coders.codebook.model import Actor, Agent, Country
from coders.codebook.name_index import NameIndex
from coders.codebook.name_pieces import split_pieces
from coders.models import Token

COUNTRIES = [
    Country("USA", "United States", ("U.S.", "US"), ("American",), (), ("Washington",), ("White House",)),
    Country("TUR", "Turkey", ("Türkiye",), ("Turkish",), ("Turk",), ("Ankara",), ()),
    Country("IRQ", "Iraq", (), ("Iraqi",), ("Iraqi",), ("Baghdad",), ()),
]  # fmt: skip
ACTORS = [
    Actor("person:e", "person", "Recep Tayyip Erdoğan", ("Erdogan",), ()),
    Actor("group:s", "armed_group", "Islamic State", ("IS", "Isis", "ISIS"), ()),
    Actor("person:z", "person", "Abu Musab al-Zarqawi", (), ()),
    Actor("group:u", "ngo", "non-governmental organization", (), ()),
]
AGENTS = [
    Agent("agent:soldier", "soldier", ("MIL",)),
    Agent("agent:foreign minister", "foreign minister", ("GOV",)),
    Agent("agent:chief of staff", "chief of staff", ("MIL",)),
]
ENTRIES = Entries(
    countries={each.code: each for each in COUNTRIES},
    actors={each.entry_id: each for each in ACTORS},
    agents={each.lemma: each for each in AGENTS},
)
INDEX = NameIndex.build([ENTRIES])


def tokens(*words):
    """Tokens from ``text``, ``text/lemma`` or ``text/lemma/tag``; ``~`` glues one to the word before it."""
    made, end = [], 0
    for index, word in enumerate(words):
        text, *rest = word.split("/")
        glued = text.startswith("~")
        text = text.removeprefix("~")
        start = end if glued or not index else end + 1
        end = start + len(text)
        lemma = rest[0] if rest else text
        tag = rest[1] if len(rest) > 1 else "NN"
        pos = "VERB" if tag.startswith("V") else "NOUN"
        made.append(Token(index, text, lemma, pos, tag, "dep", 0, start, end))
    return made


def found(*words):
    return [
        (hit.first, hit.last, sorted({name.entry_id for name in hit.names}))
        for hit in INDEX.find(tokens(*words))
    ]


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        (["the", "United", "States"], [(1, 2, ["USA"])]),
        (["U.S."], [(0, 0, ["USA"])]),
        (["US"], [(0, 0, ["USA"])]),
        (["us"], []),
        (["Us"], []),
        (["turkey"], []),
        (["TURKEY"], [(0, 0, ["TUR"])]),
        (["Türkiye"], [(0, 0, ["TUR"])]),
        (["Recep", "Tayyip", "Erdogan"], [(0, 2, ["person:e"])]),
        (["Erdoğan"], [(0, 0, ["person:e"])]),
        (["is"], []),
        (["IS"], [(0, 0, ["group:s"])]),
        (["Isis"], [(0, 0, ["group:s"])]),
        (["isis"], []),
        (["Abu", "Musab", "al", "~-", "~Zarqawi"], [(0, 4, ["person:z"])]),
        (["Abu", "Musab", "al-Zarqawi"], [(0, 2, ["person:z"])]),
        (["Iraqis/Iraqis/NNPS"], [(0, 0, ["IRQ"])]),
        (["soldiers/soldier/NNS"], [(0, 0, ["soldier"])]),
        (["soldiers/soldier/VBZ"], []),
        (["Foreign", "Ministers/minister/NNS"], [(0, 1, ["foreign minister"])]),
        (["chiefs/chief/NNS", "of", "staff"], [(0, 2, ["chief of staff"])]),
        (["non", "~-", "~governmental", "organizations/organization/NNS"], [(0, 3, ["group:u"])]),
        (["White", "paint", "House"], []),
        (["United"], []),
        ([], []),
    ],
)
def test_names_are_found_as_texts_write_them(words, hits):
    assert found(*words) == hits


def test_the_longest_name_wins_and_none_overlap():
    assert found("Islamic", "State", "foreign", "minister", "soldier") == [
        (0, 1, ["group:s"]),
        (2, 3, ["foreign minister"]),
        (4, 4, ["soldier"]),
    ]


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        (["U.S.-led"], "", "led"),
        (["Iraqi", "~-", "~backed"], "", "backed"),
        (["pro-Turkish"], "pro", ""),
        (["Iraqi", "-", "backed"], "", ""),
        (["Iraqi", "backed"], "", ""),
    ],
)
def test_a_hit_knows_what_a_hyphen_joins_to_it(words, before, after):
    (hit,) = INDEX.find(tokens(*words))

    assert (hit.before, hit.after) == (before, after)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("U.S.-led", ["us", "led"]),
        ("Shi'ite", ["shi", "ite"]),
        ("Côte", ["cote"]),
        ("Łódź", ["lodz"]),
        ("AT&T", ["at&t"]),
        ("M23", ["m23"]),
        ("...", []),
        ("", []),
    ],
)
def test_pieces(text, pieces):
    assert [piece.text for piece in split_pieces(text)] == pieces
