"""Clauses that complement a word, and the actors that they name: "refused to sign X's letter"."""

from __future__ import annotations

from collections.abc import Iterator

from coders.grammar.arguments import OBJECTS, PASSIVE_SUBJECTS, SUBJECTS, is_infinitive
from coders.models import Sentence, Token

_INFINITIVES = ("xcomp", "ccomp", "acl", "advcl", "relcl", "oprd")
_FINITE_CLAUSES = ("ccomp", "acl", "advcl")
_INVOLVED = frozenset("to with from against for on upon of by into between over toward towards".split())
_CHAINED = ("xcomp", "ccomp")
_PREDICATES = ("acomp", "oprd")
_MAX_DEPTH = 3


def complement_of(sentence: Sentence, word: Token, kind: str) -> Token | None:
    """The verb of the clause that complements the word: "to" an infinitive, "that" a finite clause."""
    for token in _below(sentence, word):
        if token.pos not in ("VERB", "AUX") or token.index < word.index:
            continue
        infinitive = is_infinitive(sentence, token)
        if kind == "to":
            bare = token.dep in _CHAINED and token.tag == "VB" and not _has_mark(sentence, token)
            if token.dep in _INFINITIVES and (infinitive or bare):
                return token
        elif token.dep in _FINITE_CLAUSES and not infinitive and _is_finite(sentence, token):
            return token
    return None


def _below(sentence: Sentence, word: Token) -> Iterator[Token]:
    """What hangs on the word, or on the adjective that it makes a predicate of: "is ready to"."""
    for token in sentence.children(word):
        yield token
        if token.dep in _PREDICATES:
            yield from sentence.children(token)


def places_in_clause(sentence: Sentence, clause: Token, depth: int = 0) -> Iterator[Token]:
    """The words of a clause at which whom it concerns may stand: subject, objects, then what follows."""
    below = tuple(sentence.children(clause))
    yield from (t for t in below if t.dep in SUBJECTS or t.dep in PASSIVE_SUBJECTS)
    yield from (t for t in below if t.dep in OBJECTS or (t.dep == "dative" and t.pos != "ADP"))
    for token in below:
        if token.dep in ("prep", "agent", "dative") and token.lemma in _INVOLVED:
            yield from (t for t in sentence.children(token) if t.dep == "pobj")
    if depth < _MAX_DEPTH:
        for token in below:
            if token.dep in _CHAINED:
                yield from places_in_clause(sentence, token, depth + 1)


def _has_mark(sentence: Sentence, clause: Token) -> bool:
    return any(t.dep == "mark" for t in sentence.children(clause))


def _is_finite(sentence: Sentence, clause: Token) -> bool:
    """Whether it begins with "that", or has a subject of its own and no other conjunction."""
    marks = [t.lemma for t in sentence.children(clause) if t.dep == "mark"]
    if marks or clause.dep != "ccomp":
        return "that" in marks
    return any(t.dep in SUBJECTS or t.dep in PASSIVE_SUBJECTS for t in sentence.children(clause))
