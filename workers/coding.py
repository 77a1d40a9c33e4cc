"""What the workers ask of a coder: the shape only, so that they neither build nor import one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from coders.models import Article, CodedArticle, Profile


class ArticleCoder(Protocol):
    """Text in, events out. ``code_many`` yields one result for each article, in order."""

    @property
    def profile(self) -> str: ...

    @property
    def coder_version(self) -> str: ...

    @property
    def codebook_version(self) -> str: ...

    def in_profile(self, profile: Profile) -> ArticleCoder: ...

    def code(self, article: Article) -> CodedArticle: ...

    def code_many(self, articles: Sequence[Article]) -> Iterator[CodedArticle]: ...
