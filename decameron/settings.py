"""What a process is told when it starts. Read once, at the edge, and passed on as an argument."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

# What RFC 6750 lets a header carry.
_BEARER_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{32,512}=*")

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.\[\]:-]+")

_PROFILES = ("fast", "accurate")
_RATE_LIMIT = re.compile(r"off|[1-9][0-9]{0,8}/[1-9][0-9]{0,5}")


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it, what it was, and what would be right."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of all processes.

    ``api_processes`` is how many processes answer HTTP. ``lease_seconds`` is how long a worker holds a
    claimed article without a heartbeat; ``article_deadline_seconds`` how long one article may take;
    ``child_memory_mb`` the address space that a worker's child may use beyond what it holds when it starts;
    ``max_attempts`` how often an article is tried before it is failed.

    ``profile`` is the coder's, ``fast`` or ``accurate``. ``entries`` is a file or a folder of the project's
    own entries of the codebook, ``dictionaries`` a folder of the community's files, which take the place of
    the codebook's where ``dictionaries_instead`` says so.

    ``require_keys`` has the API ask for a key even on loopback, where none was made yet; ``bootstrap_key`` is
    a key with the scope admin that is in no database; ``allowed_hosts`` are the names, parted by commas, that
    an open API answers to beside those of loopback; ``cors_origins`` the origins, parted by commas, whose web
    pages may use the API; ``rate_limit`` is how many requests a key may make in how
    many seconds, as ``6000/60``, or ``off``.
    """

    database_url: str | None = None
    broker_url: str | None = None
    postgres_account: str | None = None
    api_processes: int = 2
    workers: int = 2
    batch_size: int = 16
    lease_seconds: float = 10.0
    sweep_seconds: float = 2.0
    article_deadline_seconds: float = 300.0
    child_memory_mb: int = 2048
    max_attempts: int = 3
    profile: str = "accurate"
    entries: str | None = None
    dictionaries: str | None = None
    dictionaries_instead: bool = False
    log_level: str = "info"
    require_keys: bool = False
    bootstrap_key: str | None = field(default=None, repr=False)
    allowed_hosts: str | None = None
    cors_origins: str | None = None
    rate_limit: str = "6000/60"

    def __post_init__(self) -> None:
        """Refuse a bootstrap key that is short or fits no header, an origin or a limit that is none."""
        if self.bootstrap_key is not None and not _BEARER_TOKEN.fullmatch(self.bootstrap_key):
            raise SettingsError(
                f"DECAMERON_BOOTSTRAP_KEY is of {len(self.bootstrap_key)} characters; it should be 32 or "
                "more, of letters, digits and - . _ ~ + / alone, such as openssl rand -hex 32 gives"
            )
        if self.profile not in _PROFILES:
            raise SettingsError(f"DECAMERON_PROFILE is {self.profile!r}; it should be fast or accurate")
        for origin in (self.cors_origins or "").split(","):
            if origin.strip() and not _ORIGIN.fullmatch(origin.strip()):
                raise SettingsError(
                    f"DECAMERON_CORS_ORIGINS has {origin.strip()!r}; it should be origins such as "
                    "https://app.example.org, parted by commas"
                )
        if not _RATE_LIMIT.fullmatch(self.rate_limit):
            raise SettingsError(
                f"DECAMERON_RATE_LIMIT is {self.rate_limit!r}; it should be requests/seconds such as "
                "6000/60, or off"
            )

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Read ``DECAMERON_<FIELD>`` for every field.

        Raises:
            SettingsError: a value is not of the field's kind or not above zero.
        """
        given: dict[str, str | int | float] = {}
        for name, default in cls._defaults().items():
            variable = f"DECAMERON_{name.upper()}"
            text = environ.get(variable)
            if text:
                given[name] = _read(variable, text, default)
        return cls(**given)  # type: ignore[arg-type]  # _read gives each field the type of its default

    @classmethod
    def _defaults(cls) -> dict[str, str | int | float | None]:
        empty = cls()
        return {name: getattr(empty, name) for name in cls.__slots__}


def default_data_dir(environ: Mapping[str, str], *, is_root: bool) -> Path:
    """Where the embedded default keeps its data.

    Root's is not under a home directory: PostgreSQL refuses to run as root, and the account that it runs
    under instead may not read one.
    """
    if environ.get("DECAMERON_DATA_DIR"):
        return Path(environ["DECAMERON_DATA_DIR"])
    if is_root:
        return Path("/var/lib/decameron")
    base = environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "decameron"


def _read(variable: str, text: str, default: str | float | None) -> str | int | float:
    if not isinstance(default, int | float):
        return text
    if isinstance(default, bool):
        return _read_yes_or_no(variable, text)
    kind = type(default)
    try:
        value = kind(text)
    except ValueError:
        raise SettingsError(f"{variable} is {text!r}; it should be a number") from None
    if value <= 0:
        raise SettingsError(f"{variable} is {text!r}; it should be above zero")
    return value


def _read_yes_or_no(variable: str, text: str) -> bool:
    answers = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.lower() not in answers:
        raise SettingsError(f"{variable} is {text!r}; it should be one of {', '.join(answers)}")
    return answers[text.lower()]
