"""Clauses: which one a word stands in, and how two of them hang together."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from coders.models import Sentence, Span, Token

CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "pcomp", "csubj", "parataxis", "dep"})
_VERBS = ("VERB", "AUX")


def head_of_span(sentence: Sentence, span: Span) -> Token:
    """The word of a span of the stored text that its other words hang on.

    Raises:
        ValueError: no word of the sentence lies in the span.
    """
    tokens = [token for token in sentence.tokens if span[0] <= token.start and token.end <= span[1]]
    if not tokens:
        raise ValueError(f"no word of sentence {sentence.index} lies in the span {span}")
    return head_of(sentence, tokens[0].index, tokens[-1].index)


def head_of(sentence: Sentence, first: int, last: int) -> Token:
    """The word that the others from token ``first`` to token ``last``, both inclusive, hang on."""
    tokens = sentence.tokens[first : last + 1]
    return next((t for t in tokens if not first <= t.head <= last or t.head == t.index), tokens[0])


def clause_of(sentence: Sentence, token: Token, relations: AbstractSet[str] = CLAUSES) -> Token:
    """The head of the clause that the token stands in; ``relations`` are those that begin a clause."""
    while token.head != token.index:
        if token.dep in relations or (token.dep == "conj" and token.pos in _VERBS):
            return token
        token = sentence.head(token)
    return token


def first_of_series(sentence: Sentence, clause: Token) -> Token:
    """The clause that a series of coordinated clauses begins with."""
    while clause.dep == "conj" and clause.head != clause.index:
        clause = sentence.head(clause)
    return clause_of(sentence, clause)


def stands_above(sentence: Sentence, lower: Token, upper: Token, through: AbstractSet[str] = CLAUSES) -> bool:
    """Whether ``upper`` is a clause above ``lower``, on a way up by coordination and ``through`` alone."""
    while lower.head != lower.index:
        if lower.dep != "conj" and lower.dep not in through:
            return False
        lower = clause_of(sentence, sentence.head(lower), through | CLAUSES)
        if lower.index == upper.index:
            return True
    return False
