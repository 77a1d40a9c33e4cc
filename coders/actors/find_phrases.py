"""Joins names that belong to one noun phrase and composes what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from coders.actors.join_phrases import (
    join_appositions,
    join_complements,
    share_country,
    share_modifiers,
)
from coders.actors.phrases import Phrase, PhraseKind, is_plural, text_of
from coders.actors.read_names import MODIFIER_DEPS, Element, head_of
from coders.codebook.actors import PRIMARY_ROLES
from coders.codebook.compose_code import CodeParts, add_roles
from coders.models import EntryUse, Sentence, Token

_LEADING_DEPS = MODIFIER_DEPS | {"poss", "dep"}
_BETWEEN = frozenset(("ADJ", "NOUN", "PROPN", "NUM", "ADV", "VERB"))
_FORMER = frozenset("former ex ousted deposed toppled retired late onetime then-former".split())
_OFFICES = frozenset(("GOV", "LEG", "JUD", "MIL"))
_KIND_OF_ACTOR: dict[str, PhraseKind] = {"person": "person", "country": "country", "government": "agent"}


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
    phrases = share_modifiers(sentence, runs, phrases)
    if len(phrases) > 1:
        phrases = share_country(sentence, phrases)
        phrases = join_complements(sentence, phrases)
    phrases = join_appositions(sentence, phrases)
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
    if left.owns or left.last == right.first:  # two names in one token, such as "Russia-NATO"
        return False
    tokens = sentence.tokens
    between = tokens[left.last + 1 : right.first]
    if not between:
        titled = left.agent is not None and right.is_person
        return (
            titled
            or _is_told(tokens, left, right)
            or _is_adjective(tokens, left)
            or _leads_to(tokens, left.head, right)
        )
    possessed = any(token.tag == "POS" for token in between)
    if possessed and len(between) == 1 and right.agent is not None:
        return True  # "Spain's Supreme Court", however the parser reads the rest
    if (possessed and right.is_person) or not all(_may_stand_between(token) for token in between):
        return False
    return _leads_to(tokens, left.head, right)


def _is_told(tokens: Sequence[Token], left: Element, right: Element) -> bool:
    """Whether the parser makes two objects of one: "told U.N. envoys"."""
    name, noun = tokens[left.head], tokens[right.head]
    return name.dep in ("dative", "dobj") and noun.dep == "dobj" and name.head == noun.head


def _is_adjective(tokens: Sequence[Token], element: Element) -> bool:
    token = tokens[element.head]
    if token.dep == "conj":  # "Iraqi and Syrian forces": the second hangs on the first
        token = tokens[token.head]
    return tokens[element.last].tag == "JJ" and token.dep in MODIFIER_DEPS


def _may_stand_between(token: Token) -> bool:
    if token.tag in ("POS", "HYPH") or token.text == "-":
        return True
    return token.pos in _BETWEEN and token.tag not in ("VBZ", "VBD", "VBP", "VB", "MD")


def _leads_to(tokens: Sequence[Token], at: int, right: Element) -> bool:
    for _ in range(4):
        if tokens[at].dep not in _LEADING_DEPS:
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
    named = element.country is not None and element.use in ("country", "capital")
    name = (
        element.country.name if element.country and named else text_of(sentence, element.first, element.last)
    )
    return Phrase(
        element.first,
        element.last,
        element.head,
        kind,
        name,
        element.parts,
        entries,
        plural=is_plural(token),
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
        if token.dep in MODIFIER_DEPS and not is_plural(token):
            kind = "modifier"
    person = last.actor.name if kind == "person" else ""
    if person and not _is_former(sentence, run[0].first, last.first):
        parts = replace(parts, roles=_role_by_title(run, parts.roles))
    return Phrase(
        run[0].first,
        last.last,
        head,
        kind,
        last.actor.name,
        parts,
        entries,
        person=person,
        plural=is_plural(token),
        collective=kind == "agent",
    )


def _compose_agent(sentence: Sentence, run: Sequence[Element], entries: tuple[EntryUse, ...]) -> Phrase:
    first, last = run[0].first, run[-1].last
    head = run[-1].head
    agent = run[-1].agent
    token = sentence.tokens[head]
    parts = _agent_parts(run)
    plural = is_plural(token)
    if not plural and _is_former(sentence, first, run[-1].first) and _OFFICES & set(parts.roles):
        parts = replace(parts, roles=("ELI",))
    person = ""
    name_end = _proper_name_end(sentence, last) if not plural else last
    if name_end > last:
        person = text_of(sentence, last + 1, name_end)
        last, head = name_end, head_of(sentence, first, name_end)
    name = person or text_of(sentence, first, last)
    kind: PhraseKind = "person" if person else "agent"
    if kind == "agent" and token.dep in ("compound", "amod", "nmod"):
        kind = "modifier"
    lemma, collective = (agent.lemma, agent.collective) if agent else ("", False)
    of_group = any(each.is_group for each in run) and not person
    return Phrase(first, last, head, kind, name, parts, entries, lemma, person, plural, collective, of_group)


def _role_by_title(run: Sequence[Element], known: tuple[str, ...]) -> tuple[str, ...]:
    """The role that the title before a name gives, where the dictionary knows of no office on that day.

    A text may know of an office that the dictionary does not; but of a general who is president the
    dictionary knows more.
    """
    titles = tuple(role for each in run if each.agent for role in each.agent.roles if role in _OFFICES)
    if known == ("ELI",):
        return titles or known
    return ("GOV",) if "GOV" in titles and known in (("PTY",), ("OPP",)) else known


def _agent_parts(run: Sequence[Element]) -> CodeParts:
    """What the words of a phrase headed by a role noun say together."""
    agents = [each.agent for each in run if each.agent is not None]
    certain = tuple(role for agent in agents if not agent.default for role in agent.roles)
    base = _owner_parts(run)
    if any(each.is_person for each in run):
        base = replace(base, roles=tuple(role for role in base.roles if role != "ELI"))
    if base.international_type or base.literal:
        certain = tuple(role for role in certain if role != "GOV")  # a U.N. envoy is of no government
    if certain:
        return add_roles(base, certain)
    if base.roles or base.international_type or base.literal:
        return base
    return add_roles(base, agents[-1].roles)


def _owner_parts(run: Sequence[Element]) -> CodeParts:
    """What the words before a role noun say: whose it is, and of which people or faith."""
    base = CodeParts()
    for each in run:  # of two countries the first counts ("the U.S. Iraq envoy"), of two groups the last
        group = each.actor is not None and not each.is_people
        placed = base.country or base.international_type or base.literal
        if group or (each.country is not None and not placed):
            base = each.parts
    for each in run:
        if each.is_people:
            base = replace(
                base,
                country=base.country or each.parts.country,
                ethnicity=base.ethnicity or each.parts.ethnicity,
                religion=base.religion or each.parts.religion,
            )
    return base


def _proper_name_end(sentence: Sentence, last: int) -> int:
    """Where the name of a person ends that follows a title ("lawmaker Hakim al-Zamili"); ``last`` if none."""
    tokens = sentence.tokens
    end = last
    for token in tokens[last + 1 :]:
        particle = token.text in ("-", "al", "el", "bin", "ibn", "van", "von", "de", "der", "da", "ul", "Al")
        if token.tag == "POS":
            break
        if not (token.pos == "PROPN" or particle or _is_of_name(token)):
            break
        end = token.index
    while end > last and tokens[end].text in ("-", "al", "bin", "de"):
        end -= 1
    return end


def _is_of_name(token: Token) -> bool:
    """Whether a word that the parser takes for no name is one of a person's."""
    if token.pos in ("PUNCT", "VERB", "AUX") or not token.text[0].isupper():
        return False
    return token.entity == "PERSON"


def _is_former(sentence: Sentence, first: int, title: int) -> bool:
    tokens = sentence.tokens
    start = max(0, first - 2)
    return any(token.lemma.lower() in _FORMER for token in tokens[start:title])
