from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.schemas.parsing import (
    TEXT_CHARACTERS,
    ValueRefused,
    article_text,
    calendar_date,
    country_code,
    event_root_code,
    label,
    language_code,
    page_limit,
    web_address,
)

limit = partial(page_limit, most=10_000)


@pytest.mark.parametrize(
    ("parse", "value", "meant"),
    [
        (article_text, " Troops marched.\n", " Troops marched.\n"),
        (article_text, "x" * TEXT_CHARACTERS, "x" * TEXT_CHARACTERS),
        (article_text, "𐍈" * TEXT_CHARACTERS, "𐍈" * TEXT_CHARACTERS),
        (label, "Le Monde", "Le Monde"),
        (calendar_date, "2017-10-26", date(2017, 10, 26)),
        (calendar_date, "2024-02-29", date(2024, 2, 29)),
        (web_address, "http://localhost:8000/a?b=ü", "http://localhost:8000/a?b=ü"),
        (web_address, "https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
        (language_code, "en", "en"),
        (language_code, "pt-BR", "pt-BR"),
        (language_code, "zh-Hant-TW", "zh-Hant-TW"),
        (language_code, "es-419", "es-419"),
        (country_code, "IRQ", "IRQ"),
        (event_root_code, "01", "01"),
        (event_root_code, "20", "20"),
        (limit, "1", 1),
        (limit, "10000", 10_000),
    ],
    ids=lambda value: ascii(value)[:24],
)
def test_what_is_taken(parse: Callable[[str], object], value: str, meant: object) -> None:
    assert parse(value) == meant


@pytest.mark.parametrize(
    ("parse", "value", "reason"),
    [
        (article_text, "", "is empty or blank"),
        (article_text, " \n\t\u2003", "is empty or blank"),
        (article_text, "x" * (TEXT_CHARACTERS + 1), "has 1,000,001 characters; 1,000,000 is the most"),
        (article_text, "ab\0c", "has a NUL character at 2"),
        (article_text, "ab\ud800c", r"half of a surrogate pair (\ud800) at 2"),
        (article_text, "\udfff", r"half of a surrogate pair (\udfff) at 0"),
        (label, "x" * 1_001, "has 1,001 characters"),
        (calendar_date, "26.10.2017", "YYYY-MM-DD, such as 2017-10-26"),
        (calendar_date, "20171026", "YYYY-MM-DD"),
        (calendar_date, "2017-W43-4", "YYYY-MM-DD"),
        (calendar_date, "2017-10-26T14:00:00Z", "give the date alone: 2017-10-26"),
        (calendar_date, "2017-02-29", "which no calendar has"),
        (calendar_date, "0000-01-01", "which no calendar has"),
        (calendar_date, "２０１７-10-26", "YYYY-MM-DD"),
        (calendar_date, "2017-10-26\n", "YYYY-MM-DD"),
        (web_address, "example.org/x", "give an absolute URL"),
        (web_address, "ftp://example.org", "give an absolute URL"),
        (web_address, "javascript:alert(1)", "give an absolute URL"),
        (web_address, "https://", "give an absolute URL"),
        (web_address, "https://[broken", "no URL"),
        (web_address, "https://a b", "blank or control"),
        (web_address, "https://e.org/" + "x" * 2_048, "2,048 is the most"),
        (language_code, "EN", "BCP 47"),
        (language_code, "english", "BCP 47"),
        (country_code, "irq", "write IRQ"),
        (country_code, "IQ", "alpha-3"),
        (country_code, "", "alpha-3"),
        (event_root_code, "4", "write 04"),
        (event_root_code, "190", "its root is 19"),
        (event_root_code, "21", "from 01 to 20"),
        (event_root_code, "", "from 01 to 20"),
        (limit, "0", "from 1 to 10,000"),
        (limit, "10001", "from 1 to 10,000"),
        (limit, "1_0", "from 1 to 10,000"),
        (limit, "٣", "from 1 to 10,000"),
        (limit, "9" * 5_000, "from 1 to 10,000"),
    ],
    ids=lambda value: ascii(value)[:24],
)
def test_what_is_refused(parse: Callable[[str], object], value: str, reason: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        parse(value)
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    "parse",
    [article_text, label, calendar_date, web_address, language_code, country_code, event_root_code, limit],
)
@given(value=st.text(st.characters()))
def test_any_text_is_taken_or_refused_in_words_that_can_be_sent(
    parse: Callable[[str], object], value: str
) -> None:
    assert reason(parse, value).isprintable()


def reason(parse: Callable[[str], object], value: str) -> str:
    """Why the value is refused, or nothing."""
    try:
        parse(value)
    except ValueRefused as refused:
        return str(refused)
    return ""
