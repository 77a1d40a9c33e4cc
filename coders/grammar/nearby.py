"""Whom no place of a pattern names, and to whom the deed must still have been done."""

from __future__ import annotations

from collections.abc import Iterable

from coders.grammar.arguments import Arguments, obliques_of, purposed_objects
from coders.grammar.fillers import (
    BELONGING,
    MentionsByToken,
    actors_around,
    actors_at,
    actors_within,
    is_publisher,
)
from coders.models import ActorMention, Sentence

_AGAINST = frozenset(("against", "at"))
_TOWARDS = frozenset("from to toward towards with on upon for".split())
_ABOUT = frozenset("on upon for".split())
_POSTURE = "15"
_DONE_TO_PERSONS = ("0841", "11", "17", "18", "19", "20")  # whose own word may be one of the pattern's


def actors_nearby(
    sentence: Sentence,
    arguments: Arguments,
    used: Iterable[int],
    mentions: MentionsByToken,
    sources: tuple[ActorMention, ...],
    event_code: str,
) -> tuple[ActorMention, ...]:
    """An actor that no place of the pattern names, and that the deed must still have been done to.

    Somebody against whom it is done; one of another country among the pattern's words, behind a preposition
    of the trigger's, or at whom the deed aims ("launched an attack to drive rebels out"). Forces sent to a
    country are not sent against it.
    """
    words = tuple(sentence.tokens[index] for index in sorted(used))
    of_words = [oblique for word in words for oblique in obliques_of(sentence, word)]
    opposed = [o.token for o in (*arguments.obliques, *of_words) if o.preposition in _AGAINST]
    involved = [o.token for o in arguments.obliques if o.preposition in _TOWARDS]
    involved += [o.token for o in of_words if o.preposition in _TOWARDS - _ABOUT]
    involved += [token for word in words for token in purposed_objects(sentence, word)]
    own = {source.country or source.group for source in sources}
    for token in opposed:
        others = tuple(a for a in actors_around(sentence, token, mentions) if a not in sources)
        if others:
            return others
    if event_code.startswith(_DONE_TO_PERSONS):
        victims = tuple(v for word in words for v in mentions.get(word.index, ()) if v not in sources)
        if victims:
            return victims
    for token in () if event_code.startswith(_POSTURE) else (*words, *involved):
        found = actors_at(sentence, token, mentions) or actors_within(
            sentence, token, mentions, prepositions=BELONGING
        )
        foreign = tuple(
            actor for actor in found if (actor.country or actor.group) not in own and not is_publisher(actor)
        )
        if foreign:
            return foreign
    return ()
