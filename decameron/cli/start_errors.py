"""One clear line where something cannot be started, in place of a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from decameron.embedded.start_error import StartError
from decameron.embedded.waiting import StopAskedFor
from decameron.settings import SettingsError


@contextmanager
def start_errors() -> Iterator[None]:
    """Turn the errors that a person can mend into one line on standard error and exit status 1.

    A stop asked for during the start is no error.
    """
    try:
        yield
    except StopAskedFor:
        raise typer.Exit(0) from None
    except (StartError, SettingsError) as error:
        raise _refusal(str(error)) from None
    except OSError as error:
        if error.errno is None:
            raise
        raise _refusal(f"{error.filename or 'the system'}: {error.strerror}") from None


def _refusal(message: str) -> typer.Exit:
    typer.echo(f"decameron: {' '.join(message.split())}", err=True)
    return typer.Exit(1)
