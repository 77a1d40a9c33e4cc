"""What changed from one codebook to another, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Record = Mapping[str, Any]

# Each kind of entry: what an entry is called, and what it is known by.
_KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "events": ("event code", ("code",)),
    "actor_codes": ("actor code", ("kind", "code")),
    "countries": ("country", ("code",)),
    "actors": ("actor", ("id",)),
    "agents": ("role noun", ("lemma",)),
    "verb_patterns": ("pattern", ("pattern_id",)),
    "modality_patterns": ("modality pattern", ("pattern_id",)),
    "modality_codes": ("modality rule", ("modality", "prefix")),
}


def compare_codebooks(before: Record, after: Record) -> list[str]:
    """A line for each entry that was added, removed or changed; none where the codebooks are the same.

    Both are as ``describe_codebook`` tells a codebook.
    """
    return [
        line
        for kind, (name, key) in _KINDS.items()
        for line in _compare(name, _by_key(before[kind], key), _by_key(after[kind], key))
    ]


def _by_key(records: Sequence[Record], key: Sequence[str]) -> dict[str, Record]:
    return {" ".join(str(record[part]) for part in key): record for record in records}


def _compare(name: str, before: Mapping[str, Record], after: Mapping[str, Record]) -> Iterator[str]:
    for key in before.keys() - after.keys():
        yield f"{name} {key} is gone{_called(before[key])}"
    for key, record in after.items():
        if key not in before:
            yield f"{name} {key} is new{_called(record)}{_roles_in_words(record)}"
        elif record != before[key]:
            changes = (
                change for field in record for change in _change(field, before[key].get(field), record[field])
            )
            yield f"{name} {key}{_called(record)}: {'; '.join(changes)}"


def _called(record: Record) -> str:
    called = record.get("name") or record.get("text")
    return f" ({called})" if called else ""


def _roles_in_words(record: Record) -> str:
    roles = record.get("roles") or []
    return "".join(f"; {_in_words(role) if isinstance(role, Mapping) else role}" for role in roles)


def _change(field: str, before: Any, after: Any) -> Iterator[str]:
    if before == after:
        return
    if isinstance(before, list) and isinstance(after, list):
        one = field.removesuffix("es") if field == "aliases" else field.removesuffix("s")
        yield from (f"gains the {one} {_in_words(each)}" for each in after if each not in before)
        yield from (f"loses the {one} {_in_words(each)}" for each in before if each not in after)
        if sorted(map(str, before)) == sorted(map(str, after)):
            yield f"{field} stand in another order"
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted(before.keys() | after.keys()):
            yield from _change(f"{field} {key}", before.get(key), after.get(key))
    else:
        yield f"{field} is {_in_words(after)}, was {_in_words(before)}"


def _in_words(value: Any) -> str:
    if isinstance(value, Mapping):  # a dated role
        since = f" from {value['valid_from']}" if value.get("valid_from") else ""
        until = f" to {value['valid_to']}" if value.get("valid_to") else ""
        return f"{value.get('actor_code') or 'none'}{since}{until}"
    return "nothing" if value is None else repr(value) if isinstance(value, str) else str(value)
