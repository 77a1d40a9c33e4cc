"""The codebook for a reader: its tables in Markdown, and their place in a page that a person wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from coders.codebook.codebook import Codebook
from coders.codebook.counts import count_entries
from coders.codebook.model import ActorCodeKind, EventCode

BEGIN = "<!-- written by: decameron codebook document docs/codebook.md -->"
END = "<!-- end of what is written by it -->"

_KINDS: tuple[tuple[ActorCodeKind, str], ...] = (
    ("role", "Roles"),
    ("international_type", "International types"),
    ("region", "Regions"),
    ("organization", "Organizations"),
    ("religion", "Religions"),
    ("ethnicity", "Ethnic groups"),
)


def document_codebook(codebook: Codebook) -> str:
    """Tables of what the codebook holds, of all event codes and of the parts of actor codes."""
    return "\n\n".join(_sections(codebook))


def put_between_marks(page: str, tables: str) -> str:
    """The page with the tables between its marks.

    Raises:
        ValueError: the page lacks a mark.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page lacks the mark {BEGIN if not begin else END!r}")
    return f"{before}{begin}\n\n{tables}\n\n{end}{after}"


def _sections(codebook: Codebook) -> Iterator[str]:
    yield "## How much it holds"
    yield _table(("kind", "entries"), ((kind, f"{n:,}") for kind, n in count_entries(codebook).items()))
    yield "## Event codes"
    yield (
        "A figure in brackets is a parent's, where a scale lacks the code. PLOVER's type, mode and context "
        "are marked with * where it does not tell the code from another."
    )
    yield _table(
        ("code", "name", "definition", "quad class", "icews", "phoenix", "PLOVER"),
        (_event_row(codebook, each) for each in codebook.event_codes.values()),
    )
    for kind, heading in _KINDS:
        yield f"## {heading}"
        parts = (each for (of_kind, _), each in codebook.actor_codes.items() if of_kind == kind)
        yield _table(
            ("code", "name", "definition"), ((part.code, part.name, part.definition) for part in parts)
        )


def _event_row(codebook: Codebook, event_code: EventCode) -> Sequence[str]:
    return (
        event_code.code,
        event_code.name,
        event_code.definition,
        str(event_code.quad_class),
        *(_figure(event_code, scale) for scale in ("icews", "phoenix")),
        _plover(codebook, event_code),
    )


def _figure(event_code: EventCode, scale: str) -> str:
    figure = f"{event_code.goldstein[scale]:g}"
    return f"({figure})" if scale in event_code.goldstein_from else figure


def _plover(codebook: Codebook, event_code: EventCode) -> str:
    def told(each: EventCode) -> tuple[str | None, ...]:
        return each.plover_type, each.plover_mode, each.plover_context

    words = " ".join(part for part in told(event_code) if part)
    shared = words and any(
        told(other) == told(event_code) and other.code != event_code.code
        for other in codebook.event_codes.values()
    )
    return f"{words}*" if shared else words


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(_line(line) for line in lines)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
