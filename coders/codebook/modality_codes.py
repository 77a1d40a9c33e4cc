"""Reads what each modality makes of an event's code (``data/modality/codes.txt``)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from coders.codebook.model import ModalityCode
from coders.codebook.patterns import Line, PatternError

KEEP = "="
NO_EVENT = "-"


def read_modality_codes(
    lines: Iterable[Line], event_codes: Container[str]
) -> Mapping[str, tuple[ModalityCode, ...]]:
    """The rules by modality, the longest prefix first.

    A line is ``MODALITY PREFIX CODE``; ``*`` is any code, ``=`` keeps it, ``-`` is no event, and
    ``@other`` takes the rules of another modality that stands above.

    Raises:
        PatternError: a line is malformed or names an unknown code or modality.
    """
    rules: dict[str, dict[str, str]] = {}
    for line in lines:
        parts = line.text.split()
        if len(parts) != 3:
            raise PatternError(
                f"{line.file}:{line.number}: expected MODALITY PREFIX CODE, found {line.text!r}"
            )
        modality, prefix, code = parts
        prefix = "" if prefix == "*" else prefix
        own = rules.setdefault(modality, {})
        if code.startswith("@"):
            own.update(_taken_over(line, rules, code[1:], prefix))
        elif code in (KEEP, NO_EVENT) or code in event_codes:
            own[prefix] = code
        else:
            raise PatternError(
                f"{line.file}:{line.number}: {code!r} is no event code, nor '=', '-' or @modality"
            )
    return {
        modality: tuple(
            ModalityCode(modality, prefix, None if code == NO_EVENT else code)
            for prefix, code in sorted(own.items(), key=lambda item: -len(item[0]))
        )
        for modality, own in rules.items()
    }


def _taken_over(
    line: Line, rules: Mapping[str, Mapping[str, str]], modality: str, prefix: str
) -> dict[str, str]:
    if modality not in rules:
        raise PatternError(f"{line.file}:{line.number}: the modality @{modality} does not stand above")
    taken = {p: code for p, code in rules[modality].items() if p.startswith(prefix)}
    return taken or {prefix: rules[modality][""]}
