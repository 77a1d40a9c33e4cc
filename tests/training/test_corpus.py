from __future__ import annotations

import json

import pytest

from coders.codebook.load import load_codebook
from decameron.evaluation.gold import read_gold
from training.corpus import CorpusError, as_gold, codes_of, read_corpus


@pytest.fixture(scope="module")
def corpus():
    return list(read_corpus())


def test_the_corpus_is_as_its_datasheet_says(corpus):
    assert len(corpus) >= 6_000
    assert sum(not each.events for each in corpus) >= 2_000
    assert codes_of(corpus) <= {code for code in load_codebook().event_codes if len(code) > 2}
    assert {code[:2] for code in codes_of(corpus)} == {f"{root:02}" for root in range(1, 21)}
    held_out = sum(each.part == "held-out" for each in corpus) / len(corpus)
    assert 0.17 < held_out < 0.23


def test_a_sentence_is_gold_for_an_evaluation(corpus):
    sentence = next(each for each in corpus if len(each.events) > 1)
    [gold] = read_gold([json.dumps(as_gold(sentence)).encode()])
    assert gold.text == sentence.text
    assert [each.source.span for each in gold.events] == [each.source for each in sentence.events]
    assert [each.code for each in gold.events] == [each.code for each in sentence.events]


EVENT = {"source": "A", "target": "B", "code": "190"}


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"text": "A hit B."}, "x.jsonl:1: 'events'"),
        ({"text": "A hit B.", "events": [{**EVENT, "source": "C"}]}, "'C' does not stand in the text"),
        ({"text": "A hit B.", "events": [{**EVENT, "source_at": 1}]}, "'A' does not stand in the text at 1"),
        ({"text": "A hit B.", "events": [{**EVENT, "kind": 1}]}, "unknown key kind"),
        ({"text": "A hit B.", "events": [{"source": "A", "code": "190"}]}, "'target'"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, record, message):
    (tmp_path / "x.jsonl").write_text(json.dumps(record))
    with pytest.raises(CorpusError, match=message):
        list(read_corpus(tmp_path))


def test_a_text_that_is_there_twice_is_named(tmp_path):
    line = json.dumps({"text": "A hit B.", "events": [EVENT]})
    (tmp_path / "x.jsonl").write_text(f"{line}\n{line}\n")
    with pytest.raises(CorpusError, match=r"x\.jsonl:2: the same text as x\.jsonl:1"):
        list(read_corpus(tmp_path))


def test_where_words_stand_twice_the_offset_says_which_are_meant(tmp_path):
    record = {"text": "They said they hit B.", "events": [{"source": "they", "target": "B", "code": "190"}]}
    record["text"] = "they said they hit B."
    (tmp_path / "x.jsonl").write_text(
        json.dumps({**record, "events": [{**record["events"][0], "source_at": 10}]})
    )
    [sentence] = read_corpus(tmp_path)
    assert sentence.events[0].source == (10, 14)
