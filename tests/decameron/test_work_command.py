from __future__ import annotations

import pytest
import typer
from typer.testing import CliRunner

from decameron.cli.work import work

DATABASE = ("--database-url", "postgresql:///none")


@pytest.mark.parametrize(
    ("arguments", "environ", "said"),
    [
        ((), {}, "--database-url is missing; give it, or set DECAMERON_DATABASE_URL"),
        (DATABASE, {}, "--broker-url is missing; give it, or set DECAMERON_BROKER_URL"),
        ((*DATABASE, "--broker-url", "amqp://host"), {}, "it should look like redis://HOST:PORT/0"),
        ((), {"DECAMERON_WORKERS": "many"}, "DECAMERON_WORKERS is 'many'; it should be a number"),
    ],
)
def test_what_is_missing_or_wrong_is_one_line(
    arguments: tuple[str, ...], environ: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DECAMERON_DATABASE_URL", "DECAMERON_BROKER_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("workers.json_logs.write_json_logs", lambda _level: None)
    app = typer.Typer()
    app.command()(work)
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert said in result.stderr
