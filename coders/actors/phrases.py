"""The record that passes between the parts of resolve_actors: a noun phrase that names somebody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from coders.codebook.compose_code import CodeParts, compose_code
from coders.models import ActorMention, EntryUse, Sentence, Span, Token

PhraseKind = Literal["country", "person", "group", "agent", "modifier"]
InferredFrom = Literal["antecedent", "sentence_place", "story_place"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Somebody named in a sentence, before the story has been read for what the words leave out.

    ``kind`` is what later words may refer to it as: a ``modifier`` is an adjective on a noun that names
    nobody ("Iranian missiles"). ``role_noun`` is the lemma of the agent that heads it, ``person`` the name
    of an individual. ``named_at`` is the span of the words that a pronoun or description stands for. Token
    indices are inclusive.
    """

    first: int
    last: int
    head: int
    kind: PhraseKind
    name: str
    parts: CodeParts
    entries: tuple[EntryUse, ...]
    role_noun: str = ""
    person: str = ""
    plural: bool = False
    collective: bool = False
    of_group: bool = False
    named_at: Span | None = None
    inferred_from: InferredFrom | None = None

    @property
    def lacks_country(self) -> bool:
        """Whether it is somebody's army, police or protesters, and the words do not say whose."""
        parts = self.parts
        return (
            (self.kind in ("agent", "person") or bool(self.role_noun))
            and parts.country is None
            and parts.international_type is None
            and parts.literal is None
        )

    @property
    def is_group(self) -> bool:
        """Whether "the group" may mean it: a named group, or its people ("Hamas militants")."""
        parts = self.parts
        known = parts.organization or parts.literal or parts.international_type
        return self.kind == "group" or self.of_group or (self.kind == "agent" and bool(known))

    def placed_in(self, country: str, inferred_from: InferredFrom, entries: tuple[EntryUse, ...]) -> Phrase:
        """The same, of that country."""
        return replace(
            self,
            parts=replace(self.parts, country=country),
            inferred_from=inferred_from,
            entries=(*self.entries, *entries),
        )


def text_of(sentence: Sentence, first: int, last: int) -> str:
    """The words from token ``first`` to token ``last``, as written."""
    start, end = sentence.span_of(first, last)
    return sentence.text[start - sentence.start : end - sentence.start]


def is_plural(token: Token) -> bool:
    return token.tag in ("NNS", "NNPS")


def to_mention(phrase: Phrase, sentence: Sentence) -> ActorMention:
    """The mention that the stage hands on."""
    parts = phrase.parts
    return ActorMention(
        sentence_index=sentence.index,
        first=phrase.first,
        last=phrase.last,
        head=phrase.head,
        span=phrase.named_at or sentence.span_of(phrase.first, phrase.last),
        text=text_of(sentence, phrase.first, phrase.last),
        name=phrase.name,
        code=compose_code(parts),
        country=parts.country,
        group=parts.group,
        roles=parts.roles,
        entries=phrase.entries,
        inferred_from=phrase.inferred_from,
    )
