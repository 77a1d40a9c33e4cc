"""Which language a text is in."""

from __future__ import annotations

import re

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SUPPORTED = frozenset({"en"})
_ENGLISH = frozenset(
    "the of and to in a is was that for on with as by he it said at from his have are were".split()
)
_ENGLISH_SHARE = 0.15
_EXCERPT = 4_000
_WORDS = re.compile(r"\w+")


def load_language_identifier() -> LanguageIdentifier:
    """The statistical identifier for texts that are not plainly English."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(identifier: LanguageIdentifier, text: str, stated: str | None) -> str:
    """The primary language subtag (``en``) of the text; a ``stated`` BCP 47 code is believed.

    A text in whose words English function words are as frequent as they are in English is English; others
    are left to the identifier, which errs on short ones.
    """
    if stated:
        return stated.split("-", 1)[0].lower()
    excerpt = text[:_EXCERPT]
    words = _WORDS.findall(excerpt.lower())
    if words and sum(word in _ENGLISH for word in words) / len(words) >= _ENGLISH_SHARE:
        return "en"
    language: str = identifier.classify(excerpt)[0]
    return language
