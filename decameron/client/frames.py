"""A whole result as a table."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


def arrow_table(stream: bytes) -> pyarrow.Table:
    """The table that an Arrow stream holds, without copying it."""
    return _library("pyarrow.ipc").open_stream(stream).read_all()


def pandas_frame(table: pyarrow.Table) -> pandas.DataFrame:
    """The table as pandas has it: days as ``datetime64``, codes as text."""
    _library("pandas")  # pyarrow's own word for its lack names no cure
    frame: pandas.DataFrame = table.to_pandas(date_as_object=False)
    return frame


def polars_frame(table: pyarrow.Table) -> polars.DataFrame:
    """The table as Polars has it."""
    frame: polars.DataFrame = _library("polars").from_arrow(table)
    return frame


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        package = name.partition(".")[0]
        raise ModuleNotFoundError(
            f"this needs {package}, which is not installed: pip install {package}", name=error.name
        ) from error
