"""Who claims what a trigger tells, and whether it is past context."""

from __future__ import annotations

from coders.grammar.arguments import obliques_of
from coders.grammar.contexts import Governor
from coders.grammar.fillers import MentionsByToken
from coders.grammar.parties import Parties, parties_under
from coders.models import Sentence, Token


def according_to(sentence: Sentence, trigger: Token, parties: Parties, mentions: MentionsByToken) -> Parties:
    """The parties with who claims it, where "according to" names somebody above the trigger."""
    node = trigger
    while parties.attributed_to is None:
        for oblique in obliques_of(sentence, node):
            if oblique.preposition == "accord" and oblique.token.index in mentions:
                claimed = Governor("say", node, "according to", (oblique.token,))
                return parties_under(sentence, parties, (claimed,), mentions)
        if node.head == node.index:
            break
        node = sentence.head(node)
    return parties


def is_background(sentence: Sentence, trigger: Token, governors: tuple[Governor, ...]) -> bool:
    """Past context: it has gone on "since" a time, or stands in the pluperfect outside a report."""
    claimed = any(governor.modality == "say" for governor in governors)
    for child in sentence.children(trigger):
        if child.lemma == "since" and child.dep in ("prep", "mark"):
            return True
        if child.dep == "aux" and child.text.lower() == "had" and not claimed:
            return True
    return False
