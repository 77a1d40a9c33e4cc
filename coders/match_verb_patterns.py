"""Finds the codebook's patterns in the parse: which words say that something was done, by and to whom."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from coders.codebook.codebook import Codebook
from coders.codebook.model import NO_EVENT, VerbPattern
from coders.grammar.arguments import Arguments, arguments_of, obliques_of, surface_subjects
from coders.grammar.claims import according_to, is_background
from coders.grammar.contexts import Governor, contexts_of
from coders.grammar.fillers import MentionsByToken, is_publisher, mentions_by_token, pair_lemmas
from coders.grammar.frames import dated_long_past, is_long_past, is_no_news
from coders.grammar.parties import CLAIMING, Parties, foreigner_in_clause, parties_under
from coders.grammar.slots import Fit, best_fit, vocabulary_of
from coders.models import ActorMention, Document, PatternMatch, Sentence, Token

_BESIDE = CLAIMING | {"purpose"}
_DETERMINED_DEPS = ("poss", "amod", "compound", "nmod")
_OFTEN_WITHOUT_TARGET = ("01", "14", "15")
_CONSULTATION = "04"
_OCCASIONS = frozenset("after at before during following for in on ahead of".split())
_OWNER_PREPOSITIONS = ("by", "from", "of")


def match_verb_patterns(
    document: Document, mentions: Sequence[ActorMention], codebook: Codebook
) -> tuple[PatternMatch, ...]:
    """The patterns that hit, in the order of their triggers; a sentence without an actor has none."""
    by_sentence = mentions_by_token(mentions)
    return tuple(
        match
        for index, by_token in sorted(by_sentence.items())
        if not _is_imperative(document.sentences[index]) and not is_no_news(document.sentences[index])
        for match in _matches(document.sentences[index], by_token, codebook)
    )


def _is_imperative(sentence: Sentence) -> bool:
    """Whether it tells somebody what to do ("Tell those who...") and so reports nothing."""
    first = sentence.tokens[0]
    return (
        first.tag == "VB"
        and first.dep == "ROOT"
        and not any(t.dep in ("nsubj", "nsubjpass", "aux") for t in sentence.children(first))
    )


def _matches(sentence: Sentence, mentions: MentionsByToken, codebook: Codebook) -> Iterator[PatternMatch]:
    vocabulary = vocabulary_of(sentence)
    verbs = tuple(_fits_of_verbs(sentence, mentions, codebook, vocabulary))
    used = {index for _, found in verbs for index in found.used}
    nouns = _fits_of_nouns(sentence, mentions, codebook, vocabulary, used)
    fits = sorted((*verbs, *nouns), key=lambda pair: pair[0].index)
    dated = dated_long_past(sentence) if fits else frozenset()
    for token, found in fits:
        if dated and is_long_past(sentence, token, dated):
            continue
        match = _match(sentence, token, found, mentions, codebook)
        if match is not None:
            yield match


def _fits_of_verbs(
    sentence: Sentence, mentions: MentionsByToken, codebook: Codebook, vocabulary: frozenset[str]
) -> Iterator[tuple[Token, Fit]]:
    for token in sentence.tokens:
        patterns = codebook.verb_patterns.get(token.lemma)
        if patterns and _is_verb(token) and token.index not in mentions:
            best = best_fit(sentence, patterns, arguments_of(sentence, token), mentions, vocabulary)
            if best is not None:
                yield token, best


def _fits_of_nouns(
    sentence: Sentence,
    mentions: MentionsByToken,
    codebook: Codebook,
    vocabulary: frozenset[str],
    used: Container[int],
) -> Iterator[tuple[Token, Fit]]:
    """Nouns that carry an event, but for those that a verb's pattern has taken up."""
    for token in sentence.tokens:
        if token.pos != "NOUN" or token.index in used or token.index in mentions:
            continue
        pairs = [p for pair in pair_lemmas(sentence, token) for p in codebook.noun_patterns.get(pair, ())]
        patterns = [*pairs, *codebook.noun_patterns.get(token.lemma, ())]
        if patterns:
            arguments = _noun_arguments(sentence, token)
            if all(pattern.event_code.startswith(_CONSULTATION) for pattern in patterns):
                arguments = replace(arguments, remote_subjects=tuple(_attendants(sentence, token)))
            best = best_fit(sentence, patterns, arguments, mentions, vocabulary)
            if best is not None:
                yield token, best


