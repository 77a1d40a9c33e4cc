"""Events as a table for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from coders.codebook.event_codes import load_event_codes

_WIDTH_IN_A_FILE = 150
_BEFORE_TRIGGER, _AFTER_TRIGGER = 30, 45
_COLUMNS = ("Date", "Source", "Event", "Target", "Place", "Conf.", "In the text")


def event_names() -> dict[str, str]:
    """What each event code is called."""
    lines = (files("coders.codebook") / "data" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return {code: entry.name for code, entry in load_event_codes(lines).items()}


def print_events(
    events: Sequence[Mapping[str, Any]], article: Mapping[str, Any], names: Mapping[str, str]
) -> None:
    """Print the events of one article on standard output."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDTH_IN_A_FILE)
    console.print(events_table(events, article, names))


def events_table(
    events: Sequence[Mapping[str, Any]], article: Mapping[str, Any], names: Mapping[str, str]
) -> Table:
    """A row for each event, in the order given."""
    count = f"{len(events)} event{'' if len(events) == 1 else 's'}"
    table = Table(title=f"{article['title']}\n{article['published_date']}: {count}", title_justify="left")
    for name in _COLUMNS:
        table.add_column(name, no_wrap=name in ("Date", "Source", "Target", "Conf."))
    for event in events:
        code = event["event_code"]
        table.add_row(
            event["event_date"],
            event["source_code"],
            f"{code} {names.get(code, '')}".strip(),
            event["target_code"] or "---",
            event["place_name"] or "",
            f"{event['confidence']:.2f}",
            around_trigger(article["text"], event),
        )
    return table


def around_trigger(text: str, event: Mapping[str, Any]) -> Text:
    """The words around an event's trigger, which is emphasized; cut at the ends of its sentence."""
    sentence = event["sentence"] or ""
    first, last = event["trigger_span"]
    begin = max(text.rfind(sentence, 0, first + len(sentence)), 0)
    end = begin + len(sentence)
    left, right = max(begin, first - _BEFORE_TRIGGER), min(end, last + _AFTER_TRIGGER)
    cut_left, cut_right = "…" if left > begin else "", "…" if right < end else ""
    before, after = text[left:first].replace("\n", " "), text[last:right].replace("\n", " ")
    return Text.assemble(cut_left, before, (text[first:last], "bold"), after, cut_right)
