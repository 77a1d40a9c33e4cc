"""Codes one text whose client waits, and hands the outcome to whoever asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
import redis
import structlog

from coders.models import Article, CodedArticle
from coders.records import event_record, explanation_record
from workers.asked_text import MOST_SECONDS, AskedText, answer_key, text_key
from workers.coding import ArticleCoder
from workers.describe_failure import where_raised
from workers.interruption import DeadlineError, DrainError, Interruption

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TextDesk:
    """What the child that codes such texts works with."""

    coder: ArticleCoder
    broker: redis.Redis
    interruption: Interruption


def code_text(ticket: str, desk: TextDesk) -> None:
    """Code the text that lies under ``ticket`` and push the answer; nothing where nobody waits any longer.

    It has the time for which its client still waits. Neither text nor outcome is kept or logged.
    """
    with desk.interruption.at_work():
        try:
            _answer(ticket, desk)
        except redis.RedisError as error:
            _log.warning("text_left_unanswered", error=type(error).__name__)


def coded_record(coded: CodedArticle, coder: ArticleCoder) -> dict[str, Any]:
    """What became of a text, in JSON's types: state, language, versions, and events with explanations."""
    versions = {
        "profile": coder.profile,
        "coder_version": coder.coder_version,
        "codebook_version": coder.codebook_version,
    }
    events = [
        {**event_record(event, **versions), "explanation": explanation_record(event.explanation)}
        for event in coded.events
    ]
    return {"state": coded.state, "language": coded.language, **versions, "events": events}


def _answer(ticket: str, desk: TextDesk) -> None:
    with desk.broker.pipeline() as exchange:
        exchange.pttl(text_key(ticket))
        exchange.getdel(text_key(ticket))
        milliseconds, content = exchange.execute()
    if content is None:
        _log.info("text_too_late")
        return
    try:
        with desk.interruption.within(milliseconds / 1000):
            record = _record(AskedText.from_bytes(content), desk.coder)
    except (DeadlineError, DrainError) as error:
        _log.warning("text_interrupted", **where_raised(error))
        return
    except Exception as error:  # noqa: BLE001 - whatever it is, who waits for it is told
        _log.error("text_failed", **where_raised(error))
        record = {}
    else:
        _log.info("text_coded", state=record["state"], events=len(record["events"]))
    with desk.broker.pipeline() as exchange:
        exchange.rpush(answer_key(ticket), orjson.dumps(record))
        exchange.pexpire(answer_key(ticket), int(MOST_SECONDS * 1000))
        exchange.execute()


def _record(asked: AskedText, coder: ArticleCoder) -> dict[str, Any]:
    if asked.profile is not None:
        coder = coder.in_profile(asked.profile)
    return coded_record(coder.code(Article(asked.text, asked.as_of, language=asked.language)), coder)
