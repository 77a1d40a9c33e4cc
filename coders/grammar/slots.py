"""Whether a VerbPattern's demands are met around a trigger, and who fills its places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coders.codebook.model import PatternSlot, VerbPattern
from coders.grammar.acts import doers_of_act
from coders.grammar.arguments import Arguments, Oblique, obliques_of
from coders.grammar.complements import complement_of, places_in_clause
from coders.grammar.fillers import (
    MentionsByToken,
    actors_around,
    actors_at,
    actors_of,
    actors_within,
    doers_at,
    head_lemmas,
    pair_lemmas,
    same_entity,
)
from coders.grammar.nearby import actors_nearby
from coders.models import ActorMention, Sentence, Token

HEAVIEST_SLOT = 4
_WEIGHTS = {"words": 3, "clause": 1}
_STATEMENT = "01"


@dataclass(frozen=True, slots=True)
class Fit:
    """A pattern whose demands are met, and who fills its places.

    ``used`` are the tokens that its words took up; ``contained`` tells that the target was found inside a
    phrase ("Islamic State positions") rather than as its head, ``nearby`` that no place of the pattern
    names it: it is one of the pattern's words ("deported Iraqi refugees") or stands behind a preposition.
    """

    pattern: VerbPattern
    sources: tuple[ActorMention, ...]
    targets: tuple[ActorMention, ...]
    used: frozenset[int]
    contained: bool
    nearby: bool


@dataclass(frozen=True, slots=True)
class _Filled:
    slot: PatternSlot
    actors: tuple[ActorMention, ...] = ()
    used: frozenset[int] = frozenset()
    contained: bool = False
    pair: bool = False

    @property
    def weight(self) -> int:
        """Words weigh more than places and these more than clauses, pairs of words more than words."""
        return _WEIGHTS.get(self.slot.filler, 2) + self.pair - self.contained


def best_fit(
    sentence: Sentence,
    patterns: Iterable[VerbPattern],
    arguments: Arguments,
    mentions: MentionsByToken,
    vocabulary: frozenset[str],
) -> Fit | None:
    """The pattern that fits with the greatest weight, of equals the first; None where none fits.

    ``vocabulary`` is that of ``vocabulary_of``: most patterns ask for words that are not in the sentence, and
    are not looked at any closer.
    """
    best: tuple[int, VerbPattern, tuple[_Filled, ...]] | None = None
    for pattern in patterns:
        if best is not None and HEAVIEST_SLOT * len(pattern.slots) <= best[0]:
            continue
        if _lacks_words(pattern, vocabulary):
            continue
        filled = _fill_all(sentence, pattern, arguments, mentions)
        if filled is not None:
            weight = sum(each.weight for each in filled)
            if best is None or weight > best[0]:
                best = weight, pattern, filled
    return None if best is None else _fit(sentence, best[1], best[2], arguments, mentions)


def _lacks_words(pattern: VerbPattern, vocabulary: frozenset[str]) -> bool:
    for slot in pattern.slots:  # noqa: SIM110  # the innermost loop of all; any() takes twice as long
        if slot.words and slot.words.isdisjoint(vocabulary):
            return True
    return False


def vocabulary_of(sentence: Sentence) -> frozenset[str]:
    """All that a slot of words may find in the sentence: lemmas, words as written, words with a modifier."""
    words = {token.lemma for token in sentence.tokens}
    words.update(token.text.lower() for token in sentence.tokens)
    for token in sentence.tokens:
        if sentence.children(token):
            words.update(pair_lemmas(sentence, token))
    return frozenset(words)


def _fill_all(
    sentence: Sentence, pattern: VerbPattern, arguments: Arguments, mentions: MentionsByToken
) -> tuple[_Filled, ...] | None:
    """How each demand of the pattern is met; None where one is not."""
    if not pattern.slots and not pattern.nominal and arguments.objects and not arguments.passive:
        return None
    filled: list[_Filled] = []
    for slot in pattern.slots:
        found = _fill(sentence, slot, arguments, mentions, filled)
        if found is not None and slot.optional and _is_subject(sentence, found, arguments, mentions):
            continue  # "froze its relations": whose they are, and not to whom it is done
        if found is not None:
            filled.append(found)
        elif not slot.optional and not _pairs_itself(sentence, pattern, slot, arguments, mentions):
            return None
    return tuple(filled)


def _is_subject(sentence: Sentence, found: _Filled, arguments: Arguments, mentions: MentionsByToken) -> bool:
    """Whether a target is found that is the subject itself, by a pronoun."""
    if found.slot.filler != "target" or not found.actors:
        return False
    subjects = _subjects(sentence, arguments, mentions)
    return all(any(same_entity(actor, subject) for subject in subjects) for actor in found.actors)


def _fit(
    sentence: Sentence,
    pattern: VerbPattern,
    filled: tuple[_Filled, ...],
    arguments: Arguments,
    mentions: MentionsByToken,
) -> Fit:
    subjects = _subjects(sentence, arguments, mentions)
    targets = subjects if pattern.subject == "target" else _actors(filled, "target")
    if not targets and not pattern.event_code.startswith(_STATEMENT):
        targets = _actors(filled, "clause")
    sources = _actors(filled, "source") or (() if pattern.subject == "target" else subjects)
    used = frozenset(index for each in filled for index in each.used)
    among_themselves = pattern.reverse_code == pattern.event_code and len(sources) > 1
    if among_themselves and not _actors(filled, "target"):
        targets = ()
    alone = targets or among_themselves
    nearby = () if alone else actors_nearby(sentence, arguments, used, mentions, sources, pattern.event_code)
    return Fit(
        pattern=pattern,
        sources=sources,
        targets=targets or nearby,
        used=used,
        contained=any(each.contained for each in filled),
        nearby=bool(nearby),
    )


def _subjects(
    sentence: Sentence, arguments: Arguments, mentions: MentionsByToken
) -> tuple[ActorMention, ...]:
    own = doers_at(sentence, arguments.subjects, mentions)
    return own or doers_at(sentence, arguments.remote_subjects, mentions)


def _pairs_itself(
    sentence: Sentence,
    pattern: VerbPattern,
    slot: PatternSlot,
    arguments: Arguments,
    mentions: MentionsByToken,
) -> bool:
    """Whether what is done with one another names both sides in the subject: "A and B met"."""
    reciprocal = pattern.reverse_code == pattern.event_code and slot.filler == "target"
    return reciprocal and len(_subjects(sentence, arguments, mentions)) > 1


def _actors(filled: Iterable[_Filled], filler: str) -> tuple[ActorMention, ...]:
    return tuple(dict.fromkeys(a for each in filled if each.slot.filler == filler for a in each.actors))


def _fill(
    sentence: Sentence,
    slot: PatternSlot,
    arguments: Arguments,
    mentions: MentionsByToken,
    filled: list[_Filled],
) -> _Filled | None:
    if slot.filler == "particle":
        return _Filled(slot) if slot.words & arguments.particles else None
    if slot.filler == "clause":
        return _fill_clause(sentence, slot, arguments, mentions)
    tokens = _positions(sentence, slot, arguments, filled)
    if slot.filler == "words":
        return _fill_words(sentence, slot, tokens)
    return _fill_actors(sentence, slot, tokens, arguments, mentions)


def _fill_actors(
    sentence: Sentence,
    slot: PatternSlot,
    tokens: tuple[Token, ...],
    arguments: Arguments,
    mentions: MentionsByToken,
) -> _Filled | None:
    """Who stands at the words; then who stands inside their phrases, then whose acts they sum up."""
    subjects = {token.index for token in arguments.subjects}
    tokens = tuple(token for token in tokens if token.index not in subjects)
    for token in tokens:
        actors = actors_at(sentence, token, mentions)
        if actors:
            return _Filled(slot, actors)
    for token in () if slot.exact else tokens:
        actors = actors_within(sentence, token, mentions)
        if actors:
            return _Filled(slot, actors, contained=True)
    for token in () if slot.exact else tokens:
        actors = actors_of(sentence, doers_of_act(sentence, token, arguments.trigger), mentions)
        if actors:
            return _Filled(slot, actors, contained=True)
    return None


def _fill_clause(
    sentence: Sentence, slot: PatternSlot, arguments: Arguments, mentions: MentionsByToken
) -> _Filled | None:
    clause = complement_of(sentence, arguments.trigger, *slot.prepositions)
    if clause is None:
        return None
    subjects = _subjects(sentence, arguments, mentions)
    for token in places_in_clause(sentence, clause):
        around = actors_around(sentence, token, mentions)
        others = tuple(a for a in around if not any(same_entity(a, subject) for subject in subjects))
        if others:
            return _Filled(slot, others)
    return _Filled(slot)


def _fill_words(sentence: Sentence, slot: PatternSlot, tokens: Iterable[Token]) -> _Filled | None:
    for token in tokens:
        for lemma, at in head_lemmas(sentence, token):
            pair = lemma != at.lemma
            if lemma in slot.words or (not pair and at.text.lower() in slot.words):
                return _Filled(slot, used=frozenset({at.index, token.index}), pair=pair)
    return None


def _positions(
    sentence: Sentence, slot: PatternSlot, arguments: Arguments, filled: list[_Filled]
) -> tuple[Token, ...]:
    """The words that may fill the slot: objects, or what the slot's prepositions introduce.

    A preposition may hang on the verb, on its object, or on a word that an earlier slot took up. Who did it
    comes before to whom: "the killing of a reporter by the army".
    """
    if not slot.prepositions:
        return arguments.objects if slot.filler == "words" else arguments.recipients or arguments.objects
    obliques: list[Oblique] = list(arguments.obliques)
    hosts = {token.index for token in arguments.objects}.union(*(each.used for each in filled))
    for index in sorted(hosts):
        obliques.extend(obliques_of(sentence, sentence.tokens[index]))
    if "to" in slot.prepositions:
        obliques.extend(Oblique("to", token) for token in arguments.recipients)
    fitting = [o for o in obliques if o.preposition in slot.prepositions]
    return tuple(o.token for o in sorted(fitting, key=lambda each: each.preposition != "by"))
