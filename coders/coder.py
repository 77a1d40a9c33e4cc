"""The order of the stages, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from py3langid.langid import LanguageIdentifier

from coders.assemble_events import assemble_events
from coders.attribute_events import attribute_events
from coders.classifier.classifier import Classifier, load_classifier
from coders.classify_events import classify_events, classify_given
from coders.coder_version import coder_version
from coders.date_events import date_events
from coders.deduplicate_events import deduplicate_events
from coders.detect_language import SUPPORTED, detect_language
from coders.given_pairs import GivenPair, choose_for_pairs, concerned, with_given_actors
from coders.locate_events import locate_events
from coders.models import ActorMention, Article, CodedArticle, Document, Event, Profile
from coders.pairs.models import CandidatePair, Classification
from coders.reader import Reader
from coders.refuse_events import refuse_events


@dataclass(frozen=True, slots=True)
class Coder:
    """Text in, events out. ``coder_version`` is a digest of code, models and profile."""

    identifier: LanguageIdentifier
    reader: Reader
    classifier: Classifier | None
    profile: Profile
    coder_version: str

    @property
    def codebook_version(self) -> str:
        """The version of the codebook that is coded with."""
        return self.reader.codebook.codebook_version

    def in_profile(self, profile: Profile) -> Coder:
        """The same coder in another profile, or itself; the classifier is read when first asked for."""
        if profile == self.profile:
            return self
        return replace(
            self,
            classifier=load_classifier(profile),
            profile=profile,
            coder_version=coder_version(profile),
        )

    def code(self, article: Article) -> CodedArticle:
        """Code one article."""
        return next(self.code_many((article,)))

    def code_many(self, articles: Sequence[Article]) -> Iterator[CodedArticle]:
        """Code articles, parsed in batches; the results come in the articles' order."""
        languages = [detect_language(self.identifier, each.text, each.language) for each in articles]
        supported = [a.text for a, language in zip(articles, languages, strict=True) if language in SUPPORTED]
        documents = self.reader.parse(supported)
        for article, language in zip(articles, languages, strict=True):
            if language in SUPPORTED:
                yield self.code_document(article, language, next(documents))
            else:
                yield CodedArticle("unsupported_language", language, ())

    def code_pairs(self, article: Article, pairs: Sequence[GivenPair]) -> tuple[Event | None, ...]:
        """The event of each pair of spans of an English text, in their order; None where there is none."""
        [document] = self.reader.parse([article.text])
        mentions = with_given_actors(document, self.reader.mentions_of(article, document), pairs)
        candidates = concerned(self._pairs_of(document, mentions), pairs)
        events = self._events(article, document, mentions, classify_given(candidates, self.classifier))
        return choose_for_pairs(events, pairs)

    def code_document(self, article: Article, language: str, document: Document) -> CodedArticle:
        """What comes after the parse of an article in that language."""
        mentions = self.reader.mentions_of(article, document)
        pairs = self._pairs_of(document, mentions)
        classifications = refuse_events(classify_events(pairs, self.classifier))
        events = deduplicate_events(self._events(article, document, mentions, classifications))
        return CodedArticle("coded" if events else "no_events", language, events)

    def _pairs_of(self, document: Document, mentions: Sequence[ActorMention]) -> tuple[CandidatePair, ...]:
        return self.reader.pairs_of(document, mentions, found_only=self.classifier is None)

    def _events(
        self,
        article: Article,
        document: Document,
        mentions: Sequence[ActorMention],
        classifications: Sequence[Classification],
    ) -> tuple[Event, ...]:
        patterns = self.reader.codebook.modality_patterns
        classifications = attribute_events(classifications, mentions, patterns)
        events = assemble_events(document, classifications, self.reader.codebook, article)
        events = date_events(document, events, article.published_date)
        return locate_events(document, events, self.reader.gazetteer, self.reader.codebook.adjectives)
