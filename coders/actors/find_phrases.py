"""Joins names that belong to one noun phrase and composes what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from coders.actors.compose_code import CodeParts, add_roles
from coders.actors.phrases import Phrase, PhraseKind
from coders.actors.read_names import Element, head_of
from coders.codebook.actors import PRIMARY_ROLES
from coders.models import EntryUse, Sentence, Token

_MODIFIER_DEPS = frozenset(("compound", "amod", "nmod", "poss", "nummod", "npadvmod", "dep"))
_BETWEEN = frozenset(("ADJ", "NOUN", "PROPN", "NUM", "ADV", "VERB"))
_FORMER = frozenset("former ex ousted deposed toppled retired late onetime then-former".split())
_OFFICES = frozenset(("GOV", "LEG", "JUD", "MIL"))
_STATE_ROLES = frozenset(("GOV", "LEG", "JUD", "MIL", "COP", "SPY"))
_LINKS = frozenset(("of", "for", "from", "at", "with"))
_KIND_OF_ACTOR: dict[str, PhraseKind] = {"person": "person", "country": "country"}


def find_phrases(sentence: Sentence, elements: Sequence[Element]) -> list[Phrase]:
    """The phrases that the sentence's names make, left to right, none inside another."""
    if not elements:
        return []
    runs: list[list[Element]] = [[elements[0]]]
    for left, right in pairwise(elements):
        if _modifies(sentence, left, right):
            runs[-1].append(right)
        else:
            runs.append([right])
    phrases = [_compose(sentence, run) for run in runs]
    phrases = _share_modifiers(sentence, runs, phrases)
    if len(phrases) > 1:
        phrases = _share_country(sentence, phrases)
        phrases = _join_complements(sentence, phrases)
        phrases = _join_appositions(sentence, phrases)
    return [phrase for phrase in phrases if not _is_idle(phrase)]


def _is_idle(phrase: Phrase) -> bool:
    """Whether it only says what sort of thing a noun is: "a school bus", but not "an army base"."""
    return (
        phrase.kind == "modifier" and bool(phrase.role_noun) and not PRIMARY_ROLES & set(phrase.parts.roles)
    )


def _modifies(sentence: Sentence, left: Element, right: Element) -> bool:
    """Whether two names that follow each other stand in one noun phrase, the left one before its head."""
    if right.country is not None or (left.is_person and right.actor is not None):
        return False
    if left.last == right.first:  # two names in one token, such as "Russia-NATO"
        return False
    tokens = sentence.tokens
    between = tokens[left.last + 1 : right.first]
    if not between:
        titled = left.agent is not None and right.is_person
        return titled or _is_adjective(tokens, left) or _leads_to(tokens, left.head, right)
    possessed = any(token.tag == "POS" for token in between)
    if (possessed and right.is_person) or not all(_may_stand_between(token) for token in between):
        return False
    return _leads_to(tokens, left.head, right)


def _is_adjective(tokens: Sequence[Token], element: Element) -> bool:
    token = tokens[element.head]
    if token.dep == "conj":  # "Iraqi and Syrian forces": the second hangs on the first
        token = tokens[token.head]
    return tokens[element.last].tag == "JJ" and token.dep in _MODIFIER_DEPS


def _may_stand_between(token: Token) -> bool:
    if token.tag in ("POS", "HYPH") or token.text == "-":
        return True
    return token.pos in _BETWEEN and token.tag not in ("VBZ", "VBD", "VBP", "VB", "MD")


def _leads_to(tokens: Sequence[Token], at: int, right: Element) -> bool:
    for _ in range(4):
        if tokens[at].dep not in _MODIFIER_DEPS:
            return False
        at = tokens[at].head
        if right.first <= at <= right.last:
            return True
    # "Syrian rebel-held east": both hang on a noun beyond
    return False


def _compose(sentence: Sentence, run: Sequence[Element]) -> Phrase:
    last = run[-1]
    entries = tuple(element.entry for element in run)
    if last.agent is not None:
        return _compose_agent(sentence, run, entries)
    if last.actor is not None:
        return _compose_actor(sentence, run, entries)
    return _compose_country(sentence, last, entries)


