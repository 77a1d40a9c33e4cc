from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.api.documented import Documented

ROOT = Path(__file__).parents[2]


def test_the_api_loads_no_language_model() -> None:
    heavy = "{'spacy', 'thinc', 'coders.coder', 'coders.parse_sentences'}"
    program = f"import sys, json, api.app; print(json.dumps(sorted({heavy} & set(sys.modules))))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True)
    assert json.loads(done.stdout) == []


def test_the_guide_tells_every_path_and_parameter(documented: Documented) -> None:
    guide = (ROOT / "docs" / "api.md").read_text()
    told = guide.replace("0196a1c2-7b1e-7d35-9c52-6f0f8d1b2a44", "{job_id}")
    told = told.replace("0196a1c2-7b1d-7f02-8a6e-2b9d4c7e1f10", "{article_id}")
    assert [path for path in documented.document["paths"] if path not in told] == []
    parameters = documented.operation("GET", "/v1/events")["parameters"]
    fields = documented.document["components"]["schemas"]["NewArticle"]["properties"]
    names = [parameter["name"] for parameter in parameters] + list(fields)
    assert [name for name in names if f"`{name}`" not in guide] == []
