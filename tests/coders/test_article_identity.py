from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest

from coders.article_identity import article_identity

DAY = date(2017, 10, 26)


def test_it_is_the_digest_of_date_language_and_text():
    assert article_identity("Troops moved.", DAY, "en") == sha256(b"2017-10-26\0en\0Troops moved.").digest()


@pytest.mark.parametrize(
    ("text", "day", "language"),
    [
        ("Troops moved", DAY, "en"),
        ("Troops moved.", date(2017, 10, 27), "en"),
        ("Troops moved.", DAY, None),
        ("Troops moved.", DAY, "de"),
    ],
)
def test_any_other_text_date_or_language_is_another_article(text, day, language):
    assert article_identity(text, day, language) != article_identity("Troops moved.", DAY, "en")


def test_no_language_is_the_empty_one():
    assert article_identity("a", DAY, None) == article_identity("a", DAY, "")


def test_a_lone_surrogate_is_refused():
    with pytest.raises(UnicodeEncodeError):
        article_identity("\ud800", DAY, None)
