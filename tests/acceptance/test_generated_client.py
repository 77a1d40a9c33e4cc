"""A client that a machine wrote from the document: it submits an article and reads its events."""

import importlib
import json
import re
import subprocess
import sys
import time
from datetime import date

import pytest

# Where a client that reads JSON cannot take all that is offered beside it.
NOT_JSON = {"POST /v1/articles", "GET /v1/files/{name}"}


@pytest.fixture(scope="module")
def generated(server, tmp_path_factory):
    """The package that openapi-python-client makes, importable as ``generated_client``."""
    made = tmp_path_factory.mktemp("generated")
    document = made / "openapi.json"
    document.write_text(json.dumps(server.http.get("/v1/openapi.json").json()))
    config = made / "config.json"
    config.write_text(json.dumps({"post_hooks": []}))
    command = [
        sys.executable,
        "-m",
        "openapi_python_client",
        "generate",
        "--meta",
        "none",
    ]
    command += [
        "--path",
        str(document),
        "--config",
        str(config),
        "--output-path",
        str(made / "generated_client"),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    passed_over = set(re.findall(r"WARNING parsing (.+?) within", run.stdout + run.stderr))
    assert passed_over <= NOT_JSON, run.stdout + run.stderr
    sys.path.insert(0, str(made))
    try:
        yield importlib.import_module("generated_client")
    finally:
        sys.path.remove(str(made))
        for name in [each for each in sys.modules if each.split(".")[0] == "generated_client"]:
            del sys.modules[name]


def operation(name: str, resource: str):
    return importlib.import_module(f"generated_client.api.{resource}.{name}")


def test_it_submits_an_article_and_reads_its_events(server, generated, sample_text):
    models = importlib.import_module("generated_client.models")
    with generated.Client(base_url=str(server.http.base_url)) as client:
        article = models.NewArticle(text=sample_text, published_date=date(2017, 10, 26))
        accepted = operation("submit_article", "articles").sync(client=client, body=article)
        assert isinstance(accepted, models.AcceptedArticle), accepted

        deadline = time.monotonic() + 60
        while (job := operation("read_job", "jobs").sync(accepted.job_id, client=client)).state != "done":
            assert time.monotonic() < deadline, job
            time.sleep(0.2)

        of_article = operation("read_article_events", "articles").sync(accepted.article_id, client=client)
        assert {event.source_code for event in of_article.items} >= {"IRQMIL"}
        page = operation("read_events", "events").sync(
            client=client, limit=1, event_date_from=date(2017, 1, 1)
        )
        [first] = page.items
        explained = operation("read_event", "events").sync(first.event_id, client=client)
        assert explained.explanation.pattern_id


def test_it_codes_a_text(server, generated, sample_text):
    models = importlib.import_module("generated_client.models")
    with generated.Client(base_url=str(server.http.base_url)) as client:
        body = models.TextToCode(text=sample_text)
        coded = operation("code_text", "code").sync(client=client, body=body, as_of=date(2017, 10, 26))
    assert coded.state == "coded"
    assert coded.events[0].explanation.pattern_id


def test_it_is_told_what_is_wrong(server, generated):
    models = importlib.import_module("generated_client.models")
    with generated.Client(base_url=str(server.http.base_url)) as client:
        told = operation("submit_article", "articles").sync(
            client=client, body=models.NewArticle(text=" ", published_date=date(2017, 10, 26))
        )
    assert isinstance(told, models.Problem)
    assert told.type_ == "urn:decameron:problem:validation"
