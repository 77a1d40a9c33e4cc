"""Verb files: blocks of verbs that are coded alike, sets of words, and patterns around the verbs.

::

    &WEAPON                          a set of words: its members follow, each after a +
    +GUN
    --- SHELL [190] ---              a block, with the code of its verbs that have none of their own
    SHELL
    BOMB {BOMBS BOMBED BOMBING} [195]
    +GUN_DOWN {+GUNS_DOWN +GUNNED_DOWN} [193]
    - + WAS * BY $ [193]             * the verb, $ source, + target, % both, ^ whatever
    - * TALKS (WITH +) [046:046]     brackets of phrases are PETRARCH2's
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace

from coders.codebook.model import PatternSlot, VerbPattern
from coders.codebook.tabari.dated_codes import brackets_in
from coders.codebook.tabari.event_codes import PairedCodes, UnreadableCode, read_event_codes
from coders.codebook.tabari.lines import Line, RefusedLine, read_lines
from coders.codebook.tabari.verb_pattern import UnreadablePattern, WordSets, read_surroundings

_BLOCK = re.compile(r"---\s*(?P<name>[^\[\]]*?)\s*(?:\[(?P<code>[^\]]*)\])?[\s-]*\Z")
_FORMS = re.compile(r"\{[^}]*\}?")
_VERB = re.compile(r"[A-Z][A-Z'-]*")


@dataclass(slots=True)
class VerbFile:
    """What a verb file gave: patterns, those of the verbs alone among them, and sets of words."""

    patterns: list[VerbPattern] = field(default_factory=list)
    word_sets: dict[str, frozenset[str]] = field(default_factory=dict)
    verbs: int = 0
    refused: list[RefusedLine] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return {"verbs": self.verbs, "sets of words": len(self.word_sets), "patterns": len(self.patterns)}


@dataclass(frozen=True, slots=True)
class _Block:
    codes: PairedCodes | None
    verbs: frozenset[str] = frozenset()


def read_verb_file(file: str, text: str, event_codes: Container[str]) -> VerbFile:
    """The patterns of a file; what cannot be read or said in the codebook's own way is refused by line.

    A pattern is read as what it means: voice, tense and auxiliaries in it are left out, as they are the
    coder's own rules.
    """
    found = VerbFile(word_sets=dict(_word_sets(file, text)))
    block, waiting, in_set = _Block(None), list[Line](), False
    for line in read_lines(file, text):
        in_set = line.text.startswith("&") or (in_set and line.text.startswith("+"))
        if line.text.startswith("---"):
            _end_block(found, block, waiting, event_codes)
            block, waiting = _begun(found, line, event_codes), []
        elif line.text.startswith("-"):
            waiting.append(line)
        elif line.text.startswith("~"):
            found.refused.append(
                _refused(line, "a transformation of verbs: what one verb makes of another is a rule")
            )
        elif not in_set:
            block = _with_verb(found, block, line, event_codes)
    _end_block(found, block, waiting, event_codes)
    return found


def _word_sets(file: str, text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The sets of words: those may stand anywhere, and patterns above them may name them."""
    name: str | None = None
    words: set[str] = set()
    for line in read_lines(file, text):
        if name is not None and line.text.startswith("+"):
            words.add(line.text[1:].strip().strip("_").lower())
            continue
        if name is not None:
            yield name, frozenset(words)
        name, words = (line.text[1:].strip().rstrip("_") if line.text.startswith("&") else None), set()
    if name is not None:
        yield name, frozenset(words)


def _begun(found: VerbFile, line: Line, event_codes: Container[str]) -> _Block:
    heading = _BLOCK.fullmatch(line.text)
    if heading is None:
        found.refused.append(_refused(line, "a heading that is not closed"))
        return _Block(None)
    return _Block(_codes(found, line, heading["code"], event_codes) if heading["code"] else None)


def _codes(found: VerbFile, line: Line, content: str, event_codes: Container[str]) -> PairedCodes | None:
    try:
        return read_event_codes(content, event_codes)
    except UnreadableCode as error:
        found.refused.append(_refused(line, str(error)))
        return None


def _with_verb(found: VerbFile, block: _Block, line: Line, event_codes: Container[str]) -> _Block:
    """The block with the verb; a verb of several words has a pattern of its own."""
    head, *rest = (
        _FORMS.sub(" ", line.text.split("[", 1)[0]).strip().lstrip("+").strip("_").replace("_", " ").split()
    )
    if not _VERB.fullmatch(head):
        found.refused.append(_refused(line, "a verb with other signs than letters"))
        return block
    own = next(iter(brackets_in(line.text)), None)
    codes = _codes(found, line, own, event_codes) if own is not None else block.codes
    found.verbs += 1
    verb = head.lower()
    if rest:
        if codes is not None:
            particle = PatternSlot("particle", frozenset(), frozenset(word.lower() for word in rest))
            found.patterns.append(_pattern(line, frozenset((verb,)), codes, (particle, _ANYBODY)))
        return block
    if codes is not None:
        found.patterns.append(_pattern(line, frozenset((verb,)), codes, (_ANYBODY,)))
    return replace(block, verbs=block.verbs | {verb})


_ANYBODY = PatternSlot("target", frozenset(), frozenset(), optional=True)


def _end_block(found: VerbFile, block: _Block, waiting: list[Line], event_codes: Container[str]) -> None:
    """The patterns of a block, once all of its verbs are known."""
    for line in waiting:
        content = next(iter(brackets_in(line.text)), None)
        if content is None:
            found.refused.append(_refused(line, "the pattern has no code"))
            continue
        codes = _codes(found, line, content, event_codes)
        if codes is None:
            continue
        if not block.verbs:
            found.refused.append(_refused(line, "no verb of one word stands above the pattern"))
            continue
        try:
            around = read_surroundings(line.text.split("[", 1)[0].lstrip("- "), WordSets(found.word_sets))
        except UnreadablePattern as error:
            found.refused.append(_refused(line, str(error)))
            continue
        pattern = _pattern(line, block.verbs, codes, around.slots)
        turned = around.subject == "target" or codes.turned
        found.patterns.append(replace(pattern, subject="target") if turned else pattern)


def _pattern(
    line: Line, verbs: frozenset[str], codes: PairedCodes, slots: tuple[PatternSlot, ...]
) -> VerbPattern:
    if codes.turned:
        slots = tuple(replace(slot, filler="source") if slot.filler == "target" else slot for slot in slots)
    return VerbPattern(
        pattern_id=line.place,
        text=line.text.strip(),
        triggers=verbs,
        nominal=False,
        event_code=codes.event_code,
        reverse_code=codes.reverse_code,
        subject="target" if codes.turned else "source",
        slots=slots,
        place=line.place,
    )


def _refused(line: Line, reason: str) -> RefusedLine:
    return RefusedLine(line.place, reason, line.text.strip())
