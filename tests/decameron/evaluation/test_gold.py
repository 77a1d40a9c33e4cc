from __future__ import annotations

import json
from datetime import date

import pytest

from decameron.evaluation.gold import GoldError, read_gold


def test_a_line_is_a_sentence_with_its_events():
    event = {
        "source": {"text": "A", "span": [0, 1], "code": "IRQMIL"},
        "target": {"code": "---"},
        "code": "1951",
        "plover": "fight",
    }
    record = {"id": 7, "text": "A hit B.", "date": "20171026", "partial": True, "events": [event]}
    [sentence] = read_gold([json.dumps(record).encode(), b""])
    assert (sentence.sentence_id, sentence.day, sentence.partial) == ("7", date(2017, 10, 26), True)
    [event] = sentence.events
    assert (event.source.text, event.source.span, event.source.code) == ("A", (0, 1), "IRQMIL")
    assert (event.target.absent, event.target.code) == (True, None)
    assert (event.code, event.root, event.plover, event.quad) == ("1951", "19", "FIGHT", None)


def test_a_date_may_be_written_either_way_or_be_missing():
    days = [
        b'{"text": "x", "events": [], "date": %s}' % each
        for each in (b'"2017-10-26"', b'"20171026"', b"null")
    ]
    assert [each.day for each in read_gold(days)] == [date(2017, 10, 26), date(2017, 10, 26), None]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "g:2: no JSON"),
        (b"[]", "g:2: AttributeError"),
        (b'{"events": []}', "g:2: KeyError 'text'"),
        (b'{"text": "x", "events": [], "date": "soon"}', "g:2: ValueError"),
        (b'{"text": "x", "events": [{"source": {"span": [1]}}]}', "g:2: IndexError"),
    ],
)
def test_what_is_no_sentence_is_named_by_its_line(line, message):
    with pytest.raises(GoldError, match=message):
        list(read_gold([b'{"text": "x", "events": []}', line], "g"))
