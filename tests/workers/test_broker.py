from __future__ import annotations

import pytest

from workers.broker import BrokerUrlError, transport_url


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock"),
        ("redis+socket:///run/valkey.sock", "redis+socket:///run/valkey.sock"),
        ("redis://broker:6379/1", "redis://broker:6379/1"),
        ("rediss://:secret@broker:6380/0", "rediss://:secret@broker:6380/0"),
    ],
)
def test_every_usual_address_is_taken(given: str, wanted: str) -> None:
    assert transport_url(given) == wanted


@pytest.mark.parametrize("given", ["", "amqp://u:secret@host//", "unix://", "redis://", "/run/valkey.sock"])
def test_another_address_is_refused_with_what_would_be_right(given: str) -> None:
    with pytest.raises(BrokerUrlError, match="redis://HOST:PORT/0") as caught:
        transport_url(given)
    assert "secret" not in str(caught.value)
