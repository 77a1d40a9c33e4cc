"""Says whom pronouns and descriptions mean: "they", "it", "the group", "the two countries"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from coders.actors.phrases import Phrase
from coders.actors.salience import REACH, Named, clause_of, most_salient, salience, weight
from coders.codebook.compose_code import CodeParts
from coders.models import Sentence, Token

_PERSONAL = frozenset("he him his she her hers himself herself".split())
_PLURAL = frozenset("they them their theirs themselves".split())
_NEUTER = frozenset("it its itself".split())
_FIRST_PERSON = frozenset("i we us me".split())
_PRONOUNS = _PERSONAL | _PLURAL | _NEUTER
_GROUP_NOUNS = frozenset(
    "group organization organisation movement faction network outfit body agency alliance coalition bloc "
    "association institution federation watchdog charity".split()
)
_COUNTRY_NOUNS = frozenset("country nation state kingdom republic".split())
_PAIR_NOUNS = frozenset(
    "country nation side state neighbor neighbour government leader minister president party ally rival foe "
    "army".split()
)
_DESCRIBING = _GROUP_NOUNS | _COUNTRY_NOUNS | _PAIR_NOUNS
_LEADERS = frozenset("leader minister president".split())
_DEFINITE = frozenset("the this that".split())


def is_pair(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a role noun stands for two whom the story has named: "the two leaders", "both governments"."""
    token = sentence.tokens[phrase.head]
    return (
        phrase.lacks_country
        and phrase.first > 0
        and token.lemma.lower() in _PAIR_NOUNS
        and sentence.tokens[phrase.first - 1].text.lower() in ("two", "both")
    )


def find_antecedents(sentence: Sentence, phrases: Sequence[Phrase], earlier: Sequence[Named]) -> list[Phrase]:
    """The phrases that the sentence's pronouns and descriptions make, in the words of those they mean.

    ``earlier`` holds what the story has named before. A pronoun reaches back a few sentences, and so does
    "the group", unless one has been called by that noun. What may mean nobody or anybody makes none.
    """
    recent = [each for each in earlier if sentence.index - each.sentence.index <= REACH]
    taken = {at for phrase in phrases for at in range(phrase.first, phrase.last + 1)}
    found: list[Phrase] = []
    for token in sentence.tokens:
        if token.index in taken:
            continue
        if token.pos == "PRON":
            if token.text.lower() in _FIRST_PERSON:
                found.extend(_for_speaker(sentence, token, [*phrases, *found]))
            elif token.text.lower() in _PRONOUNS:
                candidates = _before(sentence, [*phrases, *found], recent, token)
                found.extend(_for_pronoun(sentence, token, candidates))
        elif token.pos == "NOUN" and token.lemma in _DESCRIBING:
            candidates = _before(sentence, [*phrases, *found], recent, token)
            found.extend(_for_description(sentence, token, candidates, earlier))
    return found


def _for_description(
    sentence: Sentence,
    token: Token,
    candidates: Sequence[Named],
    earlier: Sequence[Named],
) -> list[Phrase]:
    lemma = token.lemma
    first = _start_of_description(sentence, token)
    if first is None:
        return []
    if token.tag == "NNS":
        two = any(t.text.lower() in ("two", "both") for t in sentence.tokens[first : token.index])
        return _for_pair(sentence, first, token, candidates) if two and lemma in _PAIR_NOUNS else []
    if lemma in _COUNTRY_NOUNS:
        named = most_salient(candidates, sentence, _is_state)
        if named is None:
            return []
        name = named.phrase.name if named.phrase.kind == "country" else token.text
        alone = replace(
            named.phrase,
            parts=CodeParts(country=named.phrase.parts.country),
            kind="country",
            person="",
            name=name,
        )
        return [_refer(replace(named, phrase=alone), first, token)]
    if lemma not in _GROUP_NOUNS:
        return []
    named = _called_so(lemma, earlier) or most_salient(candidates, sentence, lambda phrase: phrase.is_group)
    return [_refer(named, first, token)] if named else []


def _called_so(noun: str, earlier: Sequence[Named]) -> Named | None:
    """The latest that was called by the noun itself: "the coalition" after "the U.S.-led coalition"."""
    for each in reversed(earlier):
        if each.phrase.inferred_from is None and each.sentence.tokens[each.phrase.head].lemma == noun:
            return each
    return None


def _start_of_description(sentence: Sentence, token: Token) -> int | None:
    """The first token of "the group" or "both sides"; None where not definite, or described further."""
    for child in sentence.children(token):
        if child.index > token.index and child.dep in ("prep", "relcl", "acl", "appos"):
            return None
    at = token.index
    while at and sentence.tokens[at - 1].pos in ("NUM", "DET", "ADJ") and token.index - at < 3:
        at -= 1
        word = sentence.tokens[at].text.lower()
        if word in _DEFINITE or word == "both":
            return at
    return None


def _for_pronoun(sentence: Sentence, token: Token, candidates: Sequence[Named]) -> list[Phrase]:
    word = token.text.lower()
    partner = _partner(sentence, token, candidates)
    if partner is not None:
        return [_refer(partner, token.index, token)]
    if word in _PERSONAL:
        named = most_salient(candidates, sentence, _is_individual, token.index)
    elif word in _PLURAL:
        several = [
            each for each in candidates if _is_several(each.phrase) or any(_partners(each, candidates))
        ]
        named = most_salient(several, sentence, _is_anybody, token.index, plural=True)
        if named is not None:
            both = sorted((named, *_partners(named, candidates)), key=lambda each: each.phrase.first)
            return [_refer(each, token.index, token) for each in both]
    else:
        bodies = [] if _is_expletive(sentence, token) else [each for each in candidates if _may_be_it(each)]
        named = most_salient(bodies, sentence, _is_body, token.index)
        if named is not None and salience(named, sentence, token.index)[0] < 1:
            return []
    return [_refer(named, token.index, token)] if named else []


