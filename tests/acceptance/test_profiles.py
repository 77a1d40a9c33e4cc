"""The accurate profile: over HTTP while its client waits, and from the shell, with the same events."""

import json
import subprocess
import sys

from tests.acceptance.conftest import serving

PUBLISHED = "2017-10-26"


def test_a_text_is_coded_in_the_profile_that_is_asked_for(server, sample_text, tmp_path):
    answers = {
        profile: server.http.post(
            "/v1/code", json={"text": sample_text}, params={"as_of": PUBLISHED, "profile": profile}
        ).json()
        for profile in ("fast", "accurate")
    }
    for profile, answer in answers.items():
        assert answer["profile"] == profile
        assert {event["profile"] for event in answer["events"]} == {profile}
        attack = next(e for e in answer["events"] if (e["source_code"], e["event_code"]) == ("IRQMIL", "190"))
        assert attack["target_code"] == "IMGMUSISI"
    fast, accurate = answers["fast"], answers["accurate"]
    assert fast["coder_version"] != accurate["coder_version"]
    assert any(event["explanation"]["alternatives"] for event in accurate["events"])

    text = tmp_path / "article.txt"
    text.write_text(sample_text)
    command = [sys.executable, "-m", "decameron", "code", "--published-date", PUBLISHED, str(text)]
    coded = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert {e["event_id"] for e in coded["events"]} == {e["event_id"] for e in accurate["events"]}


def test_workers_code_in_the_profile_that_they_are_set_to(sample_text):
    with serving("accurate") as server:
        submitted = [server.submit(f"{sample_text}\n\nCopy {number}.", PUBLISHED) for number in range(8)]
        for each in submitted:
            assert server.wait_for_job(each["job_id"])["state"] == "done"
            events = server.events_of(each["article_id"])
            assert {event["profile"] for event in events} == {"accurate"}
            assert {"190", "195"} <= {event["event_code"] for event in events}


def test_an_unknown_profile_is_named(server):
    refused = server.http.post("/v1/code", json={"text": "x"}, params={"profile": "perfect"})
    assert refused.status_code == 422
    assert "known are fast, accurate" in refused.text
