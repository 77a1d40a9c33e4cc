"""Who does it to whom once all that governs the trigger has been taken into account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from coders.grammar.contexts import Governor
from coders.grammar.fillers import MentionsByToken, actors_of, is_publisher, same_entity
from coders.models import ActorMention, Sentence, Token

ADDRESSING = frozenset({"appeal", "call", "demand", "require", "accuse"})
_APART = frozenset("on about over in at near".split())  # what it is about, and where
CLAIMING = frozenset({"say", "warn"})


@dataclass(frozen=True, slots=True)
class Parties:
    """Sources and targets of an event, and who claims it where the publisher does not."""

    sources: tuple[ActorMention, ...]
    targets: tuple[ActorMention, ...]
    attributed_to: ActorMention | None = None


def parties_under(
    sentence: Sentence, parties: Parties, governors: Iterable[Governor], mentions: MentionsByToken
) -> Parties:
    """The parties as the governors, innermost first, change them.

    Who asks or accuses is the source, and whoever is asked the target; who intends, refuses or denies is
    the source, if the deed itself names none; who says it is the one that it is attributed to.
    """
    for governor in governors:
        owners = actors_of(sentence, governor.owners, mentions) or actors_of(
            sentence, governor.remote_owners, mentions
        )
        if governor.modality in CLAIMING:
            parties = _claimed(parties, owners)
        elif governor.modality in ADDRESSING:
            parties = _addressed(parties, owners, actors_of(sentence, governor.addressees or (), mentions))
        elif governor.modality == "deny":
            parties = replace(parties, sources=owners or parties.sources)
        elif governor.modality == "threaten" and governor.addressees:
            addressed = actors_of(sentence, governor.addressees, mentions)
            parties = replace(
                parties, sources=owners or parties.sources, targets=addressed or parties.targets
            )
        elif not parties.sources:
            parties = replace(parties, sources=owners)
    return parties


def _claimed(parties: Parties, owners: tuple[ActorMention, ...]) -> Parties:
    for owner in owners:
        if is_publisher(owner):
            continue
        if any(same_entity(owner, source) for source in parties.sources):
            return parties
        return replace(parties, attributed_to=owner)
    return parties


def _addressed(
    parties: Parties, owners: tuple[ActorMention, ...], addressees: tuple[ActorMention, ...]
) -> Parties:
    asked = tuple(s for s in parties.sources if not any(same_entity(s, owner) for owner in owners))
    return replace(parties, sources=owners, targets=addressees or asked or parties.targets)


def foreigner_in_clause(
    sentence: Sentence, trigger: Token, sources: tuple[ActorMention, ...], mentions: MentionsByToken
) -> tuple[ActorMention, ...]:
    """The nearest actor in the trigger's clause that is of another country or group than those who act."""
    own = {source.country or source.group for source in sources}
    others = [
        (abs(mention.head - trigger.index), mention)
        for token in _clause_below(sentence, trigger)
        for mention in mentions.get(token.index, ())
        if (mention.country or mention.group) not in own
        if not is_publisher(mention) and sentence.head(token).lemma not in _APART
    ]
    return (min(others, key=lambda each: each[0])[1],) if others else ()


def _clause_below(sentence: Sentence, token: Token) -> Iterator[Token]:
    """All that hangs on the word, but for verbs beside it."""
    yield token
    for child in sentence.children(token):
        if child.dep != "conj" or child.pos not in ("VERB", "AUX"):
            yield from _clause_below(sentence, child)
