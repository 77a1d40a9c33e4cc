from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient


class Addresses(HTMLParser):
    """What a page loads, and what it holds inline."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.inline: list[str] = []
        self._within = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._within = tag
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        if tag in ("script", "link"):
            self.loaded.append(given["src" if tag == "script" else "href"] or "")

    def handle_data(self, data: str) -> None:
        if self._within in ("script", "style") and data.strip():
            self.inline.append(data)


@pytest.fixture
def page(client: FlaskClient) -> str:
    answer = client.get("/docs")
    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    return answer.text


def test_the_page_loads_all_it_needs_from_here(client: FlaskClient, page: str) -> None:
    addresses = Addresses(page)
    assert len(addresses.loaded) == 4
    for address in addresses.loaded:
        assert "//" not in address
        answer = client.get(urljoin("/docs", address))
        assert answer.status_code == 200, address
        assert len(answer.data) > 100
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_shows_the_document_that_is_served(client: FlaskClient) -> None:
    start = client.get("/docs/start.js").text
    [url] = re.findall(r'url: "([^"]+)"', start)
    assert client.get(urljoin("/docs", url)).json["openapi"] == "3.1.0"
    assert "validatorUrl: null" in start, "the page would ask a foreign server"


def test_the_policy_lets_nothing_inline_and_nothing_foreign_run(client: FlaskClient, page: str) -> None:
    assert Addresses(page).inline == []
    for path in ("/docs", "/docs/start.js", "/docs/swagger-ui-bundle.js"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "default-src 'none'; script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "http" not in policy


def test_assets_are_kept_by_the_browser(client: FlaskClient) -> None:
    first = client.get("/docs/swagger-ui.css")
    assert first.cache_control.max_age == 86_400
    again = client.get("/docs/swagger-ui.css", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["oauth2-redirect.html", "..%2f__init__.py", "index.html"])
def test_nothing_else_of_the_package_is_served(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/docs/{name}")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
