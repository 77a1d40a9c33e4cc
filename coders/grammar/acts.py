"""Words that sum up what a clause tells: "Mali expelled the envoy, a step that France denounced"."""

from __future__ import annotations

from collections.abc import Iterator

from coders.grammar.arguments import surface_subjects
from coders.models import Sentence, Token

_ACTS = frozenset(
    "step move decision measure act action claim charge allegation accusation demand request offer proposal "
    "plan ruling verdict remark statement threat attack killing arrest bid call comment gesture order ban "
    "raid campaign deal law".split()
)
_IN_APPOSITION = ("appos", "npadvmod", "attr", "conj", "dobj", "dep", "oprd", "pobj")


def doers_of_act(sentence: Sentence, word: Token, trigger: Token) -> Iterator[Token]:
    """Who did what the word sums up, where the trigger is said of it."""
    if word.lemma in _ACTS and word.dep in _IN_APPOSITION and trigger.head == word.index:
        above = sentence.head(word)
        while above.pos not in ("VERB", "AUX") and above.head != above.index:
            above = sentence.head(above)
        yield from surface_subjects(sentence, above)
