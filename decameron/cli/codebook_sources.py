"""Which codebook a command uses: the one that ships, with what its options and settings add."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decameron.settings import SettingsError

if TYPE_CHECKING:
    from coders.codebook.sources import CodebookSources
    from decameron.settings import Settings

EntriesOption = Annotated[
    Path | None,
    typer.Option(
        "--entries",
        help="Entries of your own, a file or a folder; they override all others. "
        "\\[default: $DECAMERON_ENTRIES]",
    ),
]
DictionariesOption = Annotated[
    Path | None,
    typer.Option(
        "--dictionaries",
        help="A folder of TABARI or PETRARCH dictionaries, which override the codebook's. "
        "\\[default: $DECAMERON_DICTIONARIES]",
    ),
]
InsteadOption = Annotated[
    bool | None,
    typer.Option(
        "--instead/--before",
        help="Whether those dictionaries take the codebook's place, or stand before it. "
        "\\[default: $DECAMERON_DICTIONARIES_INSTEAD]",
    ),
]


def codebook_sources(
    settings: Settings,
    entries: Path | None = None,
    dictionaries: Path | None = None,
    *,
    instead: bool | None = None,
) -> CodebookSources:
    """The sources that the settings name, but for what the command's own options say."""
    from coders.codebook.sources import CodebookSources

    return CodebookSources(
        entries=entries or (Path(settings.entries) if settings.entries else None),
        dictionaries=dictionaries or (Path(settings.dictionaries) if settings.dictionaries else None),
        instead=settings.dictionaries_instead if instead is None else instead,
    )


@contextmanager
def entry_errors() -> Iterator[None]:
    """Tell of an entry that cannot be read as of a setting that cannot be used.

    Raises:
        SettingsError: an entry is malformed; the message begins with its file and line.
    """
    try:
        yield
    except ValueError as error:
        raise SettingsError(str(error)) from error


def refuse_wrong_entries(settings: Settings) -> None:
    """See that the entries which the settings name can be read, before anything is started that uses them.

    Raises:
        SettingsError: one is malformed; the message begins with its file and line.
        OSError: a file or folder cannot be read.
    """
    from coders.codebook.sources import load_sources

    if settings.entries or settings.dictionaries:
        with entry_errors():
            load_sources(codebook_sources(settings))
