"""Whether a VerbPattern's demands are met around a trigger, and who fills its places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coders.codebook.model import PatternSlot, VerbPattern
from coders.grammar.arguments import Arguments, Oblique, obliques_of, purposed_objects
from coders.grammar.fillers import (
    MentionsByToken,
    actors_at,
    actors_within,
    head_lemmas,
    is_publisher,
    pair_lemmas,
    same_entity,
)
from coders.models import ActorMention, Sentence, Token

HEAVIEST_SLOT = 4
_AGAINST = frozenset(("against", "at"))
_TOWARDS = frozenset("from to toward towards with on upon for".split())
_BELONGING = ("of", "from", "by")
_ABOUT = frozenset("on upon for".split())


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
        """Words weigh more than places, pairs of words more than words, a place in a phrase less."""
        return (3 if self.slot.filler == "words" else 2) + self.pair - self.contained


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
        if any(slot.words and slot.words.isdisjoint(vocabulary) for slot in pattern.slots):
            continue
        filled = _fill_all(sentence, pattern, arguments, mentions)
        if filled is not None:
            weight = sum(each.weight for each in filled)
            if best is None or weight > best[0]:
                best = weight, pattern, filled
    return None if best is None else _fit(sentence, best[1], best[2], arguments, mentions)


def vocabulary_of(sentence: Sentence) -> frozenset[str]:
    """All that a slot of words may find in the sentence: lemmas, words as written, words with a modifier."""
    words = {token.lemma for token in sentence.tokens}
    words.update(token.text.lower() for token in sentence.tokens)
    words.update(pair for token in sentence.tokens for pair in pair_lemmas(sentence, token))
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
    sources = _actors(filled, "source") or (() if pattern.subject == "target" else subjects)
    used = frozenset(index for each in filled for index in each.used)
    among_themselves = pattern.reverse_code is not None and len(sources) > 1
    nearby = () if targets or among_themselves else _nearby(sentence, arguments, used, mentions, sources)
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
    own = actors_of(sentence, arguments.subjects, mentions)
    return own or actors_of(sentence, arguments.remote_subjects, mentions)


def actors_of(
    sentence: Sentence, tokens: Iterable[Token], mentions: MentionsByToken
) -> tuple[ActorMention, ...]:
    """The actors that stand at the words; where a word is none, those inside its phrase."""
    found = (actor for token in tokens for actor in _actors_around(sentence, token, mentions))
    return tuple(dict.fromkeys(found))


def _nearby(
    sentence: Sentence,
    arguments: Arguments,
    used: Iterable[int],
    mentions: MentionsByToken,
    sources: tuple[ActorMention, ...],
) -> tuple[ActorMention, ...]:
    """An actor that no place of the pattern names, and that the deed must still have been done to.

    Somebody against whom it is done; one of another country among the pattern's words, behind a preposition
    of the trigger's, or at whom the deed aims ("launched an attack to drive rebels out").
    """
    words = tuple(sentence.tokens[index] for index in sorted(used))
    of_words = [oblique for word in words for oblique in obliques_of(sentence, word)]
    opposed = [o.token for o in (*arguments.obliques, *of_words) if o.preposition in _AGAINST]
    involved = [o.token for o in arguments.obliques if o.preposition in _TOWARDS]
    involved += [o.token for o in of_words if o.preposition in _TOWARDS - _ABOUT]
    involved += [token for word in words for token in purposed_objects(sentence, word)]
    own = {source.country or source.group for source in sources}
    for token in opposed:
        others = tuple(a for a in _actors_around(sentence, token, mentions) if a not in sources)
        if others:
            return others
    for token in (*words, *involved):
        found = actors_at(sentence, token, mentions) or actors_within(
            sentence, token, mentions, prepositions=_BELONGING
        )
        foreign = tuple(
            actor for actor in found if (actor.country or actor.group) not in own and not is_publisher(actor)
        )
        if foreign:
            return foreign
    return ()


def _actors_around(sentence: Sentence, token: Token, mentions: MentionsByToken) -> tuple[ActorMention, ...]:
    return actors_at(sentence, token, mentions) or actors_within(sentence, token, mentions)


def _pairs_itself(
    sentence: Sentence,
    pattern: VerbPattern,
    slot: PatternSlot,
    arguments: Arguments,
    mentions: MentionsByToken,
) -> bool:
    """Whether what is done with one another names both sides in the subject: "A and B met"."""
    reciprocal = pattern.reverse_code is not None and slot.filler == "target"
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
    tokens = _positions(sentence, slot, arguments, filled)
    if slot.filler == "words":
        return _fill_words(sentence, slot, tokens)
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
    return None


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

    A preposition may hang on the verb, on its object, or on a word that an earlier slot took up.
    """
    if not slot.prepositions:
        return arguments.objects if slot.filler == "words" else arguments.recipients or arguments.objects
    obliques: list[Oblique] = list(arguments.obliques)
    hosts = {token.index for token in arguments.objects}.union(*(each.used for each in filled))
    for index in sorted(hosts):
        obliques.extend(obliques_of(sentence, sentence.tokens[index]))
    if "to" in slot.prepositions:
        obliques.extend(Oblique("to", token) for token in arguments.recipients)
    return tuple(o.token for o in obliques if o.preposition in slot.prepositions)