def _is_verb(token: Token) -> bool:
    return token.pos in ("VERB", "AUX") and token.dep not in ("amod", "compound", "aux", "auxpass")


def _noun_arguments(sentence: Sentence, noun: Token) -> Arguments:
    """A noun's places: its owner is the source, and the prepositions of its light verb count as its own."""
    obliques = list(obliques_of(sentence, noun))
    above = sentence.head(noun)
    if noun.dep == "dobj":
        obliques.extend(obliques_of(sentence, above))
    owners = [t for t in sentence.children(noun) if t.dep in _DETERMINED_DEPS]
    owners.extend(o.token for o in obliques if o.preposition in _OWNER_PREPOSITIONS)
    return Arguments(
        trigger=noun,
        subjects=tuple(owners),
        remote_subjects=(),
        objects=(),
        recipients=(),
        obliques=tuple(obliques),
        particles=frozenset(),
        passive=False,
    )


def _attendants(sentence: Sentence, noun: Token) -> Iterator[Token]:
    """Who was there: "she said so after a meeting with him", "he flew to Paris for talks with her"."""
    preposition = sentence.head(noun)
    if noun.dep == "pobj" and preposition.lemma in _OCCASIONS:
        above = sentence.head(preposition)
        if above.pos in ("VERB", "AUX"):
            yield from surface_subjects(sentence, above)


def _match(
    sentence: Sentence, trigger: Token, found: Fit, mentions: MentionsByToken, codebook: Codebook
) -> PatternMatch | None:
    if found.pattern.event_code == NO_EVENT:
        return None
    governors = contexts_of(sentence, trigger, codebook.modality_patterns)
    parties = parties_under(sentence, Parties(found.sources, found.targets), governors, mentions)
    parties = according_to(sentence, trigger, parties, mentions)
    parties = _paired(found.pattern, parties)
    bystander = _needs_target(found.pattern, parties) and foreigner_in_clause(
        sentence, trigger, parties.sources, mentions
    )
    if bystander:
        parties = replace(parties, targets=bystander)
    if not parties.sources or _is_report(found.pattern, parties):
        return None
    return PatternMatch(
        sentence_index=sentence.index,
        pattern_id=found.pattern.pattern_id,
        trigger=trigger.index,
        trigger_span=trigger.span,
        event_code=found.pattern.event_code,
        reverse_code=found.pattern.reverse_code if parties.targets or _is_mutual(found.pattern) else None,
        modality=tuple(governor.modality for governor in governors),
        governed_by=tuple(g.token.index for g in governors if g.modality not in _BESIDE),
        sources=parties.sources,
        targets=parties.targets,
        attributed_to=parties.attributed_to,
        background=is_background(sentence, trigger, governors),
        features=tuple(_features(found, governors, nearby=bool(bystander) or found.nearby)),
    )


def _needs_target(pattern: VerbPattern, parties: Parties) -> bool:
    """Whether it is done to somebody whom no place around the trigger names."""
    done_to_nobody = pattern.reverse_code or pattern.event_code.startswith(_OFTEN_WITHOUT_TARGET)
    return bool(parties.sources) and not parties.targets and not done_to_nobody


def _is_report(pattern: VerbPattern, parties: Parties) -> bool:
    """Whether it is only that a news outlet says something."""
    return pattern.event_code.startswith("01") and all(map(is_publisher, parties.sources))


def _is_mutual(pattern: VerbPattern) -> bool:
    return pattern.reverse_code == pattern.event_code


def _paired(pattern: VerbPattern, parties: Parties) -> Parties:
    """Both parties of "talks between A and B" are named on one side."""
    if _is_mutual(pattern) and not parties.sources and len(parties.targets) > 1:
        return replace(parties, sources=parties.targets, targets=())
    return parties


def _features(found: Fit, governors: tuple[Governor, ...], *, nearby: bool) -> Iterator[str]:
    if found.pattern.nominal:
        yield "nominal"
    if found.contained:
        yield "target_contained"
    if nearby:
        yield "target_nearby"
    yield from (governor.pattern_id for governor in governors)
