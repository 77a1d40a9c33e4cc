"""The pattern language: one line of text, one VerbPattern or ModalityPattern.

A verb pattern is a code, a trigger, and what must stand around it::

    190      attack T                         the direct object is the target
    190      launch @attack on|against T      an object noun, then a preposition and the target
    193      open +up fire on T               a particle or adverb
    111      T come under criticism from S    the subject is the target
    190      @attack:n on|against T           a noun that carries the event itself
    040~     meet with T                      reciprocal: the same code in the other direction
    042/043  visit T                          reciprocal with a code of its own
    100      demand that V                    a clause, whose actor is the target: to V, that V

``a|b`` are alternatives, ``@name`` a word set; ``air-strike`` is a word with its modifier. ``T?`` is a
target that may be missing, ``T!`` one that must itself stand there: without the mark "bombed Islamic State
positions" has a target too. A pattern without any demand wants a verb without an object. A word set is
declared before its use: ``@attack = attack assault raid``.

A modality pattern is a modality, a trigger and the complement that it governs::

    intend   plan to V
    appeal   call on T to V
    accuse   accuse T of V-ing
    demand   demand that V
    threaten threaten N                       the governed event is a noun: "threatened sanctions"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from coders.codebook.model import ModalityPattern, PatternSlot, VerbPattern

PREPOSITIONS = frozenset(
    "about above across after against along alongside amid among around as at before behind below between "
    "beyond by despite during for from in inside into near of off on onto out outside over past regarding "
    "since through throughout to toward towards under until upon versus via with within without".split()
)
_CODE = re.compile(r"(?P<code>\d{2,4})(?:(?P<same>~)|/(?P<reverse>\d{2,4}))?\Z")
_CLAUSES = (frozenset({"to"}), frozenset({"that"}))
_TARGETS = ("T", "T?", "T!")
_PLAIN_WORDS = re.compile(r"[a-z][a-z'-]*(?:\|[a-z][a-z'-]*)*")
_WORD_SET = re.compile(r"@(?P<name>[a-z_]+)\s*=\s*(?P<words>.+)\Z")


class PatternError(ValueError):
    """A line that is no pattern; the message says what is wrong with it and what would be right."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a pattern file, without its comment."""

    file: str
    number: int
    text: str


def read_lines(file: str, text: str) -> Iterator[Line]:
    """The lines of a pattern file that hold something, comments (``#``) taken off."""
    for number, raw in enumerate(text.splitlines(), start=1):
        content = raw.split("#", 1)[0].strip()
        if content:
            yield Line(file, number, content)


def read_verb_patterns(
    lines: Iterable[Line], word_sets: Mapping[str, frozenset[str]]
) -> Iterator[VerbPattern]:
    """Verb patterns from the lines of one file; ``word_sets`` are those that all files share.

    Raises:
        PatternError: a line is malformed; the message begins with ``file:line``.
    """
    known = dict(word_sets)
    for line in lines:
        with _located(line):
            declared = _WORD_SET.match(line.text)
            if declared:
                known[declared["name"]] = frozenset(declared["words"].split())
            else:
                yield _verb_pattern(line, known)


def read_word_sets(lines: Iterable[Line]) -> dict[str, frozenset[str]]:
    """The word sets declared in a file that holds nothing else.

    Raises:
        PatternError: a line declares no word set.
    """
    found: dict[str, frozenset[str]] = {}
    for line in lines:
        declared = _WORD_SET.match(line.text)
        if not declared:
            raise PatternError(f"{line.file}:{line.number}: {line.text!r} is no word set: @name = a b c")
        found[declared["name"]] = frozenset(declared["words"].split())
    return found


def read_modality_patterns(lines: Iterable[Line]) -> Iterator[ModalityPattern]:
    """Modality patterns from the lines of one file.

    Raises:
        PatternError: a line is malformed; the message begins with ``file:line``.
    """
    for line in lines:
        with _located(line):
            yield _modality_pattern(line)


