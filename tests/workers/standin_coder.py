"""A coder that does what its article tells it: the faults that a real one may have, on demand."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from coders.models import Article, CodedArticle, Event, EventActor, Explanation


@dataclass(frozen=True)
class StandinCoder:
    profile: str = "fast"
    coder_version: str = "standin-1"
    codebook_version: str = "standin-book"

    def in_profile(self, profile: str) -> StandinCoder:
        return replace(self, profile=profile)

    def code(self, article: Article) -> CodedArticle:
        order, _, _ = article.text.partition(":")
        _FAULTS.get(order, _nothing)(article.text)
        return CodedArticle(state="coded", language="en", events=(event(article.text),))

    def code_many(self, articles: Sequence[Article]) -> Iterator[CodedArticle]:
        return (self.code(article) for article in articles)


def event(text: str) -> Event:
    actor = EventActor(
        code="IRQMIL", country="IRQ", group=None, roles=("MIL",), name="Iraqi army", span=(0, 1)
    )
    return Event(
        event_id=uuid5(NAMESPACE_URL, text),
        sentence_index=0,
        sentence=text,
        trigger_span=(0, 1),
        source=actor,
        target=None,
        event_code="190",
        event_root_code="19",
        quad_class=4,
        goldstein=-10.0,
        plover_type="ASSAULT",
        plover_mode=None,
        plover_context=None,
        scope="domestic",
        event_date=date(2017, 10, 26),
        event_date_basis="published",
        event_date_precision="day",
        confidence=0.5,
        attributed_to_code=None,
        attributed_to_name=None,
        background=False,
        place=None,
        explanation=Explanation(
            pattern_id="p", classification_rule="r", modality=(), source_entries=(), target_entries=()
        ),
    )


def _nothing(_text: str) -> None:
    pass


def _raise(text: str) -> None:
    raise ValueError(f"cannot code {text}")


def _hang(_text: str) -> None:
    while True:
        pass


def _swallow(_text: str) -> None:
    while True:
        try:
            _hang(_text)
        except Exception:  # noqa: BLE001 - the fault is that it goes on regardless
            continue


def _hold_the_interpreter(_text: str) -> None:
    sum(range(10**15))  # never back in Python, where an alarm would be heard


def _eat(_text: str) -> None:
    hoard = []
    while True:
        hoard.append(bytearray(64 * 1024 * 1024))


def _kill(_text: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _kill_once(text: str) -> None:
    mark = Path(text.split(":")[1])
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def _sleep(text: str) -> None:
    time.sleep(float(text.split(":")[1]))


_FAULTS = {
    "raise": _raise,
    "hang": _hang,
    "swallow": _swallow,
    "hold": _hold_the_interpreter,
    "eat": _eat,
    "kill": _kill,
    "kill-once": _kill_once,
    "sleep": _sleep,
}

if __name__ == "__main__":
    import sys

    from decameron.settings import Settings
    from workers.json_logs import write_json_logs
    from workers.run_worker import run_worker

    write_json_logs("info")
    sys.exit(run_worker(Settings.from_env(os.environ), StandinCoder))
