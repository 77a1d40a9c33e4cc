"""The rule that nobody but this machine is served without keys."""

from __future__ import annotations

from pathlib import Path

from decameron.embedded.start_error import StartError
from decameron.loopback import is_loopback
from decameron.settings import Settings


def refuse_strangers_early(host: str, settings: Settings, data_dir: Path) -> None:
    """The same as ``refuse_strangers`` where there is no database yet, and so no key: nothing is made then.

    Raises:
        StartError: the address is not loopback, and there are no keys.
    """
    if _needs_keys(host, settings) and not settings.database_url and not data_dir.expanduser().exists():
        raise _refusal(host)


def refuse_strangers(host: str, settings: Settings, database_url: str) -> None:
    """Let loopback pass, and any other address for which there is a key that somebody could use.

    Raises:
        StartError: the address is not loopback and there are no keys, or the database cannot be asked.
    """
    if not _needs_keys(host, settings):
        return
    from store.keys import any_usable_key  # loads the driver: only where it is needed
    from store.pool import StoreUnavailable, open_pool, transaction

    try:
        with open_pool(database_url, max_size=1) as pool, transaction(pool) as conn:
            usable = any_usable_key(conn)
    except StoreUnavailable as error:
        raise StartError(str(error)) from error
    if not usable:
        raise _refusal(host)


def _needs_keys(host: str, settings: Settings) -> bool:
    return not is_loopback(host) and settings.bootstrap_key is None


def _refusal(host: str) -> StartError:
    return StartError(
        f"the server refuses to bind {host} without keys, for anybody could then use it; make one with "
        "decameron keys create --scope admin, set DECAMERON_BOOTSTRAP_KEY, or use --host 127.0.0.1"
    )
