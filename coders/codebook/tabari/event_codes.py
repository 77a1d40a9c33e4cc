"""Event codes of verb files: ``[190]``, ``[042:043]``, ``[:173]``, ``[---]``."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from coders.codebook.model import NO_EVENT

_ROOT = 2


class UnreadableCode(ValueError):  # noqa: N818 -- the reason of a refused line, not a failure
    """What stands in the brackets is no event code; the message is the reason."""


@dataclass(frozen=True, slots=True)
class PairedCodes:
    """What source does to target and target to source; ``turned`` where only the second is coded."""

    event_code: str
    reverse_code: str | None = None
    turned: bool = False


def read_event_codes(content: str, event_codes: Container[str]) -> PairedCodes:
    """The codes in a bracket. A root of two digits stands for its "not specified" code.

    Raises:
        UnreadableCode: a code is none of CAMEO's.
    """
    first, colon, second = (part.strip() for part in content.partition(":"))
    if not colon:
        return PairedCodes(_read(first, event_codes))
    if not first:
        return PairedCodes(_read(second, event_codes), turned=True)
    event_code = _read(first, event_codes)
    reverse_code = _read(second, event_codes) if second and second != NO_EVENT else None
    return PairedCodes(event_code, reverse_code)


def _read(text: str, event_codes: Container[str]) -> str:
    if text == NO_EVENT:
        return NO_EVENT
    code = f"{text}0" if len(text) == _ROOT else text
    if code not in event_codes:
        raise UnreadableCode("the code is none of CAMEO's")
    return code
