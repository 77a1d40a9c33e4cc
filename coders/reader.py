"""What is in a text before anything is decided of it: sentences, actors, and the pairs that may be events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from coders.apply_modalities import apply_modalities
from coders.codebook.codebook import Codebook
from coders.discard_sentences import discard_sentences
from coders.gazetteer.country_of_place import country_of_place
from coders.gazetteer.index import Gazetteer
from coders.match_verb_patterns import match_verb_patterns
from coders.models import ActorMention, Article, Document
from coders.pairs.models import CandidatePair
from coders.parse_sentences import parse_sentences
from coders.parsing.pipeline import Parser
from coders.propose_pairs import propose_pairs
from coders.resolve_actors import resolve_actors


@dataclass(frozen=True, slots=True)
class Reader:
    """The stages that only read; a classifier is trained on what comes out of them."""

    parser: Parser
    codebook: Codebook
    gazetteer: Gazetteer

    def parse(self, texts: Sequence[str]) -> Iterator[Document]:
        """The documents of these texts, in their order, parsed in batches."""
        return parse_sentences(self.parser, texts)

    def mentions_of(self, article: Article, document: Document) -> tuple[ActorMention, ...]:
        """The actors that an article names."""
        places = partial(country_of_place, self.gazetteer)
        return resolve_actors(document, self.codebook, article.published_date, places)

    def pairs_of(
        self, document: Document, mentions: Sequence[ActorMention], *, found_only: bool = False
    ) -> tuple[CandidatePair, ...]:
        """The pairs of these mentions that may be events, with what the rules say of them.

        ``found_only`` asks for those alone between which the rules find an event.
        """
        matches = match_verb_patterns(document, mentions, self.codebook)
        matches = discard_sentences(document, matches, self.codebook.discards)
        return propose_pairs(
            document, mentions, apply_modalities(matches, self.codebook), found_only=found_only
        )
