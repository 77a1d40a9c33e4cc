"""Names of the community's files, in capitals with ``_`` for blanks, as a text would write them."""

from __future__ import annotations

import re

# Words that a longer name writes small; written so, either way is found.
_SMALL = frozenset(
    "a al and at bin by da das de del der des di do dos du e el et for from ibn in la las le los of on or "
    "the to ul van von with y".split()
)
_LONGEST_ACRONYM = 3  # "UN", "USA": as a word it would be found in "us" and "who"
_PARENTHESIS = re.compile(r"\(.*?\)")
_BLANKS = re.compile(r"[\s_]+")


def written_name(name: str) -> str:
    """The name with blanks and capitals as a text has them; "" where nothing of it is left.

    A short word alone stays in capitals; of others each word begins with one, but for the small words of a
    longer name. What stands in brackets, an abbreviation mostly, is left out.
    """
    words = _BLANKS.sub(" ", _PARENTHESIS.sub(" ", name)).strip().split()
    if len(words) == 1 and len(words[0].replace(".", "")) <= _LONGEST_ACRONYM:
        return words[0].upper()
    return " ".join(_written(word, first=not at) for at, word in enumerate(words))


def _written(word: str, *, first: bool) -> str:
    small = word.lower()
    if small in _SMALL and not first:
        return small
    return small[:1].upper() + small[1:]
