"""Tells of a pair of mentions what the classifier goes by, each feature a short string.

A feature is ``name=value``; names beginning with "s" or "t" are of the source and the target, "v" of the verb
that they share, "p" of the way between them, "r" of what the rules say.
"""

from __future__ import annotations

from collections.abc import Iterator

from coders.models import ActorMention, Sentence, Token
from coders.pairs.models import CandidatePair

_COMPLEMENTS = frozenset(("neg", "aux", "auxpass", "prt", "mark", "acomp", "xcomp", "ccomp", "dobj", "attr"))
_BELOW = frozenset(("dobj", "neg", "aux", "amod", "compound", "prep", "xcomp"))
_OPEN = frozenset(("xcomp", "ccomp", "dobj", "attr"))
_WORDS = ("VERB", "NOUN", "ADJ")
_MOST_BETWEEN = 8
_HIGHEST = 4


def describe_mention(sentence: Sentence, mention: ActorMention, side: str) -> list[str]:
    """What one side is and where it stands; ``side`` is "s" or "t"."""
    token = sentence.tokens[mention.head]
    above = sentence.tokens[token.head]
    found = [
        f"{side}dep={token.dep}",
        f"{side}word={token.lemma}",
        f"{side}pos={token.pos}",
        f"{side}above={above.lemma}/{token.dep}",
        f"{side}country={mention.country is not None}{mention.inferred_from}",
        f"{side}group={mention.group is not None}",
        f"{side}entry={mention.entries[-1].kind if mention.entries else ''}",
    ]
    found.extend(f"{side}role={role}" for role in mention.roles)
    return found


def describe_verb(sentence: Sentence, index: int) -> list[str]:
    """The verb that a pair shares, what hangs on it, and what it hangs on in turn."""
    found: list[str] = []
    token = sentence.tokens[index]
    for height in range(_HIGHEST):
        found.append(f"v{height}={token.lemma}/{token.dep}")
        found.append(f"vany={token.lemma}")
        level = min(height, 1)
        for child in sentence.children(token):
            if child.dep in _COMPLEMENTS:
                found.append(f"vc{level}{child.dep}={child.lemma}")
                if not height:
                    found.append(f"vv={token.lemma}/{child.dep}/{child.lemma}")
                if child.dep in _OPEN:
                    found.extend(_below(sentence, child))
        if token.head == token.index:
            break
        token = sentence.head(token)
    return found


def _below(sentence: Sentence, complement: Token) -> Iterator[str]:
    for child in sentence.children(complement):
        if child.dep in _BELOW:
            yield f"vd={complement.lemma}/{child.lemma}"
            yield f"vdl={child.lemma}"


def describe_pair(pair: CandidatePair) -> list[str]:
    """How the two are joined, and what the rules make of them."""
    found = list(_rules(pair))
    if pair.target is None:
        return [*found, "pnone"]
    sentence = pair.sentence
    tokens = sentence.tokens
    source_way, target_way = _way(sentence, pair.source_path), _way(sentence, pair.target_path)
    meeting = tokens[pair.meeting].lemma
    source_top, target_top = _top(source_way), _top(target_way)
    order = "st" if pair.source.first < pair.target.first else "ts"
    distance = min(8, abs(pair.source.first - pair.target.first) // 3)
    found += [
        f"ps={'>'.join(source_way)}",
        f"pt={'>'.join(target_way)}",
        f"p={'>'.join(source_way)}|{'>'.join(target_way)}",
        f"porder={order}",
        f"pdistance={distance}",
        f"plengths={min(6, len(source_way))}{min(6, len(target_way))}",
        f"pmeet={meeting}",
        f"ptops={source_top}|{target_top}",
        f"pmeettops={meeting}/{source_top}|{target_top}",
    ]
    found.extend(f"psw={tokens[index].lemma}/{tokens[index].dep}" for index in pair.source_path[1:])
    found.extend(f"ptw={tokens[index].lemma}/{tokens[index].dep}" for index in pair.target_path[1:])
    found.extend(_between(sentence, pair.source.head, pair.target.head, order))
    return found


def _rules(pair: CandidatePair) -> Iterator[str]:
    verdict = pair.verdict
    yield f"r={pair.fit}"
    if verdict is None:
        return
    code = pair.rule_code or verdict.event_code
    match = verdict.match
    yield f"rroot={pair.fit}{code[:2]}"
    yield f"rcode={pair.fit}{code[:3]}"
    yield f"rpattern={match.pattern_id}"
    for modality in match.modality:
        yield f"rmodality={modality}/{match.event_code[:2]}"
    for feature in match.features:
        yield f"rfeature={feature}"


def _way(sentence: Sentence, path: tuple[int, ...]) -> list[str]:
    tokens = (sentence.tokens[index] for index in path)
    return [f"{t.dep}:{t.lemma}" if t.dep in ("prep", "agent") else t.dep for t in tokens]


def _top(way: list[str]) -> str:
    return way[-1] if way else ""


def _between(sentence: Sentence, one: int, other: int, order: str) -> Iterator[str]:
    low, high = sorted((one, other))
    words = [t.lemma for t in sentence.tokens[low + 1 : high] if t.pos in _WORDS]
    for word in words[:_MOST_BETWEEN]:
        yield f"pb={word}"
        yield f"pbo={order}{word}"
