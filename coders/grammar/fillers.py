"""Which actors stand at a word: the mention itself, those joined to it, or those inside its phrase."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from coders.models import ActorMention, Sentence, Token

PARTITIVES = frozenset(
    "hundred thousand million dozen score ten number group member series crowd handful majority part some "
    "many most several couple pair team contingent section column wave rest all both one two three four "
    "five ton tonne round package shipment batch load amount supply barrage string spate volley".split()
)
_WITHIN_DEPS = ("poss", "amod", "compound", "nmod", "appos")
_WITHIN_PREPOSITIONS = ("of", "in", "from", "at", "near", "inside", "by", "against", "to", "with")
_PARTITIVE_PREPOSITIONS = ("of", "among")
_OWNING = frozenset(
    "hold control occupy seize rule govern run own defend wage launch conduct carry stage mount lead".split()
)
# what is of a country without acting for it: "the Belgian chocolate maker", "Ghana's cedi"
_NO_DOERS = frozenset(
    "maker club champion currency cedi rate bank airline airlines retailer brand museum zoo cat dog monkey "
    "bird horse climber player singer actor actress violinist pianist novelist team league market price "
    "share stock household trader fan tourist agreement accord treaty pact letter resolution penalty policy "
    "guarantee economy harvest crop spell drought storm typhoon earthquake birth population language".split()
)
BELONGING = ("of", "from", "by")
_ANYBODY = frozenset("those anyone anybody everyone everybody nobody whoever".split())
_PAIR_DEPS = ("amod", "compound", "nmod")
_MAX_DEPTH = 4

MentionsByToken = Mapping[int, tuple[ActorMention, ...]]


def mentions_by_token(mentions: Iterable[ActorMention]) -> Mapping[int, MentionsByToken]:
    """By sentence, the mentions that a token is part of, or that have their head there."""
    by_sentence: dict[int, dict[int, tuple[ActorMention, ...]]] = {}
    for mention in mentions:
        by_token = by_sentence.setdefault(mention.sentence_index, {})
        for index in {*range(mention.first, mention.last + 1), mention.head}:
            by_token[index] = (*by_token.get(index, ()), mention)
    return by_sentence


def actors_at(
    sentence: Sentence, token: Token, mentions: MentionsByToken, depth: int = 0
) -> tuple[ActorMention, ...]:
    """The actors that the word names, those coordinated with it included; "those who" names nobody."""
    if token.lemma in _ANYBODY:
        return ()
    found = [*mentions.get(token.index, ())]
    if depth < _MAX_DEPTH:
        if not found:
            same = (actors_at(sentence, t, mentions, depth + 1) for t in _same_thing(sentence, token))
            found.extend(next(filter(None, same), ()))
        for joined in _joined(sentence, token):
            found.extend(actors_at(sentence, joined, mentions, depth + 1))
    return tuple(dict.fromkeys(found))


def _joined(sentence: Sentence, token: Token) -> Iterator[Token]:
    for child in sentence.children(token):
        if child.dep == "conj" and child.pos not in ("VERB", "AUX"):
            yield child


def actors_within(
    sentence: Sentence,
    token: Token,
    mentions: MentionsByToken,
    depth: int = 0,
    *,
    prepositions: Collection[str] = _WITHIN_PREPOSITIONS,
) -> tuple[ActorMention, ...]:
    """The actors inside the word's phrase: "Islamic State positions", "the city of X", "towns X holds"."""
    modifiers = (child for child in sentence.children(token) if child.dep in _WITHIN_DEPS)
    for inner in (*modifiers, *_holders(sentence, token)):
        found = actors_at(sentence, inner, mentions)
        if found:
            return found
    for inner in _behind(sentence, token, prepositions):
        found = actors_at(sentence, inner, mentions)
        if not found and depth < _MAX_DEPTH:
            found = actors_within(sentence, inner, mentions, depth + 1, prepositions=prepositions)
        if found:
            return found
    return ()


def actors_around(sentence: Sentence, token: Token, mentions: MentionsByToken) -> tuple[ActorMention, ...]:
    """The actors at the word or, where there is none, inside its phrase."""
    return actors_at(sentence, token, mentions) or actors_within(sentence, token, mentions)


def actors_of(
    sentence: Sentence, tokens: Iterable[Token], mentions: MentionsByToken
) -> tuple[ActorMention, ...]:
    """The actors that stand at the words; where a word is none, those inside its phrase."""
    found = (actor for token in tokens for actor in actors_around(sentence, token, mentions))
    return tuple(dict.fromkeys(found))


def doers_at(
    sentence: Sentence, tokens: Iterable[Token], mentions: MentionsByToken
) -> tuple[ActorMention, ...]:
    """The actors that do what the words do; of a phrase whose head is none, not the place where it is."""
    found = (
        actor
        for token in tokens
        for actor in actors_at(sentence, token, mentions)
        or (token.lemma not in _NO_DOERS and actors_within(sentence, token, mentions, prepositions=BELONGING))
        or ()
    )
    return tuple(dict.fromkeys(found))


def _holders(sentence: Sentence, token: Token) -> Iterator[Token]:
    """Whose it is: "districts that rebels hold", "towns held by rebels", "an offensive waged by rebels"."""
    for clause in sentence.children(token):
        if clause.dep in ("relcl", "acl") and clause.lemma in _OWNING:
            for child in sentence.children(clause):
                if child.dep == "nsubj":
                    yield child
                elif child.dep == "agent":
                    yield from (inner for inner in sentence.children(child) if inner.dep == "pobj")


def head_lemmas(sentence: Sentence, token: Token, depth: int = 0) -> Iterator[tuple[str, Token]]:
    """The lemmas that satisfy a slot of words: the word's, its conjuncts', and behind "a series of".

    With a modifier a word also counts as a pair, "air-strike", which comes before the word alone.
    """
    yield from ((pair, token) for pair in pair_lemmas(sentence, token))
    yield token.lemma, token
    if depth >= _MAX_DEPTH:
        return
    for joined in _joined(sentence, token):
        yield from head_lemmas(sentence, joined, depth + 1)
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
    phrases = [t for t in sentence.children(token) if t.dep in ("prep", "agent") and t.lemma in prepositions]
    for child in sorted(phrases, key=lambda each: each.lemma != "by"):
        yield from (inner for inner in sentence.children(child) if inner.dep == "pobj")


def is_publisher(mention: ActorMention) -> bool:
    """Whether the mention is a news outlet, whose report is no event."""
    return "MED" in mention.roles or any(entry.kind == "media" for entry in mention.entries)


def same_entity(one: ActorMention, other: ActorMention) -> bool:
    """Whether two mentions are of the same somebody: one span, or one code under one name."""
    if one.span == other.span and one.sentence_index == other.sentence_index:
        return True
    return one.code == other.code and one.name == other.name
