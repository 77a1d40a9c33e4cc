"""What a trigger stands under: modality, negation, condition, claim."""

import pytest

from coders.codebook.load import _modalities_by_trigger
from coders.codebook.patterns import read_lines, read_modality_patterns
from coders.grammar.contexts import contexts_of
from tests.coders.parses import parse

PATTERNS = _modalities_by_trigger(
    read_modality_patterns(
        read_lines(
            "test.txt",
            """
            intend plan to V
            appeal urge T to V
            appeal call on T to V
            accuse accuse T of V-ing
            demand demand N
            threaten threaten to V
            warn warn that V
            halt end N
            say say that V
            aspect launch N
            """,
        )
    )
)

CASES = {
    "a plain deed": ("Iran/nsubj/1 attacked/ROOT/1", "attacked", []),
    "future": ("Iran/nsubj/2 will/aux/2 attack/ROOT/2", "attack", [("intend", ["Iran"])]),
    "a future denied is a refusal": (
        "Iran/nsubj/3 will/aux/3 not/neg/3 attack/ROOT/3",
        "attack",
        [("refuse", ["Iran"])],
    ),
    "negation": ("Iran/nsubj/3 did/aux/3 not/neg/3 attack/ROOT/3", "attack", [("not", [])]),
    "possibility": ("Iran/nsubj/2 may/aux/2 attack/ROOT/2", "attack", [("possible", [])]),
    "intention": (
        "Iran/nsubj/1 plans/ROOT/1/VERB/plan to/aux/3/PART attack/xcomp/1/VERB",
        "attack",
        [("intend", ["Iran"])],
    ),
    "appeal": (
        "Iran/nsubj/1 urged/ROOT/1/VERB/urge Iraq/dobj/1 to/aux/4/PART leave/xcomp/1/VERB",
        "leave",
        [("appeal", ["Iran"])],
    ),
    "appeal not to is a call to stop": (
        "Iran/nsubj/1 urged/ROOT/1/VERB/urge Iraq/dobj/1 not/neg/5 to/aux/5/PART attack/xcomp/1/VERB",
        "attack",
        [("halt", []), ("appeal", ["Iran"])],
    ),
    "accusation": (
        "Iran/nsubj/1 accused/ROOT/1/VERB/accuse Iraq/dobj/1 of/prep/1 attacking/pcomp/3",
        "attacking",
        [("accuse", ["Iran"])],
    ),
    "a warning of one's own deed is a threat": (
        "Iran/nsubj/1 warned/ROOT/1/VERB/warn it/nsubj/4/PRON would/aux/4 attack/ccomp/1",
        "attack",
        [("threaten", ["Iran"])],
    ),
    "must under a claim is a demand": (
        "Iran/nsubj/1 said/ROOT/1/VERB/say Iraq/nsubj/4 must/aux/4 leave/ccomp/1",
        "leave",
        [("demand", ["Iran"])],
    ),
    "claim": (
        "Iran/nsubj/1 said/ROOT/1/VERB/say Iraq/nsubj/3 attacked/ccomp/1",
        "attacked",
        [("say", ["Iran"])],
    ),
    "a noun that is demanded": (
        "Iran/nsubj/1 demanded/ROOT/1/VERB/demand talks/dobj/1",
        "talks",
        [("demand", ["Iran"])],
    ),
    "condition": (
        "They/nsubj/1/PRON leave/ROOT/1 if/mark/4 Iran/nsubj/4 attacks/advcl/1",
        "attacks",
        [("if", [])],
    ),
    "one after another": (
        "Iran/nsubj/1 said/ROOT/1/VERB/say it/nsubj/3/PRON planned/ccomp/1/VERB/plan to/aux/5/PART "
        "end/xcomp/3/VERB attacks/dobj/5",
        "attacks",
        [("halt", ["it"]), ("intend", ["it"]), ("say", ["Iran"])],
    ),
    "a conjunct shares what governs the first": (
        "Iran/nsubj/1 plans/ROOT/1/VERB/plan to/aux/3/PART march/xcomp/1/VERB and/cc/3 attack/conj/3/VERB",
        "attack",
        [("intend", ["Iran"])],
    ),
    "a conjunct with a subject of its own does not": (
        "Iran/nsubj/3 did/aux/3 not/neg/3 march/ROOT/3 and/cc/3 Iraq/nsubj/6 attacked/conj/3/VERB",
        "attacked",
        [],
    ),
}


@pytest.mark.parametrize(("line", "trigger", "expected"), CASES.values(), ids=CASES)
def test_contexts(line, trigger, expected):
    sentence = parse(line)
    token = next(t for t in sentence.tokens if t.text == trigger)
    found = contexts_of(sentence, token, PATTERNS)
    assert [(g.modality, [t.text for t in g.owners]) for g in found] == expected
