"""Finds who is named in a document, and says by which actor code each of them goes."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from coders.actors.find_antecedents import find_antecedents, is_pair
from coders.actors.find_phrases import find_phrases
from coders.actors.infer_country import Setting, infer_country
from coders.actors.name_strangers import CountryOfPlace, name_strangers
from coders.actors.phrases import Phrase, to_mention
from coders.actors.read_dateline import read_dateline
from coders.actors.read_names import read_names
from coders.actors.recall_persons import introduce, recall_persons
from coders.actors.salience import Named
from coders.codebook.actor_dictionaries import ActorDictionaries
from coders.models import ActorMention, Document, Sentence

MEMORY = 120  # mentions back that "the coalition" or "government troops" may point to


def _of_no_country(_name: str) -> None:
    return None


def resolve_actors(
    document: Document,
    codebook: ActorDictionaries,
    as_of: date,
    country_of_place: CountryOfPlace = _of_no_country,
) -> tuple[ActorMention, ...]:
    """The document's mentions, in the order of the text; roles are those of the date ``as_of``.

    ``country_of_place`` tells of the name of a city or region the alpha-3 code of its country, "" where it is
    of none, and None where the name is no place's or may be that of several.

    Mentions of one sentence do not lie inside one another. Two may share a head where the words are shared:
    "Iraqi and Syrian forces", "they" of two.
    """
    named = _find_named(document, codebook, as_of, country_of_place)
    dateline = read_dateline(document.text[: document.dateline_end], codebook)
    setting = Setting.of(dateline, (phrase for phrases in named for phrase in phrases))
    earlier: deque[Named] = deque(maxlen=MEMORY)
    mentions: list[ActorMention] = []
    for sentence, phrases in zip(document.sentences, named, strict=True):
        complete = _complete(sentence, phrases, tuple(earlier), setting)
        mentions.extend(mention for phrase in complete if (mention := to_mention(phrase, sentence)).code)
        earlier.extend(Named(sentence, phrase) for phrase in complete if phrase.kind != "modifier")
    return tuple(mentions)


def _find_named(
    document: Document, codebook: ActorDictionaries, as_of: date, country_of_place: CountryOfPlace
) -> list[list[Phrase]]:
    """What each sentence names by its own words and by the surnames that the story has introduced."""
    introduced: dict[str, Phrase] = {}
    known: set[str] = set()
    named = []
    for sentence in document.sentences:
        elements = read_names(sentence, codebook, as_of, known)
        phrases = find_phrases(sentence, elements)
        phrases = recall_persons(sentence, phrases, introduced)
        phrases = name_strangers(sentence, elements, phrases, country_of_place)
        introduced |= introduce(phrases)
        known.update(entry.entry_id for phrase in phrases if phrase.person for entry in phrase.entries)
        named.append(phrases)
    return named


def _complete(
    sentence: Sentence, phrases: Sequence[Phrase], earlier: Sequence[Named], setting: Setting
) -> list[Phrase]:
    """The sentence's phrases with what the story adds to them, and what its pronouns mean."""
    complete: list[Phrase] = []
    for at, phrase in enumerate(phrases):
        if (phrase.parts.is_empty and not phrase.person) or is_pair(sentence, phrase):
            continue
        if phrase.lacks_country:
            phrase = infer_country(sentence, phrase, [*complete, *phrases[at + 1 :]], earlier, setting)
        complete.append(phrase)
    referring = find_antecedents(sentence, complete, earlier)
    owners = {
        sentence.tokens[each.head].head: each
        for each in referring
        if sentence.tokens[each.head].dep == "poss"
    }
    complete = [_owned(phrase, owners.get(phrase.head)) for phrase in complete]
    referring = [each for each in referring if not _is_owner(sentence, each, complete)]
    return sorted([*complete, *referring], key=lambda phrase: (phrase.first, phrase.last))


def _owned(phrase: Phrase, owner: Phrase | None) -> Phrase:
    """Of "his spokesman" or "its army" the country is the owner's, whatever the context would have said."""
    guessed = phrase.lacks_country or phrase.inferred_from is not None
    if owner is None or owner.parts.country is None or phrase.kind != "agent" or not guessed:
        return phrase
    if owner.is_group:  # "its leader"
        entries = (*phrase.entries, *owner.entries)
        return replace(phrase, parts=owner.parts, entries=entries, inferred_from="antecedent")
    return replace(phrase, parts=replace(phrase.parts, country=None), inferred_from=None).placed_in(
        owner.parts.country, "antecedent", owner.entries
    )


def _is_owner(sentence: Sentence, referring: Phrase, phrases: Sequence[Phrase]) -> bool:
    token = sentence.tokens[referring.head]
    return token.dep == "poss" and any(phrase.head == token.head for phrase in phrases)
