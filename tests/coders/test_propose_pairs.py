"""Which pairs of mentions are looked at, and how near the rules come to each."""

from coders.models import Document, PatternMatch
from coders.pairs.models import Verdict
from coders.propose_pairs import MOST_MENTIONS, propose_pairs
from tests.coders.mentions import mention
from tests.coders.parses import document

TEXT = document("Iran/nsubj/1 attacked/ROOT/1 Iraq/dobj/1 near/prep/1 Turkey/pobj/3")
[SENTENCE] = TEXT.sentences
IRAN, IRAQ, TURKEY = (mention(SENTENCE, name, name[:3].upper()) for name in ("Iran", "Iraq", "Turkey"))


def verdict(sources, targets, *, code="190", reverse=None):
    match = PatternMatch(
        sentence_index=0,
        pattern_id="test",
        trigger=1,
        trigger_span=SENTENCE.tokens[1].span,
        event_code=code,
        reverse_code=reverse,
        modality=(),
        governed_by=(),
        sources=sources,
        targets=targets,
    )
    return Verdict(match, code, reverse, code)


def proposed(*verdicts, mentions=(IRAN, IRAQ, TURKEY)):
    pairs = propose_pairs(TEXT, mentions, verdicts)
    return {
        (pair.source.code, pair.target.code if pair.target else None): (pair.fit, pair.rule_code)
        for pair in pairs
    }


def test_every_ordered_pair_and_every_mention_alone():
    found = proposed()
    assert set(found) == {
        (one, other) for one in ("IRA", "TUR") for other in ("IRA", "TUR", None) if one != other
    } | {("IRA", "IRA")}
    assert set(found.values()) == {("none", None)}


def test_how_near_the_rules_come():
    turks = (mention(SENTENCE, "Turkey", "TUR"),)
    iran, iraq = mention(SENTENCE, "Iran", "IRN"), mention(SENTENCE, "Iraq", "IRQ")
    found = proposed(verdict((iran,), (iraq,)), mentions=(iran, iraq, *turks))
    assert found["IRN", "IRQ"] == ("both", "190")
    assert found["IRQ", "IRN"] == ("reversed", None)
    assert found["IRN", "TUR"] == found["IRN", None] == ("source", None)
    assert found["TUR", "IRQ"] == ("target", None)
    assert found["TUR", None] == found["IRQ", "TUR"] == ("none", None)


def test_without_a_target_it_is_open_to_whom():
    found = proposed(verdict((TURKEY,), ()))
    assert found["TUR", "IRA"] == ("open", None)
    assert found["TUR", None] == ("both", "190")


def test_what_is_mutual_is_found_in_both_directions():
    found = proposed(verdict((TURKEY,), (IRAQ,), code="042", reverse="043"), mentions=(IRAQ, TURKEY))
    assert found["TUR", "IRA"] == ("both", "042")
    assert found["IRA", "TUR"] == ("both", "043")
    together = proposed(verdict((IRAQ, TURKEY), (), code="042", reverse="043"), mentions=(IRAQ, TURKEY))
    assert together["IRA", "TUR"] == ("both", "042")
    assert together["TUR", "IRA"] == ("both", "043")


def test_two_events_of_one_pair_are_two_candidates():
    pairs = propose_pairs(TEXT, (IRAQ, TURKEY), [verdict((TURKEY,), (IRAQ,), code=c) for c in ("112", "130")])
    assert [p.rule_code for p in pairs if p.source is TURKEY and p.target is IRAQ] == ["112", "130"]


def test_mentions_that_share_words_make_no_pair():
    wider = mention(SENTENCE, "Iraq near Turkey", "IRQGOV")
    assert {
        (p.source.code, p.target and p.target.code) for p in propose_pairs(TEXT, (wider, TURKEY), ())
    } == {
        ("IRQGOV", None),
        ("TUR", None),
    }


def test_a_list_of_names_stays_bounded():
    names = " ".join(f"Name{number}/nsubj/0/PROPN" for number in range(60))
    listed: Document = document(f"came/ROOT/0 {names}")
    everybody = [mention(listed.sentences[0], f"Name{number}", "FRA") for number in range(60)]
    assert len(propose_pairs(listed, everybody, ())) == MOST_MENTIONS**2
