"""Codes gold sentences, and brings both codings to one form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from coders.coder import Coder
from coders.models import Article, Event
from decameron.evaluation.coded import Coding, side_of_event, side_of_gold
from decameron.evaluation.evaluate import Row
from decameron.evaluation.gold import GoldEvent, GoldPlace, GoldSentence
from decameron.evaluation.labels import type_of

_BATCH = 64
_UNDATED = date(2015, 1, 1)  # dated roles need a day


def code_gold(coder: Coder, sentences: Sequence[GoldSentence], *, plv_labels: bool = False) -> Iterator[Row]:
    """Each sentence with its events as they should be and as the coder gives them.

    ``plv_labels`` says that the gold has the labels of PLV: see ``type_of``.
    """
    given = iter(sentences)
    while batch := list(islice(given, _BATCH)):
        articles = [article_of(each) for each in batch]
        for sentence, coded in zip(batch, coder.code_many(articles), strict=True):
            yield Row(
                sentence,
                tuple(_of_gold(each, plv_labels=plv_labels) for each in sentence.events),
                tuple(_of_event(each, sentence.text, plv_labels=plv_labels) for each in coded.events),
            )


def article_of(sentence: GoldSentence) -> Article:
    """The sentence as an article of its day; where it has none, of 2015, as undated ones mostly are."""
    return Article(sentence.text, sentence.day or _UNDATED, language="en")


def _of_gold(event: GoldEvent, *, plv_labels: bool) -> Coding:
    return Coding(
        source=side_of_gold(event.source),
        target=side_of_gold(event.target),
        code=event.code,
        root=event.root,
        type=type_of(event.plover, event.code or event.root, plv_labels=plv_labels),
        quad=event.quad,
        day=event.day,
        place=event.place,
    )


def _of_event(event: Event, text: str, *, plv_labels: bool) -> Coding:
    return Coding(
        source=side_of_event(event.source, text),
        target=side_of_event(event.target, text),
        code=event.event_code,
        root=event.event_root_code,
        type=type_of(None, event.event_code, plv_labels=plv_labels),
        quad=event.quad_class,
        day=event.event_date,
        place=_place(event),
        confidence=event.confidence,
        event=event,
    )


def _place(event: Event) -> GoldPlace | None:
    place = event.place
    return GoldPlace(place.country, place.latitude, place.longitude) if place else None
