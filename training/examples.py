"""The corpus as the classifier sees it: candidate pairs as numbers, each with the code that it should get."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from coders.classifier.inputs import PairWords, SentenceWords, bucket, features_of, words_of
from coders.classifier.wordpieces import WordPieces
from coders.given_pairs import GivenPair, with_given_actors
from coders.models import ActorMention, Article, Document, Sentence, Span
from coders.pairs.models import CandidatePair
from coders.reader import Reader
from training.corpus import LabelledEvent, LabelledSentence

AS_OF = date(2025, 6, 1)  # the corpus names who held office then


@dataclass(frozen=True, slots=True)
class SentenceExample:
    """A parsed sentence with its pairs: ``codes`` are what they should get, None for no event.

    ``found`` says of each pair whether the coder finds both mentions by itself; others are there because
    the corpus marks them. ``missed`` counts events whose actors stand in two sentences of the parse.
    """

    text: str
    empty: bool
    words: SentenceWords
    features: tuple[tuple[int, ...], ...]
    codes: tuple[str | None, ...]
    found: tuple[bool, ...]
    rule_codes: tuple[str | None, ...]
    missed: int

    def nearest_codes(self) -> tuple[str | None, ...]:
        """For each pair its code or, where it has none, that of an event which shares an actor with it.

        It tells what is likeliest between the two if there is anything, as where somebody has marked them:
        "the EU gave 45 million for farms in Nigeria" is about aid for the EU and Nigeria, too.
        """
        events = [(p, code) for p, code in zip(self.words.pairs, self.codes, strict=True) if code is not None]
        return tuple(
            code if code is not None else _nearest(pair, events)
            for pair, code in zip(self.words.pairs, self.codes, strict=True)
        )


def _nearest(pair: PairWords, events: Sequence[tuple[PairWords, str]]) -> str | None:
    ways: tuple[Callable[[PairWords], bool], ...] = (
        lambda event: event.source == pair.source,
        lambda event: event.target is not None and event.target == pair.target,
        lambda event: pair.source in (event.source, event.target),
        lambda event: pair.target in (event.source, event.target),
    )
    for shares in ways:
        codes = {code for event, code in events if shares(event)}
        if len({code[:2] for code in codes}) == 1:
            return min(codes)
    return None


def examples_of(
    reader: Reader,
    vocabulary: WordPieces,
    sentences: Sequence[LabelledSentence],
    progress: Callable[[], None] = lambda: None,
) -> Iterator[SentenceExample]:
    """The examples of these sentences, in their order; sentences without any pair have none."""
    documents = reader.parse([each.text for each in sentences])
    for labelled, document in zip(sentences, documents, strict=True):
        yield from _examples(reader, vocabulary, labelled, document)
        progress()


def _examples(
    reader: Reader, vocabulary: WordPieces, labelled: LabelledSentence, document: Document
) -> Iterator[SentenceExample]:
    own = reader.mentions_of(Article(labelled.text, AS_OF, language="en"), document)
    marked = [GivenPair(event.source, event.target) for event in labelled.events]
    mentions = with_given_actors(document, own, marked)
    pairs = reader.pairs_of(document, mentions)
    codes = _codes(pairs, labelled.events)
    by_sentence: dict[int, list[int]] = {}
    for at, pair in enumerate(pairs):
        by_sentence.setdefault(pair.sentence.index, []).append(at)
    labelled_codes = sum(code is not None for code in codes)
    for positions in by_sentence.values():
        inside = [pairs[at] for at in positions]
        yield SentenceExample(
            text=labelled.text,
            empty=not labelled.events,
            words=words_of(inside, vocabulary),
            features=tuple(tuple(map(bucket, each)) for each in features_of(inside)),
            codes=tuple(codes[at] for at in positions),
            found=tuple(_is_found(pair, own) for pair in inside),
            rule_codes=tuple(pair.rule_code for pair in inside),
            missed=len(labelled.events) - labelled_codes,
        )


def _is_found(pair: CandidatePair, own: Sequence[ActorMention]) -> bool:
    return pair.source in own and (pair.target is None or pair.target in own)


def _codes(pairs: Sequence[CandidatePair], events: Sequence[LabelledEvent]) -> list[str | None]:
    """The code of each pair: of a pair's candidates the one that the rules give an event's root has it."""
    codes: list[str | None] = [None] * len(pairs)
    for event in events:
        fitting = [at for at, pair in enumerate(pairs) if codes[at] is None and _is_of(pair, event)]
        exact = [at for at in fitting if (pairs[at].rule_code or "")[:2] == event.code[:2]]
        for at in (exact or fitting)[:1]:
            codes[at] = event.code
    return codes


def _is_of(pair: CandidatePair, event: LabelledEvent) -> bool:
    if not _stands_at(pair.sentence, pair.source, event.source):
        return False
    if pair.target is None or event.target is None:
        return pair.target is None and event.target is None
    return _stands_at(pair.sentence, pair.target, event.target)


def _stands_at(sentence: Sentence, mention: ActorMention, span: Span) -> bool:
    start, end = sentence.span_of(mention.first, mention.last)
    return min(end, span[1]) > max(start, span[0])
