"""Reads Sentences' words off parsed texts in columns: to ask word after word takes many times as long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy
from spacy.attrs import DEP, HEAD, IDX, LOWER, ORTH, SENT_START, TAG  # type: ignore[import-not-found]
from spacy.tokens import Doc as SpacyDoc

from coders.models import Token
from coders.parsing.named_entities import NamedEntities
from coders.parsing.pipeline import Parser
from coders.parsing.word_forms import WordForm, Words, met

_COLUMNS = [ORTH, LOWER, TAG, DEP, HEAD, SENT_START, IDX]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The words of several texts, one after the other; ``heads`` are places, ``offsets`` count in a text."""

    forms: Sequence[WordForm]
    deps: Sequence[str]
    heads: Sequence[int]
    begins: Sequence[bool]
    offsets: Sequence[int]


def read_sentences(
    parser: Parser, docs: Sequence[SpacyDoc], offsets: Sequence[int]
) -> Iterator[list[tuple[Token, ...]]]:
    """The sentences of each text; ``offsets`` are where the texts begin in what they were cut from."""
    bounds = [0, *accumulate(len(doc) for doc in docs)]
    columns = _read_columns(parser, docs, bounds)
    for doc, offset, (first, last) in zip(docs, offsets, pairwise(bounds), strict=True):
        starts = [at for at in range(first, last) if at == first or columns.begins[at]]
        found = []
        for start, end in pairwise([*starts, last]):
            kept = [at for at in range(start, end) if not columns.forms[at].is_space]
            if kept:
                entities = NamedEntities(
                    parser.language, doc, start - first, end - first, [at - start for at in kept]
                )
                found.append(_tokens(columns, kept, offset, entities))
        yield found


def _read_columns(parser: Parser, docs: Sequence[SpacyDoc], bounds: Sequence[int]) -> _Columns:
    table = numpy.concatenate([doc.to_array(_COLUMNS) for doc in docs])
    words, small, tags, deps, heads, begins, offsets = table.T
    seen = met(Words(words, small, tags, deps), frozenset(bounds))
    parser.forms.learn(seen)
    known = parser.forms.known
    names = _names(parser, numpy.unique(deps).tolist())
    return _Columns(
        forms=[known[each] for each in seen],
        deps=[names[dep] for dep in deps.tolist()],
        heads=(numpy.arange(len(table)) + heads.astype("int64")).tolist(),
        begins=(begins == 1).tolist(),
        offsets=offsets.tolist(),
    )


def _names(parser: Parser, ids: Sequence[int]) -> Mapping[int, str]:
    return {each: parser.language.vocab.strings[each] for each in ids}


def _tokens(
    columns: _Columns, kept: Sequence[int], offset: int, entities: NamedEntities
) -> tuple[Token, ...]:
    """The words that are kept; what hung on white space is hung on what that hung on."""
    heads, deps, forms, offsets = columns.heads, columns.deps, columns.forms, columns.offsets
    position = {at: index for index, at in enumerate(kept)}
    tokens = []
    for index, at in enumerate(kept):
        head = heads[at]
        while head not in position and heads[head] != head:
            head = heads[head]
        text, lemma, pos, tag, _ = forms[at]
        start = offset + offsets[at]
        tokens.append(
            Token(
                index,
                text,
                lemma,
                pos,
                tag,
                deps[at],
                position.get(head, index),
                start,
                start + len(text),
                entities,
            )
        )
    return tuple(tokens)
