"""Codes a claimed batch: together where that works, one by one where it does not."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import structlog

from coders.models import Article, CodedArticle
from decameron.settings import Settings
from store import events, queue
from store.pool import Pool, StoreUnavailable, transaction
from store.queue import Claim
from workers.coding import ArticleCoder
from workers.describe_failure import describe_failure, where_raised
from workers.heartbeat import Heartbeat
from workers.interruption import DeadlineError, DrainError, Interruption

_RETRY_SECONDS = 0.5

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """What one worker child codes with."""

    coder: ArticleCoder
    pool: Pool
    settings: Settings
    interruption: Interruption


def budget_seconds(settings: Settings) -> float:
    """How long one batch may keep a child before the rest of it is handed back.

    Three deadlines: the batch as a whole may use up one, an article that hangs by itself another, and its
    mates still have one. So every batch gets on.
    """
    return 3 * settings.article_deadline_seconds


def code_articles(claims: Sequence[Claim], desk: Desk) -> None:
    """Code the articles and write each one's result in a transaction of its own.

    An article that cannot be coded is tried again or failed with a reason, and the others go on. When the
    worker is told to stop, or the batch has used up its time, the articles not begun are handed back. While
    the database is away a result is kept for as long as a lease lasts; then the articles are left to others.
    """
    waiting = deque(claims)
    until = time.monotonic() + budget_seconds(desk.settings)
    tokens = [claim.lease_token for claim in claims]
    with Heartbeat(desk.pool, tokens, lease_seconds=desk.settings.lease_seconds) as heartbeat:
        try:
            if len(waiting) > 1:
                _code_together(waiting, desk, heartbeat, until)
            _code_one_by_one(waiting, desk, heartbeat, until)
        except DrainError:
            _log.info("coding_interrupted", article_id=str(waiting[0].article_id))
        except StoreUnavailable as error:
            _log.warning("batch_left_to_others", articles=_ids(waiting), error=str(error))
            return
    _hand_back(waiting, desk)


def _code_together(waiting: deque[Claim], desk: Desk, heartbeat: Heartbeat, until: float) -> None:
    """Code from the front while all goes well; what is left in ``waiting`` is to be coded one by one."""
    results = desk.coder.code_many([_article(claim) for claim in waiting])
    while waiting and _may_go_on(desk, until):
        try:
            with desk.interruption.within(_allow(desk, heartbeat)):
                coded = next(results)
        except (Exception, DeadlineError) as error:  # noqa: BLE001 - whose it is shows when each is coded alone
            _log.warning("batch_taken_apart", articles=_ids(waiting), **where_raised(error))
            return
        _finish(waiting[0], coded, desk, heartbeat)
        waiting.popleft()


def _code_one_by_one(waiting: deque[Claim], desk: Desk, heartbeat: Heartbeat, until: float) -> None:
    while waiting and _may_go_on(desk, until):
        claim = waiting[0]
        if heartbeat.holds(claim.lease_token):
            try:
                with desk.interruption.within(_allow(desk, heartbeat)):
                    coded = desk.coder.code(_article(claim))
            except (Exception, DeadlineError) as error:  # noqa: BLE001 - one article's trouble is not the others'
                _fail(claim, error, desk)
            else:
                _finish(claim, coded, desk, heartbeat)
        waiting.popleft()


def _may_go_on(desk: Desk, until: float) -> bool:
    return not desk.interruption.draining and time.monotonic() < until


def _allow(desk: Desk, heartbeat: Heartbeat) -> float:
    """The seconds that the next article has; its lease is kept as long and a little longer, to write it."""
    seconds = desk.settings.article_deadline_seconds
    heartbeat.allow(seconds + desk.settings.lease_seconds)
    return seconds


def _article(claim: Claim) -> Article:
    return Article(
        text=claim.text,
        published_date=claim.published_date,
        title=claim.title,
        url=claim.url,
        publisher=claim.publisher,
        language=claim.language,
    )


def _finish(claim: Claim, coded: CodedArticle, desk: Desk, heartbeat: Heartbeat) -> None:
    """Write the result, patiently: a database that restarts costs no article its work."""
    until = time.monotonic() + desk.settings.lease_seconds
    while True:
        try:
            _write(claim, coded, desk)
            break
        except StoreUnavailable:
            if time.monotonic() >= until:
                raise
            time.sleep(_RETRY_SECONDS)
        except Exception as error:  # noqa: BLE001 - a result that the store refuses is this article's trouble
            _fail(claim, error, desk)
            break
    heartbeat.drop(claim.lease_token)


def _write(claim: Claim, coded: CodedArticle, desk: Desk) -> None:
    with transaction(desk.pool) as conn:
        result = events.replace_for_article(
            conn,
            claim,
            coded,
            coder_version=desk.coder.coder_version,
            codebook_version=desk.coder.codebook_version,
            profile=desk.coder.profile,
        )
    if result is None:
        _log.info("lease_lost", article_id=str(claim.article_id))
    else:
        _log.info(
            "article_coded", article_id=str(claim.article_id), state=coded.state, events=len(coded.events)
        )


def _fail(claim: Claim, error: BaseException, desk: Desk) -> None:
    reason = describe_failure(error, desk.settings)
    with transaction(desk.pool) as conn:
        for_good = queue.fail_claim(conn, claim, error=reason, max_attempts=desk.settings.max_attempts)
    _log.error(
        "article_failed" if for_good else "article_to_be_tried_again",
        article_id=str(claim.article_id),
        attempts=claim.attempts,
        **where_raised(error),
    )


def _hand_back(waiting: Iterable[Claim], desk: Desk) -> None:
    tokens = [claim.lease_token for claim in waiting]
    if not tokens:
        return
    try:
        with transaction(desk.pool) as conn:
            returned = queue.release_claims(conn, tokens)
    except StoreUnavailable as error:
        _log.warning("claims_not_handed_back", claims=len(tokens), error=str(error))
    else:
        _log.info("claims_handed_back", claims=returned)


def _ids(claims: Iterable[Claim]) -> list[str]:
    return [str(claim.article_id) for claim in claims]
