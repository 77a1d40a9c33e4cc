"""docs/codebook.md as a reader follows it: an actor of one's own, and what comes out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "codebook.md"
SECTION = re.compile(r"^## Adding an actor of your own\n(?P<text>.*?)^## ", re.DOTALL | re.MULTILINE)


def test_who_follows_the_guide_sees_the_actor_coded(tmp_path: Path):
    found = SECTION.search(GUIDE.read_text(encoding="utf-8"))
    assert found is not None
    [entry] = re.findall(r"```json\n(.*?)```", found["text"], re.DOTALL)
    check, code = re.findall(r"```sh\n(.*?)```", found["text"], re.DOTALL)
    (tmp_path / "ours.jsonl").write_text(entry)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    def sh(commands: str) -> str:
        run = subprocess.run(
            ["/bin/sh", "-ec", commands],
            cwd=tmp_path,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    assert sh(check).endswith("nothing is wrong\n")
    [event] = json.loads(sh(code))["events"]
    assert f"The event's `source_code` is `{event['source_code']}`" in found["text"]
    assert ".entries-" in event["codebook_version"]
