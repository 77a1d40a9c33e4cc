"""Who does it to whom in the end."""

import pytest

from coders.grammar.contexts import Governor
from coders.grammar.parties import Parties, parties_under
from tests.coders.mentions import by_token, mention
from tests.coders.parses import parse

SENTENCE = parse("Iran/nsubj/1 urged/ROOT/1 Iraq/dobj/1 near/prep/1 Turkey/pobj/3")
IRAN, IRAQ, TURKEY = (mention(SENTENCE, name, name[:3].upper()) for name in ("Iran", "Iraq", "Turkey"))
MENTIONS = by_token(IRAN, IRAQ, TURKEY)
VERB = SENTENCE.tokens[1]


def token(actor):
    return SENTENCE.tokens[actor.head]


def under(modality, *, owner=IRAN, addressee=None):
    addressees = (token(addressee),) if addressee else None
    return Governor(modality, VERB, "test", owners=(token(owner),), addressees=addressees)


CASES = {
    "who intends does it": (Parties((), (IRAQ,)), [under("intend")], ((IRAN,), (IRAQ,), None)),
    "but not in another's place": (
        Parties((TURKEY,), (IRAQ,)),
        [under("intend")],
        ((TURKEY,), (IRAQ,), None),
    ),
    "who asks is the source, who is asked the target": (
        Parties((IRAQ,), (TURKEY,)),
        [under("appeal", addressee=IRAQ)],
        ((IRAN,), (IRAQ,), None),
    ),
    "who should do it is asked": (Parties((IRAQ,), ()), [under("demand")], ((IRAN,), (IRAQ,), None)),
    "what is asked for oneself is asked of the target": (
        Parties((IRAN,), (IRAQ,)),
        [under("appeal")],
        ((IRAN,), (IRAQ,), None),
    ),
    "who says it is told, and changes nothing": (
        Parties((IRAQ,), (TURKEY,)),
        [under("say")],
        ((IRAQ,), (TURKEY,), IRAN),
    ),
    "who says it of himself claims nothing": (
        Parties((IRAN,), (IRAQ,)),
        [under("say")],
        ((IRAN,), (IRAQ,), None),
    ),
    "who denies is the source": (Parties((IRAQ,), (TURKEY,)), [under("deny")], ((IRAN,), (TURKEY,), None)),
    "one after another": (
        Parties((IRAQ,), ()),
        [under("demand", owner=IRAN), under("say", owner=TURKEY)],
        ((IRAN,), (IRAQ,), TURKEY),
    ),
}


@pytest.mark.parametrize(("before", "governors", "expected"), CASES.values(), ids=CASES)
def test_parties_under(before, governors, expected):
    after = parties_under(SENTENCE, before, governors, MENTIONS)
    assert (after.sources, after.targets, after.attributed_to) == expected


def test_an_outlet_claims_nothing():
    outlet = mention(SENTENCE, "Turkey", "TURMED", kind="media")
    mentions = by_token(IRAN, IRAQ, outlet)
    after = parties_under(SENTENCE, Parties((IRAN,), (IRAQ,)), [under("say", owner=outlet)], mentions)
    assert after.attributed_to is None
