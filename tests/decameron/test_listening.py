from __future__ import annotations

import socket

import pytest

from decameron.cli.listening import open_socket, url_of
from decameron.embedded.start_error import StartError


def test_port_0_takes_a_free_one_and_says_which():
    with open_socket("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        assert url_of("127.0.0.1", listener) == f"http://127.0.0.1:{port}"
        assert url_of("::1", listener) == f"http://[::1]:{port}"
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            pass


def test_a_busy_port_is_named():
    with open_socket("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(StartError, match=f"port {port} on 127.0.0.1 is in use"):
            open_socket("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(StartError, match=r"cannot listen on 192\.0\.2\.1"):
        open_socket("192.0.2.1", 0)