def _compose_country(sentence: Sentence, element: Element, entries: tuple[EntryUse, ...]) -> Phrase:
    token = sentence.tokens[element.head]
    kind: PhraseKind = "country"
    if element.use == "adjective":
        kind = "modifier"
    elif element.use == "demonym":
        kind = "agent"
    name = (
        element.country.name
        if element.country and kind == "country"
        else _text(sentence, element.first, element.last)
    )
    return Phrase(
        element.first,
        element.last,
        element.head,
        kind,
        name,
        element.parts,
        entries,
        plural=_is_plural(token),
    )


def _compose_actor(sentence: Sentence, run: Sequence[Element], entries: tuple[EntryUse, ...]) -> Phrase:
    last = run[-1]
    assert last.actor is not None  # noqa: S101  # told apart by the caller, for mypy
    head = head_of(sentence, run[0].first, last.last)
    kind = _KIND_OF_ACTOR.get(last.actor.kind, "group")
    parts = last.parts
    token = sentence.tokens[last.head]
    if last.is_people:
        countries = [each.parts.country for each in run[:-1] if each.parts.country]
        parts = replace(parts, country=countries[0] if countries else parts.country)
        if token.dep in _MODIFIER_DEPS and not _is_plural(token):
            kind = "modifier"
    person = last.actor.name if kind == "person" else ""
    return Phrase(
        run[0].first,
        last.last,
        head,
        kind,
        last.actor.name,
        parts,
        entries,
        person=person,
        plural=_is_plural(token),
    )


def _compose_agent(sentence: Sentence, run: Sequence[Element], entries: tuple[EntryUse, ...]) -> Phrase:
    first, last = run[0].first, run[-1].last
    head = run[-1].head
    agent = run[-1].agent
    token = sentence.tokens[head]
    parts = _agent_parts(run)
    plural = _is_plural(token)
    if not plural and _is_former(sentence, first, run[-1].first) and _OFFICES & set(parts.roles):
        parts = replace(parts, roles=("ELI",))
    person = ""
    name_end = _proper_name_end(sentence, last) if not plural else last
    if name_end > last:
        person = _text(sentence, last + 1, name_end)
        last, head = name_end, head_of(sentence, first, name_end)
    name = person or _text(sentence, first, last)
    kind: PhraseKind = "person" if person else "agent"
    if kind == "agent" and token.dep in ("compound", "amod", "nmod"):
        kind = "modifier"
    lemma, collective = (agent.lemma, agent.collective) if agent else ("", False)
    return Phrase(first, last, head, kind, name, parts, entries, lemma, person, plural, collective)


def _agent_parts(run: Sequence[Element]) -> CodeParts:
    """What the words of a phrase headed by a role noun say together."""
    base = CodeParts()
    people = [each for each in run if each.is_people]
    actors = [each for each in run if each.actor is not None and not each.is_people]
    if actors:
        base = actors[-1].parts
    countries = [each for each in run if each.country is not None]
    if countries and base.country is None and base.international_type is None and base.literal is None:
        base = replace(base, country=countries[0].parts.country)
        base = add_roles(base, countries[0].parts.roles)
    for each in people:
        base = replace(
            base,
            country=base.country or each.parts.country,
            ethnicity=base.ethnicity or each.parts.ethnicity,
            religion=base.religion or each.parts.religion,
        )
    agents = [each.agent for each in run if each.agent is not None]
    certain = tuple(role for agent in agents if not agent.default for role in agent.roles)
    if actors and actors[-1].is_person:
        base = add_roles(replace(base, roles=tuple(r for r in base.roles if r != "ELI")), certain)
        return base if base.roles else add_roles(base, agents[-1].roles)
    if certain:
        return add_roles(base, certain)
    if base.roles or base.international_type or base.literal:
        return base
    return add_roles(base, agents[-1].roles)


