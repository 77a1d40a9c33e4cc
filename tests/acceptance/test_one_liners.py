"""What docs/api.md says about whole results, run as it stands there against a real server."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from tests.acceptance.conftest import Server

GUIDE = (Path(__file__).parents[2] / "docs/api.md").read_text(encoding="utf-8")
SECTION = GUIDE.split("## Read whole results\n")[1].split("\n## ")[0]
ADDRESS = "http://127.0.0.1:8000"
BLOCKS = re.findall(r"^```(python|sh)\n(.*?)^```$", SECTION, flags=re.MULTILINE | re.DOTALL)
PYTHON = [code for language, code in BLOCKS if language == "python"]
SHELL = [code for language, code in BLOCKS if language == "sh"]

COUNT = "\nprint(len(events), *sorted({str(code) for code in CODES}))"
CODES = {
    "pandas": "events['event_code']",
    "polars": "events['event_code']",
    "duckdb": "[row[0] for row in events.select('event_code').fetchall()]",
}


@pytest.fixture(scope="module")
def counted(server: Server, sample_text: str) -> tuple[int, list[str]]:
    """How many events of Iraq there are, and their codes."""
    job = server.submit(sample_text, "2017-10-26")
    assert server.wait_for_job(job["job_id"])["state"] == "done"
    items = server.http.get("/v1/events", params={"actor_country": "IRQ"}).json()["items"]
    assert items
    return len(items), sorted({item["event_code"] for item in items})


def tool_of(code: str) -> str:
    return re.findall("^import (.*)$", code, flags=re.MULTILINE)[-1]


def here(code: str, server: Server) -> str:
    return code.replace(ADDRESS, str(server.http.base_url).rstrip("/"))


def duckdb_extension(folder: Path) -> str:
    """Has DuckDB install what it would fetch from its own server, from a package."""
    found = next(Path(str(files("duckdb_extension_httpfs"))).rglob("httpfs.duckdb_extension"))
    settle = [f"SET extension_directory='{folder}'", f"INSTALL '{found}'"]
    return "import duckdb\n" + "".join(f"duckdb.sql({statement!r})\n" for statement in settle)


def test_the_guide_has_one_for_every_tool() -> None:
    tools = [tool_of(code) for code in PYTHON]
    assert tools == ["pandas", "pandas", "polars", "polars", "duckdb", "duckdb"]
    assert len(SHELL) == 2


@pytest.mark.parametrize("code", PYTHON, ids=lambda code: code.split()[-1][:60])
def test_a_line_of_python(server: Server, counted: tuple[int, list[str]], tmp_path: Path, code: str) -> None:
    tool = tool_of(code)
    before = duckdb_extension(tmp_path) if tool == "duckdb" else ""
    script = before + here(code, server) + COUNT.replace("CODES", CODES[tool])
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    number, codes = counted
    assert done.stdout.split() == [str(number), *codes]


@pytest.mark.parametrize("code", SHELL, ids=["csv", "parquet"])
def test_a_line_of_shell(server: Server, counted: tuple[int, list[str]], tmp_path: Path, code: str) -> None:
    done = subprocess.run(["sh", "-c", here(code, server)], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    [file] = tmp_path.iterdir()
    content = file.read_bytes()
    if file.suffix == ".csv":
        assert content.startswith(b"event_id,")
        assert content.count(b"\n") == counted[0] + 1
    else:
        assert content[:4] == content[-4:] == b"PAR1"
