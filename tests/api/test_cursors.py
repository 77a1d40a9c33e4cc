from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cursors import CursorError, CursorScope, decode_cursor, encode_cursor, scope_of
from store.event_filter import EventFilter

SCOPE = scope_of("events", EventFilter(actor_country=("IRQ",)))
POSITIONS = st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=4)


@given(POSITIONS)
def test_a_cursor_gives_its_position_back(position: list[str]) -> None:
    assert decode_cursor(encode_cursor(SCOPE, position), SCOPE) == tuple(position)


@given(POSITIONS)
def test_a_cursor_needs_no_escaping_in_a_url(position: list[str]) -> None:
    assert encode_cursor(SCOPE, position).replace("-", "").replace("_", "").isalnum()


@given(st.data())
def test_a_changed_cursor_is_refused(data: st.DataObject) -> None:
    cursor = encode_cursor(SCOPE, ["2017-10-26", "5b0c0f7e-52c1-8a43-9d0e-7e1f4a3c2b19"])
    at = data.draw(st.integers(0, len(cursor) - 2))
    other = data.draw(st.characters(codec="utf-8").filter(lambda drawn: drawn != cursor[at]))
    with pytest.raises(CursorError, match="not of this service"):
        decode_cursor(cursor[:at] + other + cursor[at + 1 :], SCOPE)


@given(st.data())
def test_a_cut_cursor_is_refused(data: st.DataObject) -> None:
    cursor = encode_cursor(SCOPE, ["2017-10-26", "5b0c0f7e-52c1-8a43-9d0e-7e1f4a3c2b19"])
    with pytest.raises(CursorError, match="is cut"):
        decode_cursor(cursor[: data.draw(st.integers(0, len(cursor) - 1))], SCOPE)


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(CursorError, match="not of this service"):
        decode_cursor(text, SCOPE)


@pytest.mark.parametrize(
    ("scope", "reason"),
    [
        (scope_of("events", EventFilter(actor_country=("SYR",))), "belongs to other filters"),
        (scope_of("events", EventFilter(source_country=("IRQ",))), "belongs to other filters"),
        (CursorScope("articles", SCOPE.filters), "belongs to the list of events, not of articles"),
    ],
)
def test_a_cursor_of_elsewhere_is_refused(scope: CursorScope, reason: str) -> None:
    with pytest.raises(CursorError, match=reason):
        decode_cursor(encode_cursor(SCOPE, ["x"]), scope)


def test_a_cursor_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.cursors._VERSION", 2)
    newer = encode_cursor(SCOPE, ["x"])
    monkeypatch.undo()
    with pytest.raises(CursorError, match="another version"):
        decode_cursor(newer, SCOPE)


@pytest.mark.parametrize(
    "content", [b"{}", b"[]", b"[1]", b'["1","events","x"]', b'[1,"events","x",3]', b"x"]
)
def test_a_forged_cursor_of_another_shape_is_refused(content: bytes) -> None:
    from api.cursors import _checksum

    forged = base64.urlsafe_b64encode(_checksum(content) + content).rstrip(b"=").decode()
    with pytest.raises(CursorError):
        decode_cursor(forged, SCOPE)
