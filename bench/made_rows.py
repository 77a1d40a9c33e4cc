"""Made articles and events as lines of COPY. Pure; touches no database."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from bench.world import Actor, Deed, Draw, World

EVENTS_IN_AN_ARTICLE = 2.5
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2025, 12, 31)
_KINDS = 20_000  # deeds that the events are drawn from, rendered once
_PUBLISHERS = 400
_POOL = 5_000
_ARTICLES_AT_ONCE = 20_000
_NULL = "\\N"

ARTICLE_COLUMNS = (
    "article_id identity_hash text published_date url publisher state detected_language profile "
    "coder_version codebook_version coded_at"
).split()
SENTENCE_COLUMNS = ["event_id", "sentence"]
# First what each event has of its own, then what it shares with all of its kind.
EVENT_COLUMNS = (
    "event_id article_id publisher url published_date event_date event_date_basis sentence_index "
    "confidence_permille coded_at change_seq "
    "event_date_precision source_code source_country source_group source_roles source_name source_start "
    "source_end target_code target_country target_group target_roles target_name target_start target_end "
    "event_code event_root_code quad_class goldstein plover_type plover_mode plover_context scope background "
    "place_name admin1 place_country latitude longitude trigger_start trigger_end profile coder_version "
    "codebook_version change_reason"
).split()
_VERSIONS = ("fast", "c1-made", "b1-made")


@dataclass(frozen=True, slots=True)
class Lines:
    """Some articles with their events and sentences, each a text of COPY, and how many events they are."""

    articles: str
    events: str
    sentences: str
    number: int


def made_lines(events: int, seed: int = 1) -> Iterator[Lines]:
    """So many events in articles of theirs, some articles at a time. The same seed gives the same lines."""
    maker = _Maker(World(seed))
    change_seq = count(1)
    left = events
    while left:
        articles, rows, sentences = [], [], []
        for _ in range(_ARTICLES_AT_ONCE):
            number = min(left, maker.events_in_article())
            article = maker.article()
            articles.append(article.line)
            for index in range(number):
                event, sentence = maker.event(article, index, next(change_seq))
                rows.append(event)
                sentences.append(sentence)
            left -= number
            if not left:
                break
        yield Lines("".join(articles), "".join(rows), "".join(sentences), len(rows))


@dataclass(frozen=True, slots=True)
class _Article:
    line: str
    shared: str
    """What its events repeat of it, up to published_date."""
    published: date
    coded_at: str


class _Maker:
    def __init__(self, world: World) -> None:
        self._chance = world.chance
        self._kinds = [_kind(world.deed(), world.chance) for _ in range(_KINDS)]
        days = (_LAST_DAY - _FIRST_DAY).days + 1
        # News grows: the last day has five times the articles of the first.
        self._days = Draw([_FIRST_DAY + timedelta(days=day) for day in range(days)], _rising(days))
        self._publishers = Draw(
            [f"Outlet {number:03}" for number in range(_PUBLISHERS)],
            [1 / (rank + 5) for rank in range(_PUBLISHERS)],
        )
        # Rounded to a pool, from which it is quick to draw.
        self._lags = [int(world.chance.expovariate(0.7)) for _ in range(_POOL)]
        self._confidences = [int(world.chance.betavariate(6, 2) * 999) for _ in range(_POOL)]
        self._number = count(1)

    def events_in_article(self) -> int:
        """At least one, and as many in the mean as EVENTS_IN_AN_ARTICLE says."""
        number = 1
        while self._chance.random() < 1 - 1 / EVENTS_IN_AN_ARTICLE:
            number += 1
        return number

    def article(self) -> _Article:
        number = next(self._number)
        published = self._days.one(self._chance)
        publisher = self._publishers.one(self._chance)
        article_id = self._uuid("7")
        url = f"https://outlet.example/{number}"
        # Spread over ten weeks of coding, in the order of the articles.
        coded_at = (
            f"2026-{1 + number // 400_000 % 9:02}-{1 + number // 20_000 % 20:02}T12:00:{number % 60:02}Z"
        )
        values = [
            article_id,
            f"\\\\x{number:064x}",
            f"Made article {number}.",
            str(published),
            url,
            publisher,
        ]
        line = "\t".join([*values, "coded", "en", *_VERSIONS, coded_at]) + "\n"
        return _Article(line, f"{article_id}\t{publisher}\t{url}\t{published}", published, coded_at)

    def event(self, article: _Article, index: int, change_seq: int) -> tuple[str, str]:
        chance = self._chance
        shared, sentence = chance.choice(self._kinds)
        event_id = self._uuid("8")
        lag = chance.choice(self._lags)
        basis = "relative" if lag else "published"
        happened = article.published - timedelta(days=lag)
        confidence = chance.choice(self._confidences)
        line = (
            f"{event_id}\t{article.shared}\t{happened}\t{basis}\t{index}\t{confidence}\t{article.coded_at}\t"
            f"{change_seq}\t{shared}\n"
        )
        return line, f"{event_id}\t{sentence}\n"

    def _uuid(self, version: str) -> str:
        digits = f"{self._chance.getrandbits(120):030x}"
        return f"{digits[:12]}{version}{digits[12:15]}8{digits[15:]}"


def _rising(days: int) -> list[float]:
    return [1 + 4 * day / days for day in range(days)]


def _kind(deed: Deed, chance: random.Random) -> tuple[str, str]:
    """The shared columns of a deed's event, and its sentence."""
    code = deed.event_code
    source, target = deed.source, deed.target
    object_name = target.name if target else "nobody in particular"
    verb = code.name.lower()
    sentence = f"{source.name} did {verb} towards {object_name} near {deed.place or deed.admin1}."
    verb_start = len(source.name) + 5
    object_start = verb_start + len(verb) + 9
    placed = deed.place is not None
    values = [
        "day",
        *_side(source, 0),
        *(_side(target, object_start) if target else [None] * 7),
        code.code, code.code[:2], code.quad_class, code.goldstein["icews"],
        code.plover_type, code.plover_mode, code.plover_context,
        "domestic" if deed.domestic else "international",
        "t" if chance.random() < 0.08 else "f",
        deed.place,
        deed.admin1 if placed else None,
        deed.country.code if placed else None,
        deed.latitude if placed else None,
        deed.longitude if placed else None,
        verb_start, verb_start + len(verb),
        *_VERSIONS,
        "inserted",
    ]  # fmt: skip
    return "\t".join(_NULL if value is None else str(value) for value in values), sentence


def _side(actor: Actor, start: int) -> list[object]:
    roles = f"{{{actor.role}}}"
    return [actor.code, actor.country, actor.group, roles, actor.name, start, start + len(actor.name)]
