"""Which actors stand at a word: the mention itself, those joined to it, or those inside its phrase."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from coders.models import ActorMention, Sentence, Token

PARTITIVES = frozenset(
    "hundred thousand million dozen score ten number group member series crowd handful majority part some "
    "many most several couple pair team contingent section column wave rest all both one two three four "
    "five ton tonne round package shipment batch load amount supply barrage string spate volley".split()
)
_WITHIN_DEPS = ("poss", "amod", "compound", "nmod", "appos")
_WITHIN_PREPOSITIONS = ("of", "in", "from", "at", "near", "inside", "by", "against", "to", "with")
_PARTITIVE_PREPOSITIONS = ("of", "among")
_PAIR_DEPS = ("amod", "compound", "nmod")
_MAX_DEPTH = 4

MentionsByToken = Mapping[int, tuple[ActorMention, ...]]


def actors_at(
    sentence: Sentence, token: Token, mentions: MentionsByToken, depth: int = 0
) -> tuple[ActorMention, ...]:
    """The actors that the word names, those coordinated with it included."""
    found: list[ActorMention] = []
    own = mentions.get(token.index, ())
    if own:
        found.extend(own)
    elif depth < _MAX_DEPTH:
        for below in _same_thing(sentence, token):
            found.extend(actors_at(sentence, below, mentions, depth + 1))
            if found:
                break
    if depth < _MAX_DEPTH:
        for joined in sentence.children(token):
            if joined.dep == "conj" and joined.pos not in ("VERB", "AUX"):
                found.extend(actors_at(sentence, joined, mentions, depth + 1))
    return tuple(dict.fromkeys(found))


def actors_within(
    sentence: Sentence, token: Token, mentions: MentionsByToken, depth: int = 0
) -> tuple[ActorMention, ...]:
    """The actors inside the word's phrase: "Islamic State positions", "Israel's raid", "the city of X"."""
    for child in sentence.children(token):
        if child.dep in _WITHIN_DEPS:
            found = actors_at(sentence, child, mentions)
            if found:
                return found
    for inner in _behind(sentence, token, _WITHIN_PREPOSITIONS):
        found = actors_at(sentence, inner, mentions)
        if not found and depth < _MAX_DEPTH:
            found = actors_within(sentence, inner, mentions, depth + 1)
        if found:
            return found
    return ()


def head_lemmas(sentence: Sentence, token: Token, depth: int = 0) -> Iterator[tuple[str, Token]]:
    """The lemmas that satisfy a slot of words: the word's, its conjuncts', and behind "a series of".

    With a modifier a word also counts as a pair, "air-strike", which comes before the word alone.
    """
    yield from ((pair, token) for pair in pair_lemmas(sentence, token))
    yield token.lemma, token
    if depth >= _MAX_DEPTH:
        return
    for child in sentence.children(token):
        if child.dep == "conj" and child.pos not in ("VERB", "AUX"):
            yield from head_lemmas(sentence, child, depth + 1)
    if token.lemma in PARTITIVES:
        for below in _behind(sentence, token, _PARTITIVE_PREPOSITIONS):
            yield from head_lemmas(sentence, below, depth + 1)


def pair_lemmas(sentence: Sentence, token: Token) -> Iterator[str]:
    """The word with each of its modifiers: "air-strike" for an air strike."""
    for child in sentence.children(token):
        if child.dep in _PAIR_DEPS and child.index < token.index:
            yield f"{child.lemma}-{token.lemma}"


def _same_thing(sentence: Sentence, token: Token) -> Iterator[Token]:
    if token.lemma in PARTITIVES or token.pos in ("NUM", "DET", "PRON"):
        yield from _behind(sentence, token, _PARTITIVE_PREPOSITIONS)
    yield from (child for child in sentence.children(token) if child.dep == "appos")


def _behind(sentence: Sentence, token: Token, prepositions: Collection[str]) -> Iterator[Token]:
    for child in sentence.children(token):
        if child.dep == "prep" and child.lemma in prepositions:
            yield from (inner for inner in sentence.children(child) if inner.dep == "pobj")
