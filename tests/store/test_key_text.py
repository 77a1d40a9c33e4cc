from __future__ import annotations

from hashlib import sha256

import pytest

from store.key_text import KeyText, hash_secret, make_key_text, parse_key_text


def test_a_key_reads_back_as_it_was_made():
    key = make_key_text()
    assert parse_key_text(str(key)) == key
    assert len(str(key)) == 81


def test_no_two_keys_are_alike():
    keys = [make_key_text() for _ in range(100)]
    assert len({key.key_id for key in keys}) == len({key.secret for key in keys}) == 100


def test_a_secret_does_not_show_by_accident():
    key = make_key_text()
    assert key.secret not in repr(key)
    assert key.secret not in f"{[key]}"


def test_what_is_stored_is_the_sha_256():
    assert hash_secret("ab") == sha256(b"ab").digest()


GOOD = str(KeyText("0" * 12, "f" * 64))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dcm_",
        GOOD[:-1],
        GOOD + "0",
        GOOD.upper(),
        GOOD + "\n",
        " " + GOOD,
        GOOD.replace("dcm", "sk"),
        GOOD.replace("f", "é"),
        GOOD.replace("0" * 12, "0" * 11),
        GOOD.replace("_", "-"),
    ],
)
def test_what_is_no_key_is_none(text):
    assert parse_key_text(GOOD) is not None
    assert parse_key_text(text) is None