def _share_modifiers(
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
        if tokens[lone.head].dep not in _MODIFIER_DEPS and tokens[lone.last].tag != "JJ":
            continue
        model = shared[at + 1]
        shared[at] = replace(
            model,
            first=lone.first,
            last=lone.last,
            parts=replace(model.parts, country=lone.parts.country),
            entries=(lone.entry, *model.entries[1:]),
            name=f"{_text(sentence, lone.first, lone.last)} {_text(sentence, right.last + 1, model.last)}",
        )
    return shared


def _share_country(sentence: Sentence, phrases: list[Phrase]) -> list[Phrase]:
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


def _join_complements(sentence: Sentence, phrases: list[Phrase]) -> list[Phrase]:
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
    if not (of or of_country or (phrase.is_group and preposition.text in _LINKS)):
        return None
    for at, owner in enumerate(before):
        if owner.head == preposition.head and owner.kind == "agent" and owner.role_noun:
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
        name=_text(sentence, owner.first, phrase.last),
        parts=parts,
        entries=(*owner.entries[:1], *phrase.entries),
    )


def _join_appositions(sentence: Sentence, phrases: list[Phrase]) -> list[Phrase]:
    """In "Wang Yi, the Chinese foreign minister", one who is named and described is one mention."""
    tokens = sentence.tokens
    by_head = {phrase.head: at for at, phrase in enumerate(phrases)}
    dropped: set[int] = set()
    result = list(phrases)
    for at, phrase in enumerate(phrases):
        token = tokens[phrase.head]
        if token.dep != "appos" or phrase.kind == "country":
            continue
        above = by_head.get(token.head)
        if above is not None and above not in dropped:
            other = result[above]
            if other.kind == "agent" and phrase.kind in ("person", "group") and other.plural is False:
                result[above] = replace(
                    other,
                    name=phrase.name,
                    person=phrase.person,
                    kind=phrase.kind,
                    parts=phrase.parts if not phrase.lacks_country else other.parts,
                    entries=(*other.entries, *phrase.entries),
                )
                dropped.add(at)
            elif phrase.kind == "agent" and other.kind in ("person", "group"):
                dropped.add(at)
        elif above is None and phrase.kind == "agent" and tokens[token.head].pos == "PROPN":
            named = tokens[token.head]
            start = _proper_name_start(tokens, named.index)
            name = _text(sentence, start, named.index)
            result[at] = replace(
                phrase, first=start, last=named.index, head=named.index, name=name, kind="person", person=name
            )
    return [phrase for at, phrase in enumerate(result) if at not in dropped]


def _proper_name_end(sentence: Sentence, last: int) -> int:
    """Where the name of a person ends that follows a title ("lawmaker Hakim al-Zamili"); ``last`` if none."""
    tokens = sentence.tokens
    end = last
    for token in tokens[last + 1 :]:
        particle = token.text in ("-", "al", "el", "bin", "ibn", "van", "von", "de", "der", "da", "ul", "Al")
        if not (token.pos == "PROPN" or particle or token.entity == "PERSON") or token.tag == "POS":
            break
        if token.pos in ("PUNCT", "VERB", "AUX") and not particle:
            break
        end = token.index
    while end > last and tokens[end].text in ("-", "al", "bin", "de"):
        end -= 1
    return end


def _proper_name_start(tokens: Sequence[Token], at: int) -> int:
    while at and (tokens[at - 1].pos == "PROPN" or tokens[at - 1].text in ("-", "al")):
        at -= 1
    return at


def _is_former(sentence: Sentence, first: int, title: int) -> bool:
    tokens = sentence.tokens
    start = max(0, first - 2)
    return any(token.lemma.lower() in _FORMER for token in tokens[start:title])


def _has_article(tokens: Sequence[Token], first: int) -> bool:
    return first > 0 and tokens[first - 1].dep == "det"


def _is_plural(token: Token) -> bool:
    return token.tag in ("NNS", "NNPS")


def _text(sentence: Sentence, first: int, last: int) -> str:
    start, end = sentence.span_of(first, last)
    return sentence.text[start - sentence.start : end - sentence.start]
