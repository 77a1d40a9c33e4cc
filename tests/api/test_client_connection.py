"""Whether the client is still there, seen without waiting for it."""

import socket
import time

import pytest

from api.client_connection import ClientGone, limit_patience, raise_if_gone


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    limit_patience(ours)
    yield ours, theirs
    ours.close()
    theirs.close()


def test_a_silent_client_is_there_and_not_waited_for(ends):
    started = time.monotonic()
    raise_if_gone(ends[0])
    assert time.monotonic() - started < 5


def test_a_client_that_says_more_is_there_and_keeps_what_it_said(ends):
    ours, theirs = ends
    theirs.sendall(b"GET")
    raise_if_gone(ours)
    assert ours.recv(3) == b"GET"


def test_a_client_that_has_hung_up_is_gone(ends):
    ours, theirs = ends
    theirs.close()
    with pytest.raises(ClientGone):
        raise_if_gone(ours)


def test_without_a_socket_nobody_is_gone():
    raise_if_gone(None)
