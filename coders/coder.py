"""The order of the stages, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from py3langid.langid import LanguageIdentifier
from spacy.language import Language

from coders.assemble_events import assemble_events
from coders.classify_events import classify_events
from coders.codebook.codebook import Codebook
from coders.date_events import date_events
from coders.deduplicate_events import deduplicate_events
from coders.detect_language import SUPPORTED, detect_language
from coders.discard_sentences import discard_sentences
from coders.gazetteer.index import Gazetteer
from coders.given_pairs import GivenPair, choose_for_pairs, with_given_actors
from coders.locate_events import locate_events
from coders.match_verb_patterns import match_verb_patterns
from coders.models import ActorMention, Article, CodedArticle, Document, Event
from coders.parse_sentences import parse_sentences
from coders.resolve_actors import resolve_actors


@dataclass(frozen=True, slots=True)
class Coder:
    """Text in, events out. ``coder_version`` is a digest of code, models and profile."""

    identifier: LanguageIdentifier
    parser: Language
    codebook: Codebook
    gazetteer: Gazetteer
    profile: str
    coder_version: str

    @property
    def codebook_version(self) -> str:
        """The version of the codebook that is coded with."""
        return self.codebook.codebook_version

    def code(self, article: Article) -> CodedArticle:
        """Code one article."""
        return next(self.code_many((article,)))

    def code_many(self, articles: Sequence[Article]) -> Iterator[CodedArticle]:
        """Code articles, parsed in batches; the results come in the articles' order."""
        languages = [detect_language(self.identifier, each.text, each.language) for each in articles]
        supported = [a.text for a, language in zip(articles, languages, strict=True) if language in SUPPORTED]
        documents = parse_sentences(self.parser, supported)
        for article, language in zip(articles, languages, strict=True):
            if language in SUPPORTED:
                yield self._coded(article, language, next(documents))
            else:
                yield CodedArticle("unsupported_language", language, ())

    def code_pairs(self, article: Article, pairs: Sequence[GivenPair]) -> tuple[Event | None, ...]:
        """The event of each pair of spans of an English text, in their order; None where there is none."""
        [document] = parse_sentences(self.parser, [article.text])
        mentions = resolve_actors(document, self.codebook, article.published_date)
        events = self._events(article, document, with_given_actors(document, mentions, pairs))
        return choose_for_pairs(events, pairs)

    def _coded(self, article: Article, language: str, document: Document) -> CodedArticle:
        mentions = resolve_actors(document, self.codebook, article.published_date)
        events = deduplicate_events(self._events(article, document, mentions))
        return CodedArticle("coded" if events else "no_events", language, events)

    def _events(
        self, article: Article, document: Document, mentions: Sequence[ActorMention]
    ) -> tuple[Event, ...]:
        matches = match_verb_patterns(document, mentions, self.codebook)
        matches = discard_sentences(document, matches, self.codebook.discards)
        classifications = classify_events(matches, self.codebook)
        events = assemble_events(document, classifications, self.codebook, article)
        events = date_events(document, events, article.published_date)
        return locate_events(document, events, self.gazetteer, self.codebook.adjectives)
