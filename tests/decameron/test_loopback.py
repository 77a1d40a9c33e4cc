from __future__ import annotations

import pytest

from decameron.loopback import is_loopback


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("LOCALHOST", True),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("", False),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("example.org", False),
    ],
)
def test_only_this_machines_own_addresses_are_loopback(host, expected):
    assert is_loopback(host) is expected
