"""What is no HTTP is answered as everything else is: by a problem, not by a page."""

import json
import socket
from urllib.parse import urlsplit

import pytest


def sent(server, raw: bytes) -> tuple[int, dict[str, str], dict]:
    """Send bytes as they are; status, headers and body of what comes back."""
    address = urlsplit(str(server.http.base_url))
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(raw)
        answer = b""
        while part := connection.recv(65_536):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    return int(status.split()[1]), headers, json.loads(body)


def get(path: str = "/healthz", *headers: str) -> bytes:
    return "\r\n".join(
        (f"GET {path} HTTP/1.1", "Host: localhost", "Connection: close", *headers, "", "")
    ).encode()


POST = "POST /v1/code HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("raw", "status", "kind"),
    [
        (b"no http at all\r\n\r\n", 400, "malformed"),
        (b"G\xe9T / HTTP/1.1\r\n\r\n", 400, "malformed"),
        (b"GET / HTTP/9.9\r\n\r\n", 400, "malformed"),
        (get("/healthz", "B\x01d: header"), 400, "malformed"),
        (get(f"/v1/events?{'x' * 8_200}"), 414, "uri-too-long"),
        (get("/healthz", f"X-Long: {'x' * 9_000}"), 431, "headers-too-large"),
        (get("/healthz", *(f"X-{number}: x" for number in range(200))), 431, "headers-too-large"),
        (f"{POST}Transfer-Encoding: telepathy\r\n\r\n".encode(), 501, "http-501"),
        (f"{POST}Transfer-Encoding: chunked\r\n\r\nno length\r\n".encode(), 400, "malformed"),
        (f"{POST}Content-Length: many\r\n\r\n".encode(), 400, "malformed"),
    ],
    ids=["garbage", "method", "version", "header", "line", "long", "many", "coding", "chunk", "length"],
)
def test_a_request_that_cannot_be_read_is_answered_with_a_problem(server, raw, status, kind):
    told, headers, problem = sent(server, raw)
    assert (told, problem["status"]) == (status, status), problem
    assert headers["content-type"] == "application/problem+json"
    assert problem["type"] == f"urn:decameron:problem:{kind}"
    assert problem["title"]
    assert problem["detail"].endswith(".")
    assert problem["request_id"] == headers["x-request-id"]


def test_a_long_request_line_that_is_short_enough_is_read(server):
    status, _, problem = sent(server, get(f"/v1/events?unknown={'x' * 8_100}"))
    assert (status, problem["type"]) == (422, "urn:decameron:problem:validation")
