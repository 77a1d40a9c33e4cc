"""Reads what noun phrases say about one another: lists, "the army of Syria", appositions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coders.actors.phrases import Phrase, text_of
from coders.actors.read_names import MODIFIER_DEPS, Element
from coders.codebook.compose_code import add_roles
from coders.models import Sentence, Token

_STATE_ROLES = frozenset(("GOV", "LEG", "JUD", "MIL", "COP", "SPY"))
_LINKS = frozenset(("of", "for", "from", "at", "with"))


def share_modifiers(
    sentence: Sentence, runs: Sequence[Sequence[Element]], phrases: list[Phrase]
) -> list[Phrase]:
    """Two in "Iraqi and Syrian forces": the lone modifier takes the role noun of its neighbour."""
    tokens = sentence.tokens
    shared = list(phrases)
    for at in range(len(runs) - 2, -1, -1):
        run, following = runs[at], runs[at + 1]
        lone, right = run[0], following[0]
        if (
            len(run) > 1
            or lone.country is None
            or right.country is None
            or shared[at + 1].kind not in ("agent", "person")
        ):
            continue
        if len(following) == 1 and shared[at + 1] is phrases[at + 1]:
            continue
        between = tokens[lone.last + 1 : right.first]
        if not between or not all(token.pos == "CCONJ" or token.text in (",", "/", "-") for token in between):
            continue
        if tokens[lone.head].dep not in MODIFIER_DEPS and tokens[lone.last].tag != "JJ":
            continue
        model = shared[at + 1]
        role_noun = text_of(sentence, right.last + 1, model.last)
        shared[at] = replace(
            model,
            first=lone.first,
            last=lone.last,
            parts=replace(model.parts, country=lone.parts.country),
            entries=(lone.entry, *model.entries[1:]),
            name=f"{text_of(sentence, lone.first, lone.last)} {role_noun}",
        )
    return shared


def share_country(sentence: Sentence, phrases: list[Phrase]) -> list[Phrase]:
    """In "Iraqi soldiers and police", servants of a state named together serve the same state."""
    tokens = sentence.tokens
    shared: list[Phrase] = []
    for phrase in phrases:
        token = tokens[phrase.head]
        if token.dep == "conj" and phrase.lacks_country and _STATE_ROLES & set(phrase.parts.roles):
            for other in shared:
                state = other.parts.country is not None and _STATE_ROLES & set(other.parts.roles)
                if other.head == token.head and state and not _has_article(tokens, phrase.first):
                    phrase = replace(phrase, parts=replace(phrase.parts, country=other.parts.country))
        shared.append(phrase)
    return shared


def join_complements(sentence: Sentence, phrases: list[Phrase]) -> list[Phrase]:
    """In "the army of Syria", "a member of Hamas", what follows says whose."""
    joined: list[Phrase] = []
    for phrase in phrases:
        owner = _owner_of(sentence, phrase, joined)
        if owner is None:
            joined.append(phrase)
            continue
        merged = _merge_complement(sentence, joined[owner], phrase)
        if joined[owner].parts.country is None and joined[owner].parts.literal is None:
            joined[owner] = merged
        else:  # a second complement of the same noun, or one that an earlier one has filled
            joined.append(merged)
    return joined


def _owner_of(sentence: Sentence, phrase: Phrase, before: Sequence[Phrase]) -> int | None:
    """Which of the phrases before it this one says more about, by its position; None if none."""
    tokens = sentence.tokens
    token = tokens[phrase.head]
    joined = token.dep == "conj"
    if joined:
        token = tokens[token.head]
    if token.dep != "pobj":
        return None
    preposition = tokens[token.head]
    of = preposition.text == "of"
    of_country = phrase.kind == "country" and preposition.text in ("from", "for")
    of_body = (phrase.is_group or phrase.collective) and preposition.text in _LINKS
    if not (of or of_country or of_body):
        return None
    beside = of and any(owner.last == preposition.index - 1 for owner in before)
    for at, owner in enumerate(before):
        owns = owner.last == preposition.index - 1 if beside else owner.head == preposition.head
        if owns and owner.kind == "agent" and owner.role_noun:
            shared = joined and owner.last >= token.index  # "presidents of Iran and Iraq"
            return at if owner.lacks_country or shared else None
    return None


def _merge_complement(sentence: Sentence, owner: Phrase, phrase: Phrase) -> Phrase:
    parts = phrase.parts
    own = owner.parts.roles
    if phrase.kind != "country":
        weak = bool(parts.roles or parts.international_type or parts.literal) and own == ("GOV",)
        parts = parts if weak or not own else add_roles(parts, own)
    else:
        parts = add_roles(replace(parts, roles=()), own or parts.roles)
    return replace(
        owner,
        last=max(owner.last, phrase.last),
        name=text_of(sentence, owner.first, phrase.last),
        parts=parts,
        entries=(*owner.entries[:1], *phrase.entries),
    )


def join_appositions(sentence: Sentence, phrases: list[Phrase]) -> list[Phrase]:
    """In "Wang Yi, the Chinese foreign minister", one who is named and described is one mention."""
    result = {phrase.head: phrase for phrase in phrases}
    if len(result) < len(phrases):  # some share their head: nothing is surely one person
        return phrases
    for phrase in phrases:
        token = sentence.tokens[phrase.head]
        if token.dep != "appos" or phrase.kind in ("country", "modifier"):
            continue
        described = result.get(token.head)
        if described is None:
            if phrase.kind == "agent" and sentence.head(token).pos == "PROPN":
                result[phrase.head] = _named(sentence, phrase, token.head)
        elif described.kind == "agent" and phrase.kind in ("person", "group") and not described.plural:
            result[token.head] = _described(described, phrase)
            del result[phrase.head]
        elif phrase.kind == "agent" and described.kind in ("person", "group"):
            del result[phrase.head]
    return [_with_name(sentence, phrase) for phrase in result.values()]


def _named(sentence: Sentence, phrase: Phrase, at: int) -> Phrase:
    """The one whose name ends at a token, and whom the phrase describes."""
    first = _proper_name_start(sentence.tokens, at)
    name = text_of(sentence, first, at)
    return replace(phrase, first=first, last=at, head=at, name=name, kind="person", person=name)


def _described(phrase: Phrase, name: Phrase) -> Phrase:
    return replace(
        phrase,
        last=max(phrase.last, name.last),
        name=name.name,
        person=name.person,
        kind=name.kind,
        parts=phrase.parts if name.lacks_country else name.parts,
        entries=(*phrase.entries, *name.entries),
    )


def _with_name(sentence: Sentence, phrase: Phrase) -> Phrase:
    """The phrase with the name that follows it and that no dictionary has."""
    if phrase.kind != "agent" or phrase.plural or phrase.collective:
        return phrase
    tokens = sentence.tokens
    for child in sentence.children(tokens[phrase.head]):
        if child.dep == "appos" and child.pos == "PROPN" and child.index > phrase.last:
            name = text_of(sentence, _proper_name_start(tokens, child.index), child.index)
            return replace(phrase, last=child.index, name=name, kind="person", person=name)
    return phrase


def _proper_name_start(tokens: Sequence[Token], at: int) -> int:
    while at and (tokens[at - 1].pos == "PROPN" or tokens[at - 1].text in ("-", "al")):
        at -= 1
    return at


def _has_article(tokens: Sequence[Token], first: int) -> bool:
    return first > 0 and tokens[first - 1].dep == "det"
