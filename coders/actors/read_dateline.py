"""Reads where a story was written: "BAGHDAD (Agency) - " names no actor, but says whose police are meant."""

from __future__ import annotations

import re

from coders.actors.phrases import Phrase
from coders.codebook.actor_dictionaries import ActorDictionaries
from coders.codebook.compose_code import CodeParts
from coders.models import EntryUse, Token

_WORD = re.compile(r"\w[\w.'’-]*")


def read_dateline(dateline: str, dictionaries: ActorDictionaries) -> tuple[Phrase, ...]:
    """A phrase for each country that a dateline names, itself or by its capital."""
    if not dateline:
        return ()
    tokens = [
        Token(number, found[0], found[0].lower(), "PROPN", "NNP", "dep", 0, found.start(), found.end())
        for number, found in enumerate(_WORD.finditer(dateline))
    ]
    countries: dict[str, Phrase] = {}
    for hit in dictionaries.names.find(tokens):
        for name in hit.names:
            if name.use in ("country", "capital"):
                entry = EntryUse(name.entry_id, name.use, name.text)
                country = dictionaries.countries[name.entry_id].name
                phrase = Phrase(
                    hit.first, hit.last, hit.last, "country", country, CodeParts(name.entry_id), (entry,)
                )
                countries.setdefault(name.entry_id, phrase)
    return tuple(countries.values())
