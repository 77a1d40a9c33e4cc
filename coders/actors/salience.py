"""Says which of those named before is in the reader's mind: the latest, subjects first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from coders.actors.phrases import Phrase
from coders.models import Sentence, Token

REACH = 2  # sentences back that a pronoun or "the group" may point to

SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_WEIGHTS = {"agent": 3, "dobj": 2, "pobj": 2, "attr": 2, "conj": 2}


@dataclass(frozen=True, slots=True)
class Named:
    """A phrase and the sentence that it stands in."""

    sentence: Sentence
    phrase: Phrase


def weight(named: Named) -> int:
    """How readily its place in its own sentence makes a reader think of it: 5 for the main subject."""
    tokens = named.sentence.tokens
    token = tokens[named.phrase.head]
    second = token.dep == "conj"
    if second:
        token = tokens[token.head]
    if token.dep in SUBJECTS:
        return (5 if tokens[token.head].dep == "ROOT" else 4) - second
    return _WEIGHTS.get(token.dep, 1)


def salience(named: Named, sentence: Sentence, at: int | None = None) -> tuple[int, int]:
    """How readily a word in ``sentence`` is understood to mean it; more is readier.

    Where ``at`` tells the word's index, the subject of the clause that governs the word's own comes first:
    in "A attacked and B said they would", they are B.
    """
    bonus = 0
    if at is not None and named.sentence is sentence:
        bonus = 6 if _governs(sentence, named.phrase.head, at) else 0
    return weight(named) + bonus - 3 * (sentence.index - named.sentence.index), named.phrase.first


def clause_of(sentence: Sentence, at: int) -> Token:
    """The verb of the clause that a word stands in."""
    token = sentence.tokens[at]
    while token.head != token.index:
        token = sentence.tokens[token.head]
        if token.pos in ("VERB", "AUX"):
            break
    return token


def _governs(sentence: Sentence, subject: int, at: int) -> bool:
    token = sentence.tokens[subject]
    verb = clause_of(sentence, at)
    if verb.dep not in ("ccomp", "xcomp", "advcl", "pcomp"):
        return False
    governor = sentence.head(verb)
    if any(child.dep in SUBJECTS for child in sentence.children(governor)):
        return token.dep in SUBJECTS and token.head == governor.index
    # Parsers lose the subject of a second main clause: then the nearest noun before its verb is it.
    between = sentence.tokens[subject + 1 : governor.index]
    return bool(between) and not any(each.pos in ("VERB", "AUX") for each in between)


def most_salient(
    candidates: Iterable[Named],
    sentence: Sentence,
    fits: Callable[[Phrase], bool],
    at: int | None = None,
    *,
    plural: bool = False,
) -> Named | None:
    """The readiest of those that fit, or None; ``plural`` favours those whose noun is plural."""

    def rank(named: Named) -> tuple[int, int]:
        ready, position = salience(named, sentence, at)
        return ready + (2 if plural and named.phrase.plural else 0), position

    return max((each for each in candidates if fits(each.phrase)), key=rank, default=None)


def dominant_country(phrases: Iterable[Phrase]) -> Phrase | None:
    """A phrase of the country that these name most; None where two are named as often."""
    counts: dict[str, int] = {}
    firsts: dict[str, Phrase] = {}
    for phrase in phrases:
        country = phrase.parts.country
        if country is not None and phrase.inferred_from is None:
            counts[country] = counts.get(country, 0) + 1
            firsts.setdefault(country, phrase)
    if not counts:
        return None
    best = max(counts, key=counts.__getitem__)
    alone = sum(count == counts[best] for count in counts.values()) == 1
    return firsts[best] if alone else None
