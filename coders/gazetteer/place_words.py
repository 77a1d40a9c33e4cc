"""The words around place names: which prepositions place something, which nouns describe a place."""

from __future__ import annotations

LOCATIVE = frozenset(
    "in at near on outside inside around across along toward towards into through over within throughout "
    "between off above beyond onto via amid opposite".split()
)
DIRECTIONAL = frozenset("to from for against".split())
CITY_NOUNS = frozenset("city cities town towns village villages capital suburb suburbs port hamlet".split())
REGION_NOUNS = frozenset(
    "province provinces governorate region regions state states district districts oblast county prefecture "
    "department territory countryside".split()
)
PLACE_NOUNS = (
    CITY_NOUNS
    | REGION_NOUNS
    | frozenset(
        "airport airspace area areas bank base border borders camp center centre coast countryside crossing "
        "east edge enclave frontier front gates half hospital island islands limits mosque neighborhood "
        "neighbourhood north northeast northwest outskirts part parts peninsula prison rest ruins quarter "
        "shore shores side site south southeast southwest square station street streets stronghold strip "
        "university valley vicinity waters west eastern northern southern western downtown "
        "bastion corner corners desert foothold heartland hills hinterland interior mountains outpost pocket "
        "pockets redoubt stretch swath swathe swathes swaths".split()
    )
)
TAKEN = frozenset(
    "annexation assault attack battle blockade bombardment bombing capture control evacuation fall "
    "invasion liberation occupation recapture seizure shelling siege storming".split()
)
"""Nouns after which "of" names where it happened: "the capture of Rawa"."""

DESCRIPTORS = frozenset(
    "airport base bay border camp canal city coast county desert district governorate gulf island islands "
    "lake mount mountain mountains oblast peninsula port prefecture province region river sea state strait "
    "territory town valley village".split()
)
DIRECTIONS = frozenset(
    "central eastern northern southern western north south east west downtown greater".split()
)
ARTICLES = frozenset("al el ad an ar as ash at az ed el es ez the".split())
CONNECTORS = ARTICLES | frozenset("- de del da di do dos du la las le les los bin der den of e y i".split())

NO_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays "
    "saturdays sundays january february march april may june july august september october november december "
    "jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. jan feb mar apr jun jul aug sep sept oct "
    "nov dec christmas easter eid ramadan arabic chinese english french german latin portuguese russian "
    "spanish".split()
)
"""Words with a capital that are days, feasts and languages: no part of a place's name."""

NO_PLACES = frozenset(
    "allah army assembly cabinet chamber christ christmas command commission committee congress constitution "
    "council court covid duma easter facebook force forces general god government house internet islam "
    "knesset majlis minister ministry monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november december nation nations "
    "nato parliament party police pope president press prophet ramadan republic security senate state states "
    "supreme telegram treasury tribunal twitter union united un eu war world x".split()
) | {"islamic state", "supreme court", "united nations", "security council", "white house"}
"""Folded names that the gazetteer knows as places somewhere, and that mean something else in the news."""
