"""How a whole result is asked for: its format, and what is done to its cells."""

from __future__ import annotations

from marshmallow import Schema

from api.schemas.fields import Parsed
from api.schemas.parsing import ValueRefused, shown

FORMATS = ("json", "ndjson", "csv", "tsv", "arrow", "parquet")

_FLAGS = {"true": True, "false": False}


def _format(value: str) -> str:
    if value not in FORMATS:
        raise ValueRefused(f"is {shown(value)}; give one of {', '.join(FORMATS)}")
    return value


def _flag(value: str) -> bool:
    if value not in _FLAGS:
        raise ValueRefused(f"is {shown(value)}; give true or false")
    return _FLAGS[value]


class FormatQuerySchema(Schema):
    """The format of an answer. What is not JSON is the whole result, which ``limit`` caps."""

    format = Parsed(
        _format,
        {
            "enum": list(FORMATS),
            "description": "The format, whatever Accept says. json is a page; the others are the whole "
            "result: ndjson, csv, tsv and arrow as a stream, parquet as a file that the answer redirects to.",
        },
    )
    guard = Parsed(
        _flag,
        {
            "type": "boolean",
            "description": "Of csv and tsv: an apostrophe is put before a text that begins with = + - @, a "
            "tab or a carriage return, so that no spreadsheet runs it as a formula. false leaves texts as "
            "they are.",
        },
        load_default=True,
    )
