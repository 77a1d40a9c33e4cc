"""Which pairs of a sentence's mentions may be source and target of an event, by the rules and beyond them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from coders.models import ActorMention, Document, Sentence
from coders.pairs.models import CandidatePair, Fit, Verdict
from coders.pairs.paths import Meeting, meeting_of, verb_above, way_up

LONGEST_WAY = 12  # tokens between the two; further apart no pair of our corpus acts
MOST_MENTIONS = 24  # of a sentence; an enumeration of more is a list of names
_STRENGTH: dict[Fit, int] = {"both": 5, "open": 4, "source": 3, "target": 2, "reversed": 1, "none": 0}


def propose_pairs(
    document: Document,
    mentions: Sequence[ActorMention],
    verdicts: Sequence[Verdict],
    *,
    found_only: bool = False,
) -> tuple[CandidatePair, ...]:
    """Every ordered pair of two mentions of a sentence, and every mention alone, in the order of the text.

    Where the rules find several events between the two there is a candidate for each. ``found_only`` asks
    for no others, as where the rules decide alone.
    """
    by_sentence: defaultdict[int, list[ActorMention]] = defaultdict(list)
    for mention in mentions:
        by_sentence[mention.sentence_index].append(mention)
    of_sentence: defaultdict[int, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        of_sentence[verdict.match.sentence_index].append(verdict)
    return tuple(
        pair
        for index, inside in sorted(by_sentence.items())
        if of_sentence[index] or not found_only
        for pair in _pairs(
            document.sentences[index], inside[:MOST_MENTIONS], of_sentence[index], found_only=found_only
        )
    )


def _pairs(
    sentence: Sentence,
    mentions: Sequence[ActorMention],
    verdicts: Sequence[Verdict],
    *,
    found_only: bool,
) -> Iterator[CandidatePair]:
    if found_only:
        taking_part = {id(each) for v in verdicts for each in (*v.match.sources, *v.match.targets)}
        mentions = [mention for mention in mentions if id(mention) in taking_part]
    ways = {mention.head: way_up(sentence, mention.head) for mention in mentions}
    for source in mentions:
        alone = Meeting(ways[source.head][min(1, len(ways[source.head]) - 1)], ways[source.head][:1], ())
        yield from _judged(sentence, source, None, alone, verdicts, only_found=found_only)
        for target in mentions:
            if target is source or _overlap(source, target):
                continue
            meeting = meeting_of(ways[source.head], ways[target.head])
            near = len(meeting.from_source) + len(meeting.from_target) <= LONGEST_WAY
            yield from _judged(sentence, source, target, meeting, verdicts, only_found=found_only or not near)


def _judged(
    sentence: Sentence,
    source: ActorMention,
    target: ActorMention | None,
    meeting: Meeting,
    verdicts: Sequence[Verdict],
    *,
    only_found: bool = False,
) -> Iterator[CandidatePair]:
    fits = [(verdict, *_fit(verdict, source, target)) for verdict in verdicts]
    found: list[tuple[Verdict | None, Fit, str | None]] = [each for each in fits if each[1] == "both"]
    if not found and not only_found:
        best = max(fits, key=lambda each: _STRENGTH[each[1]], default=None)
        found = [best if best is not None and best[1] != "none" else (None, "none", None)]
    for verdict, fit, code in found:
        yield CandidatePair(
            sentence=sentence,
            source=source,
            target=target,
            verdict=verdict,
            fit=fit,
            rule_code=code,
            trigger=verb_above(sentence, meeting.token) if verdict is None else verdict.match.trigger,
            meeting=meeting.token,
            source_path=meeting.from_source,
            target_path=meeting.from_target,
        )


def _fit(verdict: Verdict, source: ActorMention, target: ActorMention | None) -> tuple[Fit, str | None]:
    """How far the rules' event is between the two, and the code that it then has in this direction."""
    code = _code_between(verdict, source, target)
    if code is not None:
        return "both", code
    sources, targets = verdict.match.sources, verdict.match.targets
    if source in sources:
        return ("open" if target is not None and not targets else "source"), None
    if target is not None and target in targets:
        return "target", None
    return ("reversed" if source in targets and target in sources else "none"), None


def _code_between(verdict: Verdict, source: ActorMention, target: ActorMention | None) -> str | None:
    """The code that the rules give to what the one does to the other; None where they find nothing there."""
    sources, targets = verdict.match.sources, verdict.match.targets
    if target is None:
        mutual = verdict.reverse_code is not None and len(sources) > 1
        return verdict.event_code if source in sources and not targets and not mutual else None
    if source in sources and target in targets:
        return verdict.event_code
    if verdict.reverse_code is None:
        return None
    if source in targets and target in sources:
        return verdict.reverse_code
    if not targets and source in sources and target in sources:
        ahead = sources.index(source) < sources.index(target)
        return verdict.event_code if ahead else verdict.reverse_code
    return None


def _overlap(one: ActorMention, other: ActorMention) -> bool:
    return one.first <= other.last and other.first <= one.last
