"""What each condition finds among real events, by a name of ours for each event."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from coders.models import EventActor, Place
from store.actor_terms import ActorTerm, Dyad
from store.articles import submit_articles
from store.event_filter import EventFilter
from store.events import list_events, replace_for_article
from store.queue import claim_articles

VERSIONS = {"coder_version": "c1", "codebook_version": "b1", "profile": "fast"}
USA, IRQ, CHN = (ActorTerm("country", code) for code in ("USA", "IRQ", "CHN"))


def actor(code, country, group=None, roles=()):
    return EventActor(code, country, group, roles, code, (0, 3))


IRAQI_ARMY = actor("IRQMIL", "IRQ", roles=("MIL",))
IRAQI_STATE = actor("IRQGOV", "IRQ", roles=("GOV",))
AMERICA = actor("USA", "USA")
MILITIA = actor("IMGISI", None, "IMG", ("REB",))
CHINA = actor("CHNGOV", "CHN", roles=("GOV",))
FIJI = Place("Suva", "FJI", "Central", -18.14, 178.44, 1)
SAMOA = Place("Apia", "WSM", None, -13.83, -171.77, 2)
QAIM = Place("al-Qaim", "IRQ", "Anbar", 34.37, 41.09, 3)


@pytest.fixture
def events(make_event):
    return {
        "fight": make_event(
            source=IRAQI_ARMY, target=MILITIA, place=QAIM, sentence="Troops attacked fighters."
        ),
        "talk": make_event(
            source=AMERICA, target=IRAQI_STATE, event_code="0331", event_root_code="03", quad_class=1,
            goldstein=5.2, plover_type="COOPERATE", scope="international", confidence=0.29, place=FIJI,
            event_date=date(2017, 11, 1), sentence="Diplomats hope to talk again.",
        ),
        "deal": make_event(
            source=AMERICA, target=CHINA, event_code="057", event_root_code="05", quad_class=1, goldstein=8.0,
            plover_type="AGREE", scope="international", confidence=1.0, place=SAMOA, background=True,
            attributed_to_code="USAMED", attributed_to_name="a paper", sentence="A treaty was signed.",
        ),
        "bomb": make_event(
            source=MILITIA, target=None, event_code="1831", event_root_code="18", place=None,
            sentence="The militia bombed a 100% new_bridge.",
        ),
    }  # fmt: skip


@pytest.fixture
def named(conn, make_article, coded, events):
    """The names of the events that a filter finds, of two articles with two events each."""
    names = {event.event_id: name for name, event in events.items()}
    for publisher, some in (("Wire", ("fight", "talk")), (None, ("deal", "bomb"))):
        submit_articles(
            conn, [make_article(publisher=publisher, published_date=date(2017, 11, len(some[0])))]
        )
        [held] = claim_articles(conn, worker="w", batch_size=1, lease_seconds=60)
        replace_for_article(conn, held, coded(*(events[name] for name in some)), **VERSIONS)

    def find(event_filter):
        return {names[row["event_id"]] for row in list_events(conn, event_filter, limit=100)}

    return find


ALL = {"fight", "talk", "deal", "bomb"}
LONG_AGO, SOON = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

CASES = [
    (EventFilter(published_date_from=date(2017, 11, 5)), {"fight", "talk"}),
    (EventFilter(published_date_to=date(2017, 11, 4)), {"deal", "bomb"}),
    (EventFilter(coded_at_from=LONG_AGO, coded_at_to=SOON), ALL),
    (EventFilter(coded_at_to=LONG_AGO), set()),
    (EventFilter(source=(USA,)), {"talk", "deal"}),
    (EventFilter(actor=(IRQ,)), {"fight", "talk"}),
    (EventFilter(target=(CHN, ActorTerm("group", "IMG"))), {"deal", "fight"}),
    (EventFilter(actor=(ActorTerm("role", "GOV"),)), {"talk", "deal"}),
    (EventFilter(source=(ActorTerm("code", "IRQ*"),)), {"fight"}),
    (EventFilter(source=(ActorTerm("code", "*ISI"),)), {"bomb"}),
    (EventFilter(target_code=("*GOV", "IMGISI")), {"talk", "deal", "fight"}),
    (EventFilter(source_code=("IRQ",)), set()),
    (EventFilter(source_code=("IRQ_IL",)), set()),
    (EventFilter(source_code=("IRQ%*",)), set()),
    (EventFilter(actor_code=("USA", "IRQMIL")), {"talk", "deal", "fight"}),
    (EventFilter(dyad=(Dyad(USA, CHN),)), {"deal"}),
    (EventFilter(dyad=(Dyad(CHN, USA),)), set()),
    (EventFilter(dyad=(Dyad(USA, CHN), Dyad(USA, IRQ))), {"deal", "talk"}),
    (EventFilter(dyad=(Dyad(ActorTerm("role", "MIL"), ActorTerm("code", "IMG*")),)), {"fight"}),
    (EventFilter(source_group=("IMG",)), {"bomb"}),
    (EventFilter(actor_group=("IMG", "IGO")), {"bomb", "fight"}),
    (EventFilter(source_country=("IRQ",), source_role=("MIL",)), {"fight"}),
    (EventFilter(source_country=("IRQ",), source_role=("GOV",)), set()),
    (EventFilter(actor_role=("GOV", "REB")), ALL),
    (EventFilter(event_code=("03",)), {"talk"}),
    (EventFilter(event_code=("183",)), {"bomb"}),
    (EventFilter(event_code=("033", "1831")), {"talk", "bomb"}),
    (EventFilter(event_code=("05", "190", "1832")), {"deal", "fight"}),
    (EventFilter(quad_class=(1,)), {"talk", "deal"}),
    (EventFilter(plover_type=("AGREE", "ASSAULT")), {"deal", "fight", "bomb"}),
    (EventFilter(goldstein_from=5.2), {"talk", "deal"}),
    (EventFilter(goldstein_from=-10, goldstein_to=5.1), {"fight", "bomb"}),
    (EventFilter(confidence_from=0.29, confidence_to=0.29), {"talk"}),
    (EventFilter(confidence_from=0.874), {"deal"}),
    (EventFilter(scope=("international",)), {"talk", "deal"}),
    (EventFilter(scope=("domestic", "international")), ALL),
    (EventFilter(background=True), {"deal"}),
    (EventFilter(background=False), {"fight", "talk", "bomb"}),
    (EventFilter(attributed_to=("USA*",)), {"deal"}),
    (EventFilter(attributed_to=("*",)), {"deal"}),
    (EventFilter(place_country=("IRQ", "FJI")), {"fight", "talk"}),
    (EventFilter(admin1=("Anbar",)), {"fight"}),
    (EventFilter(bbox=(38.0, 29.0, 48.0, 37.0)), {"fight"}),
    (EventFilter(bbox=(170.0, -30.0, -170.0, 0.0)), {"talk", "deal"}),
    (EventFilter(bbox=(-180.0, -90.0, 180.0, 90.0)), {"fight", "talk", "deal"}),
    (EventFilter(near=(34.0, 41.0), radius_km=41), set()),
    (EventFilter(near=(34.0, 41.0), radius_km=42.5), {"fight"}),
    (EventFilter(near=(-18.0, -179.0), radius_km=300), {"talk"}),
    (EventFilter(near=(-18.0, 179.0), radius_km=1150), {"talk", "deal"}),
    (EventFilter(near=(90.0, 0.0), radius_km=6_200), {"fight"}),
    (EventFilter(near=(-80.0, 0.0), radius_km=20_016), {"fight", "talk", "deal"}),
    (EventFilter(publisher=("Wire",)), {"fight", "talk"}),
    (EventFilter(publisher=("Wire", "x" * 500)), {"fight", "talk"}),
    (EventFilter(coder_version=("c1",), codebook_version=("b1", "b2")), ALL),
    (EventFilter(coder_version=("c2",)), set()),
    (EventFilter(article_id=(UUID(int=1),)), set()),
    (EventFilter(q="attack"), {"fight"}),
    (EventFilter(q="treaties or troop"), {"deal", "fight"}),
    (EventFilter(q='"talk again" -treaty'), {"talk"}),
    (EventFilter(q="militia -bombing"), set()),
    (EventFilter(q="':*&|!("), set()),
    (EventFilter(q="bomb", source=(USA,)), set()),
    (EventFilter(retracted="only"), set()),
    (EventFilter(retracted="include"), ALL),
]  # fmt: skip


def test_each_condition_finds_what_it_says(named):
    wrong = {repr(each): found for each, names in CASES if (found := named(each)) != names}
    assert not wrong


def test_articles_and_jobs_are_found_by_their_ids(conn, named):
    jobs = conn.execute("SELECT job_id, article_id FROM job_articles").fetchall()
    by_job = [named(EventFilter(job_id=(row["job_id"],))) for row in jobs]
    by_article = [named(EventFilter(article_id=(row["article_id"],))) for row in jobs]
    assert by_job == by_article
    assert {frozenset(names) for names in by_job} == {
        frozenset({"fight", "talk"}),
        frozenset({"deal", "bomb"}),
    }
    assert named(EventFilter(job_id=tuple(row["job_id"] for row in jobs))) == ALL


def test_retracted_events_are_found_where_they_are_asked_for(conn, named, events):
    conn.execute(
        "UPDATE events SET retracted_at = now(), change_reason = 'retracted', "
        "retracted_by_coder_version = 'c', retracted_by_codebook_version = 'b' WHERE event_id = %s",
        (events["deal"].event_id,),
    )
    assert named(EventFilter()) == ALL - {"deal"}
    assert named(EventFilter(retracted="only", source=(USA,))) == {"deal"}
    assert named(EventFilter(retracted="include")) == ALL


def test_a_sentence_of_any_length_is_found_by_its_words(conn, make_article, make_event, coded):
    submit_articles(conn, [make_article(publisher="p" * 900)])
    [held] = claim_articles(conn, worker="w", batch_size=1, lease_seconds=60)
    sentence = "Zebras marched. " + " ".join(f"word{number}" for number in range(150_000))
    event = replace(make_event(), sentence=sentence)
    replace_for_article(conn, held, coded(event), **VERSIONS)
    for each in (EventFilter(q="zebra"), EventFilter(publisher=("p" * 900,))):
        assert [row["event_id"] for row in list_events(conn, each, limit=9)] == [event.event_id]
