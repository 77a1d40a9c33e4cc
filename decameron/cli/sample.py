"""The bundled sample article: posted over HTTP like any other, waited for, and shown."""

from __future__ import annotations

import json
from importlib.resources import files
from threading import Event
from typing import Any

from decameron.cli.events_table import event_names, print_events
from decameron.cli.local_http import request_json
from decameron.cli.narration import say_to_person
from decameron.cli.server import RunningServer
from decameron.embedded.start_error import StartError
from decameron.embedded.waiting import wait_until

_CODING_SECONDS = 120.0
_UNFINISHED = ("queued", "running")


def sample_article() -> dict[str, Any]:
    """The article as ``POST /v1/articles`` takes it."""
    folder = files("decameron") / "sample"
    about = json.loads((folder / "al-qaim.json").read_text(encoding="utf-8"))
    text = (folder / "al-qaim.txt").read_text(encoding="utf-8")
    return {"text": text, **{name: value for name, value in about.items() if value is not None}}


def show_sample(server: RunningServer, stopping: Event) -> list[dict[str, Any]]:
    """Post the sample, wait for its job, print its events; the events.

    Raises:
        StartError: the API refused it, or its job did not end well in time.
        StopAskedFor: a stop was asked for meanwhile.
    """
    article = sample_article()
    say_to_person(f"Coding the sample article, “{article['title']}”…")
    receipt = _expect(202, server, "/v1/articles", article)
    _await_job(server, receipt["job_id"], stopping)
    answer = _expect(200, server, f"/v1/articles/{receipt['article_id']}/events")
    events: list[dict[str, Any]] = answer["items"]
    print_events(events, article, event_names())
    return events


def _await_job(server: RunningServer, job_id: str, stopping: Event) -> None:
    job: dict[str, Any] = {}

    def ended() -> bool:
        server.watch()
        hopeless = server.supervisor.hopeless()
        if hopeless is not None:
            raise StartError(f"the sample article cannot be coded, for {hopeless}")
        job.update(_expect(200, server, f"/v1/jobs/{job_id}"))
        return job["state"] not in _UNFINISHED

    if not wait_until(ended, timeout=_CODING_SECONDS, stopping=stopping, pause=0.1):
        raise StartError(f"no worker coded the sample article within {_CODING_SECONDS:.0f} seconds")
    if job["state"] != "done":
        reasons = "; ".join(error["error"] for error in job["errors"])
        raise StartError(
            f"the job of the sample article is {job['state']}: {reasons or 'no reason was given'}"
        )


def _expect(
    status: int, server: RunningServer, path: str, body: dict[str, Any] | None = None
) -> dict[str, Any]:
    answered, content = request_json(f"{server.url}{path}", body, key=server.key)
    if answered != status or not isinstance(content, dict):
        detail = content.get("detail") if isinstance(content, dict) else content
        raise StartError(f"{path} answered {answered}, not {status}: {detail}")
    return content


def where_next(url: str) -> str:
    """What a newcomer may do with a server at ``url``."""
    return f"""
Where to go next
  {url}  lists what the API offers; {url}/v1/openapi.json describes it in full

  Send an article of your own:
    curl -s {url}/v1/articles -H 'Content-Type: application/json' \\
      -d '{{"text": "Turkish jets bombed Kurdish rebels in Iraq on Monday.", "published_date": "2024-05-14"}}'

  Ask for the events of a country:
    curl -s '{url}/v1/events?actor_country=IRQ'

  Read on in docs/: api.md for the API, glossary.md for the words, codebook.md for the codes
"""
