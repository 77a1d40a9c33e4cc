"""What frames a whole sentence as no news of public affairs: a game, a made-up story, times long past."""

from __future__ import annotations

import re

from coders.models import Sentence, Token

_SPORT = frozenset(
    "goalkeeper midfielder midfield semi semifinal semi-final quarterfinal quarter-final winger flanker "
    "fullback striker scrum wicket innings batsman bowler halftime half-time kick-off offside goalless "
    "playoff play-off teammate team-mate tournament championship derby regatta sprinter swimmer cyclist "
    "boxer jockey umpire hat-trick peloton quarterback touchdown penalty-shootout".split()
)
_FICTION = frozenset(
    "novel film movie opera play drama comedy thriller sitcom musical ballet game fable myth legend "
    "storybook series episode trilogy screenplay saga farce tale".split()
)
_TELLING = frozenset("tell show depict follow portray recount describe begin end open feature".split())
_YEAR = re.compile(r"\d{3,4}")
_DATING = frozenset("in since between from until by around before after during of".split())
_LONG_PAST = 1945
_EARLIEST = 1000  # what is smaller counts something
_MAX_CLIMB = 12


def is_no_news(sentence: Sentence) -> bool:
    """Whether it tells of a game or of a made-up story."""
    for token in sentence.tokens:
        if token.lemma in _SPORT and not (token.lemma == "striker" and token.tag == "NNS"):
            return True
        if token.lemma in _FICTION and token.pos == "NOUN" and _frames(sentence, token):
            return True
    return False


def _frames(sentence: Sentence, noun: Token) -> bool:
    """Whether what is told happens in the work: "in the novel", "the film's hero", "the opera tells"."""
    if noun.dep == "pobj":
        return sentence.head(noun).lemma == "in" and sentence.head(noun).dep == "prep"
    if noun.dep == "nsubj":
        return sentence.head(noun).lemma in _TELLING
    return noun.dep == "poss"


def is_long_past(sentence: Sentence, trigger: Token, dated: frozenset[int]) -> bool:
    """Whether the trigger, or a clause that it stands in, is among those that a year of long ago dates."""
    node = trigger
    for _ in range(_MAX_CLIMB):
        if node.index in dated:
            return True
        if node.head == node.index:
            return False
        node = sentence.head(node)
    return False


def dated_long_past(sentence: Sentence) -> frozenset[int]:
    """The verbs that a year of long ago dates: "captured the town in 1258"."""
    return frozenset(
        _dated_verb(sentence, token).index
        for token in sentence.tokens
        if token.pos == "NUM" and token.dep in ("pobj", "conj") and _YEAR.fullmatch(token.text)
        if _EARLIEST <= int(token.text) < _LONG_PAST and sentence.head(token).lemma in _DATING
    )


def _dated_verb(sentence: Sentence, year: Token) -> Token:
    node = year
    while node.head != node.index and node.pos not in ("VERB", "AUX"):
        node = sentence.head(node)
    return node
