"""The service against its own document: every operation, right and wrong requests, links followed."""

import os
import re
import subprocess
import sys
from pathlib import Path

# Few enough that all of it takes about a minute; the seed makes a failure come again.
EXAMPLES = 10
SEED = 20_171_026

HERE = Path(__file__).parent


def test_every_answer_is_a_documented_one(server, tmp_path):
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml")),
        *("run", f"{server.http.base_url}/v1/openapi.json"),
        *("--phases", "examples,coverage,fuzzing,stateful"),
        *("--max-examples", str(EXAMPLES), "--seed", str(SEED), "--generation-database", "none"),
        *("--continue-on-failure", "--no-color"),
    ]
    run = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": str(HERE / "contract_hooks.py")},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    selected, tested = (
        int(re.search(rf"{name}: (\d+)", run.stdout).group(1)) for name in ("Selected", "Tested")
    )
    operations = server.http.get("/v1/openapi.json").json()["paths"].values()
    assert selected == tested == sum(len(set(each) & {"get", "post", "delete"}) for each in operations)
    links = re.search(r"API Links: +(\d+) covered", run.stdout)
    assert int(links.group(1)) > 0, run.stdout