class _located:  # noqa: N801 - reads as a word of the language at its place of use
    """Puts file and line before the message of a PatternError."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> Literal[False]:
        if isinstance(error, PatternError):
            error.args = (f"{self._line.file}:{self._line.number}: {error.args[0]}",)
        return False


def _verb_pattern(line: Line, word_sets: Mapping[str, frozenset[str]]) -> VerbPattern:
    code_text, *elements = line.text.split()
    code = _CODE.match(code_text)
    if not code:
        raise PatternError(f"{code_text!r} is no event code such as 190, 040~ or 042/043")
    subject: Literal["source", "target"] = "source"
    if elements and elements[0] == "T":
        subject, elements = "target", elements[1:]
    if not elements:
        raise PatternError("a trigger word is missing after the code")
    trigger, *rest = elements
    nominal = trigger.endswith(":n")
    slots = tuple(_slots(rest, word_sets))
    if subject == "target" and any(slot.filler == "target" for slot in slots):
        raise PatternError("the subject is the target already (a leading T); T stands again")
    return VerbPattern(
        pattern_id=f"{line.file.rpartition('/')[2]}:{line.text}",
        text=line.text,
        triggers=_words(trigger.removesuffix(":n"), word_sets),
        nominal=nominal,
        event_code=code["code"],
        reverse_code=code["code"] if code["same"] else code["reverse"],
        subject=subject,
        slots=slots,
        place=f"{line.file}:{line.number}",
    )


def _slots(elements: list[str], word_sets: Mapping[str, frozenset[str]]) -> Iterator[PatternSlot]:
    waiting: frozenset[str] = frozenset()
    for element in elements:
        if _introduces(element):
            if waiting:
                raise PatternError(f"a preposition stands right after another at {element!r}")
            waiting = frozenset(element.split("|"))
            continue
        yield _slot(element, waiting, word_sets)
        if not element.startswith("+"):
            waiting = frozenset()
    if waiting:
        raise PatternError(f"nothing follows the preposition {'|'.join(sorted(waiting))!r}")


def _introduces(element: str) -> bool:
    return element == "that" or (not element.startswith("@") and PREPOSITIONS.issuperset(element.split("|")))


def _slot(element: str, waiting: frozenset[str], word_sets: Mapping[str, frozenset[str]]) -> PatternSlot:
    if element.startswith("+"):
        return PatternSlot("particle", frozenset(), _words(element[1:], word_sets))
    if (element == "V" and waiting not in _CLAUSES) or (element != "V" and "that" in waiting):
        raise PatternError("V stands for a clause, and that introduces one: to V, that V")
    if element == "V":
        return PatternSlot("clause", waiting, frozenset())
    if element in _TARGETS:
        return PatternSlot("target", waiting, frozenset(), optional=element == "T?", exact=element == "T!")
    if element == "S":
        return PatternSlot("source", waiting, frozenset())
    return PatternSlot("words", waiting, _words(element, word_sets))


def _words(text: str, word_sets: Mapping[str, frozenset[str]]) -> frozenset[str]:
    if _PLAIN_WORDS.fullmatch(text):
        return frozenset(text.split("|"))
    words: set[str] = set()
    for part in text.split("|"):
        if part.startswith("@"):
            if part[1:] not in word_sets:
                raise PatternError(f"the word set {part} is not declared")
            words |= word_sets[part[1:]]
        elif re.fullmatch(r"[a-z][a-z'-]*", part):
            words.add(part)
        else:
            raise PatternError(f"{part!r} is no lower-case lemma")
    return frozenset(words)


def _modality_pattern(line: Line) -> ModalityPattern:
    modality, *elements = line.text.split()
    if len(elements) < 2:
        raise PatternError("expected: modality, trigger, complement (to V, that V, V-ing, N)")
    trigger, *middle, last = elements
    target: frozenset[str] | None = None
    if "T" in middle:
        at = middle.index("T")
        target = frozenset(p for each in middle[:at] for p in each.split("|"))
        middle = middle[at + 1 :]
    complement, prepositions = _complement(middle, last)
    return ModalityPattern(
        pattern_id=f"{line.file}:{line.text}",
        text=line.text,
        modality=modality,
        triggers=_words(trigger, {}),
        complement=complement,
        prepositions=prepositions,
        target_prepositions=target,
    )


def _complement(middle: list[str], last: str) -> tuple[Literal["to", "that", "ing", "noun"], frozenset[str]]:
    words = frozenset(p for each in middle for p in each.split("|"))
    if last == "V" and words == {"to"}:
        return "to", frozenset()
    if last == "V" and words in ({"that"}, frozenset()):
        return "that", frozenset()
    if last in ("V-ing", "N") and words <= PREPOSITIONS:
        return ("ing" if last == "V-ing" else "noun"), words
    text = " ".join([*middle, last])
    raise PatternError(f"{text!r} is no complement: to V, that V, V-ing, of V-ing, N, to N")