def _for_speaker(sentence: Sentence, token: Token, phrases: Sequence[Phrase]) -> list[Phrase]:
    """Who says "we": the subject of the verb that the quoted clause hangs on."""
    verb = clause_of(sentence, token.index)
    while verb.head != verb.index and verb.dep not in ("ccomp", "parataxis"):
        verb = sentence.head(verb)
    saying = sentence.head(verb)
    subjects = {t.index for t in sentence.children(saying) if t.dep == "nsubj" and t.index != token.index}
    speaker = next((phrase for phrase in phrases if phrase.head in subjects), None)
    return [_refer(Named(sentence, speaker), token.index, token)] if speaker else []


def _partner(sentence: Sentence, token: Token, candidates: Sequence[Named]) -> Named | None:
    """The owner in "the army and its allies"."""
    owned = sentence.tokens[token.head]
    if token.dep != "poss" or owned.dep != "conj":
        return None
    here = (each for each in candidates if each.sentence is sentence)
    return next((each for each in here if each.phrase.head == owned.head), None)


def _may_be_it(named: Named) -> bool:
    """A country that is only a place in its sentence ("in Syria, it said") is not "it"."""
    return named.phrase.kind != "country" or weight(named) >= 4


def _for_pair(sentence: Sentence, first: int, token: Token, candidates: Sequence[Named]) -> list[Phrase]:
    """The two distinct countries, or leaders for "the two leaders"; none where there are fewer or more."""
    leaders = token.lemma.lower() in _LEADERS
    fitting = [
        each
        for each in sorted(candidates, key=lambda each: salience(each, sentence), reverse=True)
        if (
            _is_individual(each.phrase)
            if leaders
            else each.phrase.kind in ("country", "agent", "group", "modifier")
        )
    ]
    pair: dict[str, Named] = {}
    for each in fitting:
        key = each.phrase.name if leaders else each.phrase.parts.country
        if key:
            pair.setdefault(key, each if leaders else _country_of(each))
    return [_refer(each, first, token) for each in pair.values()] if len(pair) == 2 else []


def _country_of(named: Named) -> Named:
    alone = CodeParts(country=named.phrase.parts.country)
    return replace(named, phrase=replace(named.phrase, parts=alone))


def _before(
    sentence: Sentence, phrases: Sequence[Phrase], recent: Sequence[Named], token: Token
) -> list[Named]:
    """Those that the word may mean: named before it, and not beside it under the same verb."""
    before = [phrase for phrase in phrases if phrase.last < token.index]
    beside = {(p.name, p.parts) for p in before if _is_beside(sentence, p, token)}
    candidates = [*recent, *(Named(sentence, phrase) for phrase in before)]
    return [each for each in candidates if (each.phrase.name, each.phrase.parts) not in beside]


def _is_beside(sentence: Sentence, phrase: Phrase, token: Token) -> bool:
    """Whether both hang on one verb: in "Iran told them", they are not Iran."""
    if token.tag == "PRP$":
        return False
    head = sentence.tokens[phrase.head]
    verb = clause_of(sentence, token.index)
    if verb.dep == "relcl" and verb.head == head.index:
        return True
    return head.head == verb.index and head.dep in ("nsubj", "nsubjpass", "dobj")


def _partners(named: Named, candidates: Sequence[Named]) -> Iterator[Named]:
    """Those whom "and" joins to one, or who share its noun ("Iraqi and Syrian forces")."""
    tokens = named.sentence.tokens
    head = tokens[named.phrase.head]
    for other in candidates:
        if other.sentence is not named.sentence or other is named:
            continue
        partner = tokens[other.phrase.head]
        joined = (partner.dep == "conj" and partner.head == head.index) or (
            head.dep == "conj" and head.head == partner.index
        )
        if joined or partner is head:
            yield other


def _refer(named: Named, first: int, token: Token) -> Phrase:
    phrase = named.phrase
    return replace(
        phrase,
        first=first,
        last=token.index,
        head=token.index,
        named_at=phrase.named_at or named.sentence.span_of(phrase.first, phrase.last),
        inferred_from="antecedent",
    )


def _is_individual(phrase: Phrase) -> bool:
    return phrase.kind == "person" or (phrase.kind == "agent" and not phrase.plural and not phrase.collective)


def _is_anybody(_: Phrase) -> bool:
    return True


def _is_state(phrase: Phrase) -> bool:
    return phrase.kind == "country" or (phrase.parts.country is not None and "GOV" in phrase.parts.roles)


def _is_body(phrase: Phrase) -> bool:
    return phrase.kind in ("country", "group") or (
        phrase.kind == "agent" and phrase.collective and not phrase.plural
    )


def _is_several(phrase: Phrase) -> bool:
    return phrase.plural or phrase.collective or phrase.kind in ("country", "group")


def _is_expletive(sentence: Sentence, token: Token) -> bool:
    """Whether "it" means nobody ("it is clear that"), or a thing that something is done to."""
    if token.dep == "expl" or token.dep not in ("nsubj", "nsubjpass", "poss"):
        return True
    verb = sentence.tokens[token.head]
    return token.dep != "poss" and verb.lemma in ("be", "seem", "appear", "rain", "snow", "take", "become")
