"""One event once."""

from dataclasses import replace
from datetime import date

from coders.deduplicate_events import deduplicate_events
from coders.event_identity import event_id
from coders.models import Event, EventActor, Explanation


def _event(code="190", *, source="IRN", target="IRQ", sentence=0, trigger=(5, 11), confidence=0.9) -> Event:
    def actor(name, start):
        return EventActor(name, name[:3], None, (), name, (start, start + 3))

    return Event(
        event_id=event_id(b"", (0, 3), trigger, (12, 15), code),
        sentence_index=sentence,
        sentence="",
        trigger_span=trigger,
        source=actor(source, 0),
        target=actor(target, 12),
        event_code=code,
        event_root_code=code[:2],
        quad_class=4,
        goldstein=-10.0,
        plover_type=None,
        plover_mode=None,
        plover_context=None,
        scope="international",
        event_date=date(2020, 1, 1),
        event_date_basis="published",
        event_date_precision="day",
        confidence=confidence,
        attributed_to_code=None,
        attributed_to_name=None,
        background=False,
        place=None,
        explanation=Explanation("p", "190>190", (), (), ()),
    )


def test_of_two_tellings_the_surer_stays():
    first, second = _event(confidence=0.7), _event(sentence=3, trigger=(90, 96), confidence=0.9)
    assert deduplicate_events([first, second]) == (second,)


def test_of_equals_the_first_stays():
    first, second = _event(), _event(sentence=3, trigger=(90, 96))
    assert deduplicate_events([first, second]) == (first,)


def test_in_one_sentence_the_more_specific_code_of_a_root_stays():
    general, specific = _event("190"), _event("1951", trigger=(20, 25))
    assert deduplicate_events([general, specific]) == (specific,)
    assert deduplicate_events([specific, general]) == (specific,)


def test_a_target_makes_the_same_deed_without_one_superfluous():
    aimed, bare = _event(), replace(_event(trigger=(30, 36)), target=None)
    elsewhere = replace(_event(sentence=2, trigger=(80, 86)), target=None)
    assert deduplicate_events([bare, aimed, elsewhere]) == (aimed, elsewhere)


def test_other_dates_directions_and_codes_are_other_events():
    events = [
        _event(),
        replace(_event(sentence=1, trigger=(30, 36)), event_date=date(2020, 1, 2)),
        _event("111", sentence=1, trigger=(40, 46)),
        _event(source="IRQ", target="IRN", sentence=1, trigger=(50, 56)),
    ]
    assert deduplicate_events(events) == tuple(events)


def test_event_id_depends_on_text_spans_and_code_alone():
    one = event_id(b"text", (0, 3), (5, 11), None, "190")
    assert one == event_id(b"text", (0, 3), (5, 11), None, "190")
    others = {
        event_id(b"other", (0, 3), (5, 11), None, "190"),
        event_id(b"text", (0, 4), (5, 11), None, "190"),
        event_id(b"text", (0, 3), (5, 12), None, "190"),
        event_id(b"text", (0, 3), (5, 11), (12, 15), "190"),
        event_id(b"text", (0, 3), (5, 11), None, "191"),
    }
    assert one not in others
    assert len(others) == 5
    assert one.version == 8
