"""The real app on a real PostgreSQL and a real broker, private to these tests and gone when they end."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from shutil import rmtree
from threading import Event as ThreadEvent
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from api.services import services_of
from coders.models import CodedArticle, EntryUse, Event, EventActor, Explanation, Place
from decameron.embedded.stack import Servers, embedded_servers, held_data_directory
from decameron.embedded.supervisor import Supervisor
from decameron.settings import Settings
from store.migrate import migrate
from store.pool import Pool, transaction
from store.queue import claim_articles
from store.replace_events import replace_for_article
from tests.api.documented import Documented


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    home = Path(tempfile.gettempdir()) / f"decameron-api-{os.getpid()}"
    supervisor = Supervisor(records=None, stopping=ThreadEvent())
    try:
        with (
            held_data_directory(home, wanted_account=None) as held,
            embedded_servers(held, supervisor, lambda _: None) as started,
        ):
            migrate(started.database_url)
            yield started
    finally:
        rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def app(servers: Servers) -> Iterator[Flask]:
    made = create_app(Settings(database_url=servers.database_url, broker_url=servers.broker_url))
    with services_of(made).pool:
        yield made


@pytest.fixture
def pool(app: Flask) -> Pool:
    """The app's own connections, to tables that are empty."""
    opened = services_of(app).pool
    with opened.connection() as connection:
        connection.execute("TRUNCATE articles, jobs, change_counter CASCADE")
        connection.execute("INSERT INTO change_counter (change_seq) VALUES (0)")
    return opened


@pytest.fixture
def client(app: Flask, pool: Pool) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def app_without_servers() -> Iterator[Flask]:
    made = create_app(
        Settings(
            database_url="postgresql:///none?host=/nonexistent", broker_url="unix:///nonexistent/broker.sock"
        )
    )
    pool = services_of(made).pool
    pool.timeout = 0.2
    with pool:
        yield made


TEXT = "Iraqi forces attacked Islamic State fighters near al-Qaim on Thursday."

_EVENT = Event(
    event_id=UUID(int=0),
    sentence_index=0,
    sentence=TEXT,
    trigger_span=(13, 21),
    source=EventActor("IRQMIL", "IRQ", None, ("MIL",), "Iraqi forces", (0, 12)),
    target=EventActor("IMGISI", None, "IMG", ("REB",), "Islamic State", (22, 35)),
    event_code="190",
    event_root_code="19",
    quad_class=4,
    goldstein=-10.0,
    plover_type="ASSAULT",
    plover_mode=None,
    plover_context="military",
    scope="domestic",
    event_date=date(2017, 10, 26),
    event_date_basis="relative",
    event_date_precision="day",
    confidence=0.87,
    attributed_to_code=None,
    attributed_to_name=None,
    background=False,
    place=Place("Al Qa'im", "IRQ", "Anbar", 34.36878, 41.09447, 99454),
    explanation=Explanation(
        pattern_id="attack-190",
        classification_rule="pattern",
        modality=(),
        source_entries=(EntryUse("country:IRQ", "country", "Iraqi", date(1932, 10, 3), None),),
        target_entries=(),
        date_rule="weekday",
        date_text="Thursday",
        date_span=(61, 69),
    ),
)

MakeEvents = Callable[..., list[Event]]
CodeNext = Callable[..., None]


@pytest.fixture
def make_events() -> MakeEvents:
    """Make a number of events with ids of their own, a day apart every third; fields can be given."""

    def make(number: int = 1, **fields: Any) -> list[Event]:
        return [
            replace(
                _EVENT,
                **{
                    "event_id": uuid4(),
                    "event_date": _EVENT.event_date + timedelta(days=index // 3),
                    **fields,
                },
            )
            for index in range(number)
        ]

    return make


@pytest.fixture
def code_next(pool: Pool) -> CodeNext:
    """Code the next queued article as a worker would, with the events given."""

    def code(*events: Event, state: str | None = None) -> None:
        with transaction(pool) as conn:
            [claim] = claim_articles(conn, worker="test", batch_size=1, lease_seconds=60)
        coded = CodedArticle(state or ("coded" if events else "no_events"), "en", events)
        with transaction(pool) as conn:
            assert replace_for_article(
                conn, claim, coded, coder_version="c1", codebook_version="b1", profile="fast"
            )

    return code


@pytest.fixture
def submit(client: FlaskClient) -> Callable[..., dict[str, Any]]:
    """Submit an article whose text is like no other's; fields can be given."""

    def post(**fields: Any) -> dict[str, Any]:
        article = {"text": f"{TEXT} {uuid4()}", "published_date": "2017-10-26", **fields}
        answer = client.post("/v1/articles", json=article)
        assert answer.status_code == 202, answer.text
        return answer.json

    return post


@pytest.fixture(scope="session")
def documented(app: Flask) -> Documented:
    return Documented(app.test_client())
