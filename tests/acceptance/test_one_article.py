"""One article in, its events out: through HTTP, PostgreSQL, the broker and a worker."""

import json
import subprocess
import sys

PUBLISHED = "2017-10-26"


def test_an_article_becomes_events_that_come_back_over_http(server, sample_text):
    answer = server.http.post(
        "/v1/articles",
        json={"text": sample_text, "published_date": PUBLISHED, "publisher": "Sample", "external_id": "a-1"},
    )
    assert answer.status_code == 202
    submitted = answer.json()
    assert answer.headers["Location"].endswith(f"/v1/jobs/{submitted['job_id']}")
    job = server.wait_for_job(submitted["job_id"])
    assert (job["state"], job["total"], job["done"]) == ("done", 1, 1)

    article = server.http.get(f"/v1/articles/{submitted['article_id']}").json()
    assert article["state"] == "coded"
    assert article["text"] == sample_text
    events = server.events_of(submitted["article_id"])
    attack = next(e for e in events if (e["source_code"], e["event_code"]) == ("IRQMIL", "190"))
    assert attack["target_name"] == "Islamic State"
    assert (attack["event_date"], attack["publisher"]) == (PUBLISHED, "Sample")
    assert attack["place_country"] == "IRQ"
    for side in ("source", "target", "trigger"):
        start, end = attack[f"{side}_span"]
        assert sample_text[start:end]
    assert sample_text[slice(*attack["trigger_span"])] == "attacked"

    explained = server.http.get(f"/v1/events/{attack['event_id']}").json()["explanation"]
    assert explained["pattern_id"].endswith("190 attack T")
    assert explained["source_entries"]


def test_the_service_and_the_command_give_the_same_events(server, sample_text, tmp_path):
    submitted = server.submit(sample_text, PUBLISHED)
    server.wait_for_job(submitted["job_id"])
    line = tmp_path / "article.jsonl"
    line.write_text(json.dumps({"id": 1, "text": sample_text, "published_date": PUBLISHED}))
    command = [sys.executable, "-m", "decameron", "code", "--profile", "fast", str(line)]
    coded = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    stored = server.events_of(submitted["article_id"])
    assert {e["event_id"] for e in stored} == {e["event_id"] for e in coded["events"]}
    by_id = {e["event_id"]: e for e in stored}
    for event in coded["events"]:
        assert {key: by_id[event["event_id"]][key] for key in event} == event


def test_the_same_article_again_is_a_sighting_and_coded_once(server, sample_text):
    first = server.submit(sample_text, PUBLISHED)
    server.wait_for_job(first["job_id"])
    before = server.events_of(first["article_id"])
    again = server.submit(sample_text, PUBLISHED, publisher="Another", url="https://example.org/2")
    server.wait_for_job(again["job_id"])
    assert again["article_id"] == first["article_id"]
    assert server.events_of(first["article_id"]) == before


def test_an_article_without_events_is_no_failure(server):
    submitted = server.submit("Brazil attacked from the first whistle and won 3-1 on a rainy night.")
    assert server.wait_for_job(submitted["job_id"])["state"] == "done"
    article = server.http.get(f"/v1/articles/{submitted['article_id']}").json()
    assert article["state"] == "no_events"


def test_another_language_is_told(server):
    text = "Die irakischen Truppen haben am Donnerstag den Islamischen Staat in der Wüste angegriffen."
    submitted = server.submit(text)
    assert server.wait_for_job(submitted["job_id"])["state"] == "done"
    article = server.http.get(f"/v1/articles/{submitted['article_id']}").json()
    assert article["state"] == "unsupported_language"


def test_an_empty_text_is_refused(server):
    answer = server.http.post("/v1/articles", json={"text": "  \n", "published_date": PUBLISHED})
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == "#/text"


def test_a_text_of_a_megabyte_is_coded(server, sample_text):
    paragraphs = (f"{sample_text}\n\nThis is paragraph number {n}." for n in range(1_000))
    text = "\n\n".join(paragraphs)[:1_000_000]
    submitted = server.submit(text)
    assert server.wait_for_job(submitted["job_id"], within=280)["counts"]["coded"] == 1


def test_events_are_filtered(server, sample_text):
    server.wait_for_job(server.submit(sample_text, PUBLISHED)["job_id"])

    def found(**query):
        answer = server.http.get("/v1/events", params={"limit": 10_000, **query})
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    everything = found()
    by_country = found(actor_country="IRQ")
    assert by_country == [e for e in everything if "IRQ" in (e["source_country"], e["target_country"])]
    assert by_country
    by_root = found(event_root_code="19")
    assert by_root == [e for e in everything if e["event_root_code"] == "19"]
    assert by_root
    assert found(event_date_to="2017-10-25") == [e for e in everything if e["event_date"] <= "2017-10-25"]


def test_health(server):
    assert server.http.get("/healthz").status_code == 200
    assert server.http.get("/readyz").status_code == 200
    assert server.http.get("/v1/openapi.json").json()["openapi"].startswith("3.1")
