"""Says which of those named before is in the reader's mind: the latest, subjects first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from coders.actors.phrases import Phrase
from coders.models import Sentence

REACH = 2  # sentences back that a pronoun or "the group" may point to

_WEIGHTS = {"nsubj": 4, "nsubjpass": 4, "agent": 3, "dobj": 2, "pobj": 2, "attr": 2, "conj": 2}


@dataclass(frozen=True, slots=True)
class Named:
    """A phrase and the sentence that it stands in."""

    sentence: Sentence
    phrase: Phrase


def salience(named: Named, sentence: Sentence) -> tuple[int, int]:
    """How readily a word in ``sentence`` is understood to mean it; more is readier, the later breaks a tie."""
    token = named.sentence.tokens[named.phrase.head]
    if token.dep == "conj":
        token = named.sentence.tokens[token.head]
    weight = _WEIGHTS.get(token.dep, 1)
    if weight == 4 and named.sentence.tokens[token.head].dep == "ROOT":
        weight = 5
    return weight - 3 * (sentence.index - named.sentence.index), named.phrase.first


def most_salient(
    candidates: Iterable[Named], sentence: Sentence, fits: Callable[[Phrase], bool]
) -> Named | None:
    """The readiest of those that fit, or None."""
    fitting = [each for each in candidates if fits(each.phrase)]
    return max(fitting, key=lambda each: salience(each, sentence), default=None)


def dominant_country(phrases: Iterable[Phrase]) -> str | None:
    """The country that is named most; None where two are named as often."""
    counts = Counter(
        phrase.parts.country for phrase in phrases if phrase.parts.country and phrase.inferred_from is None
    )
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def only(values: Sequence[str]) -> str | None:
    """The one value that there is, or None where there are several or none."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None
