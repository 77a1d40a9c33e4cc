from __future__ import annotations

import pytest

from store.actor_terms import ActorTerm, Dyad, actor_term

COUNTRIES = {"USA", "IRQ"}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("USA", "country"), ("MIL", "role"), ("PTY", "role"), ("IGO", "group"), ("UNO", "group"),
        ("IRQMIL", "code"), ("IRQ*", "code"), ("*", "code"), ("*IL", "code"),
    ],
)  # fmt: skip
def test_what_a_value_means(value, kind):
    assert actor_term(value, COUNTRIES) == ActorTerm(kind, value)


@pytest.mark.parametrize("text", ["country:USA", "code:IRQ*", "group:a:b"])
def test_a_term_is_read_as_it_is_written(text):
    assert str(ActorTerm.parse(text)) == text


def test_a_dyad_is_read_as_it_is_written():
    assert str(Dyad.parse("country:USA>role:MIL")) == "country:USA>role:MIL"


@pytest.mark.parametrize("text", ["", "USA", "land:USA", "country:"])
def test_what_is_no_term_is_told(text):
    with pytest.raises(ValueError, match="is no actor term"):
        ActorTerm.parse(text)


def test_the_sign_between_two_terms_is_in_none():
    with pytest.raises(ValueError, match="stands between two terms"):
        ActorTerm("code", "USA>CHN")


@pytest.mark.parametrize("text", ["country:USA", "country:USA>", "country:USA>code:CHN>role:MIL"])
def test_what_is_no_dyad_is_told(text):
    with pytest.raises(ValueError, match="actor term"):
        Dyad.parse(text)
