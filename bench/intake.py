"""A stream of articles into the service: ``python -m bench.intake``."""

from __future__ import annotations

import http.client
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit
from uuid import uuid4

import orjson
import psycopg

from bench.options import give, option_parser, options_of
from bench.report import Measurement, Report
from bench.servers import api_memory, api_on, servers_at
from bench.world import World
from decameron.embedded.stack import Servers

ABOUT = "Articles streamed in as NDJSON, stored and queued"
MEGABYTES, SMALL_MEGABYTES = 100, 2
_ENOUGH = 3_000  # articles a second
_STEADY = 1.1
_WARM_UP = 20  # its part of the stream
_SENTENCES = 30
_POOL = 2_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What one stream took: its articles, its bytes, the seconds until the last receipt.

    The memory is what the API had at most in the first half of the time and in the second.
    """

    articles: int
    bytes: int
    seconds: float
    memory_first: int
    memory_second: int


def main(arguments: Sequence[str] | None = None) -> None:
    parser = option_parser(ABOUT)
    parser.add_argument("--megabytes", type=int, help=f"length of the stream; {MEGABYTES} unless given")
    given = parser.parse_args(arguments)
    chosen = options_of(given)
    megabytes = given.megabytes or (SMALL_MEGABYTES if chosen.small else MEGABYTES)
    with servers_at(chosen.place) as servers:
        found = measure(servers, megabytes * 1_000_000, judged=not chosen.small)
    give(Report.of("intake", ABOUT, found, small=chosen.small), chosen)


def measure(servers: Servers, size: int, *, judged: bool) -> list[Measurement]:
    """All measurements of this bench, of one stream of so many bytes."""
    with api_on(servers) as url:
        _stream(url, size // _WARM_UP)  # so that what is loaded once, is
        taken = _stream(url, size)
    rate = taken.articles / taken.seconds
    return [
        Measurement(
            f"{taken.articles:,} articles, {taken.bytes / 1e6:,.0f} MB",
            rate,
            "articles/s",
            floor=_bare_rate(servers, taken.articles),
            floor_is="orjson and a bare COPY",
            wanted=f"at least {_ENOUGH:,} articles/s",
            kept=rate >= _ENOUGH if judged else None,
        ),
        Measurement(
            "the API's memory at most, second half of the stream",
            taken.memory_second / 1e6,
            "MB",
            floor=taken.memory_first / 1e6,
            floor_is="first half",
            wanted=f"at most {_STEADY} times the first half's",
            kept=taken.memory_second <= _STEADY * taken.memory_first if judged else None,
        ),
    ]


def article_lines(size: int) -> Iterator[bytes]:
    """Articles of some thirty sentences as NDJSON, so many bytes in all, none of them ever sent before."""
    world = World()
    sentences = []
    for _ in range(_POOL):
        deed = world.deed()
        name = deed.target.name if deed.target else "nobody"
        sentences.append(f"{deed.source.name} did {deed.event_code.name.lower()} towards {name} on Monday.")
    chance = random.Random(1)
    run = uuid4()
    sent = number = 0
    while sent < size:
        number += 1
        story = " ".join(chance.choices(sentences, k=_SENTENCES))
        article = {
            "text": f"Report {number} of {run}. {story}",
            "published_date": "2024-05-14",
            "publisher": f"Outlet {number % 400:03}",
            "url": f"https://outlet.example/{number}",
        }
        line = orjson.dumps(article) + b"\n"
        sent += len(line)
        yield line


def _stream(url: str, size: int) -> Taken:
    parts = urlsplit(url)
    lines = list(article_lines(size))
    statuses: Counter[str] = Counter()
    with api_memory() as memory:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=600)
        begun = time.perf_counter()
        headers = {"Content-Type": "application/x-ndjson", "Transfer-Encoding": "chunked"}
        connection.request("POST", "/v1/articles", body=_chunks(lines), headers=headers, encode_chunked=True)
        answer = connection.getresponse()
        if answer.status >= http.client.BAD_REQUEST:
            raise ValueError(f"the stream was answered with {answer.status}: {answer.read(500)!r}")
        for line in answer:
            statuses[orjson.loads(line)["status"]] += 1
        seconds = time.perf_counter() - begun
        connection.close()
    if statuses != {"accepted": len(lines)}:
        raise ValueError(f"of {len(lines):,} new articles these became: {dict(statuses)}")
    return Taken(len(lines), sum(map(len, lines)), seconds, *memory.peaks_of_halves())


def _chunks(lines: Sequence[bytes]) -> Iterator[bytes]:
    for start in range(0, len(lines), 50):
        yield b"".join(lines[start : start + 50])


def _bare_rate(servers: Servers, articles: int) -> float:
    """Articles a second that are parsed and copied into a table like the service's own, and no more."""
    lines = list(islice(article_lines(sys.maxsize), articles))
    with psycopg.connect(servers.database_url) as connection:
        connection.execute("CREATE TABLE bench_articles (LIKE articles INCLUDING ALL)")
        begun = time.perf_counter()
        columns = "article_id, identity_hash, text, published_date, publisher, url"
        with connection.cursor().copy(f"COPY bench_articles ({columns}) FROM STDIN") as copy:
            for number, line in enumerate(lines):
                article = orjson.loads(line)
                row = (uuid4(), number.to_bytes(32), article["text"], article["published_date"])
                copy.write_row((*row, article["publisher"], article["url"]))
        seconds = time.perf_counter() - begun
        connection.rollback()  # the table goes as it came
    return articles / seconds


if __name__ == "__main__":
    main()
