"""How fast texts are coded, beside spaCy's own pipeline, which only parses: ``python -m bench.coding``.

For one core: ``OMP_NUM_THREADS=1 taskset -c 0 python -m bench.coding``.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import get_args

import orjson
import spacy
from spacy.language import Language

from bench.options import give, option_parser, options_of
from bench.report import Measurement, Report
from coders.coder import Coder
from coders.load_coder import load_coder
from coders.models import Article, Document, Profile
from coders.parse_sentences import MODEL
from decameron.gazetteer_file import default_gazetteer_dir, ensure_gazetteer

ABOUT = "Coding: texts to events, and texts to parses"
_ROOT = Path(__file__).parents[1]
_FILES = "[a-i]_*.jsonl"
_SAMPLE = _ROOT / "decameron" / "sample" / "al-qaim.txt"
_SENTENCES, _IN_PARAGRAPH = 15, 3  # of an article, and of its paragraphs
_AT_ONCE = 32  # articles
_WARM_UP = 2  # batches
_LEAST_RATIOS: Mapping[Profile, float] = MappingProxyType({"fast": 1.0, "accurate": 0.5})
_LEAST_CODED = 2_500  # sentences a second, after the parse
_PUBLISHED = date(2017, 10, 27)


@dataclass(frozen=True, slots=True)
class Rates:
    """Sentences a second, ours and those of spaCy's pipeline on the same texts."""

    ours: float
    pipeline: float

    @classmethod
    def of(cls, sentences: Sequence[int], ours: Sequence[float], pipeline: Sequence[float]) -> Rates:
        return cls(sum(sentences) / sum(ours), sum(sentences) / sum(pipeline))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = option_parser(ABOUT)
    parser.add_argument("--batches", type=int, help="how many batches of 33 articles; all unless given")
    given = parser.parse_args(arguments)
    chosen = options_of(given)
    found = [
        measurement
        for profile in get_args(Profile)
        for measurement in measure(profile, 2 if chosen.small else given.batches, judged=not chosen.small)
    ]
    give(Report.of("coding", ABOUT, found, small=chosen.small), chosen)


def measure(profile: Profile, batches: int | None, *, judged: bool) -> list[Measurement]:
    """All measurements of a profile, on some batches of articles or all; ``judged`` holds the promises.

    Batches are coded at one go and in two steps in turns, so that no way meets a text that it has met; the
    first two do not count.
    """
    coder = load_coder(
        ensure_gazetteer(default_gazetteer_dir(os.environ, is_root=os.getuid() == 0)), profile=profile
    )
    least = _LEAST_RATIOS[profile]
    pipeline = spacy.load(MODEL)
    taken = list(islice(_batches(), None if batches is None else batches + _WARM_UP))
    at_one_go = [_at_one_go(coder, pipeline, each) for each in taken[::2]][_WARM_UP // 2 :]
    in_steps = [_in_steps(coder, pipeline, each) for each in taken[1::2]][_WARM_UP // 2 :]
    coding = Rates.of(*zip(*at_one_go, strict=True))
    parsing = Rates.of(*zip(*((n, parse, theirs) for n, parse, _, theirs in in_steps), strict=True))
    after = Rates.of(*zip(*((n, rest, theirs) for n, _, rest, theirs in in_steps), strict=True))
    return [
        _measurement(
            f"{profile}: coding, the parse included", coding,
            wanted=f"at least {least:.2f} of the floor",
            kept=coding.ours >= least * coding.pipeline if judged else None,
        ),
        _measurement(f"{profile}: the parse alone, as coding needs it", parsing),
        _measurement(
            f"{profile}: what comes after the parse, named entities where they are asked for among it", after,
            wanted=f"at least {_LEAST_CODED:,} sentences/s" if profile == "fast" else "",
            kept=after.ours >= _LEAST_CODED if judged and profile == "fast" else None,
        ),
    ]  # fmt: skip


def _measurement(what: str, rates: Rates, wanted: str = "", kept: bool | None = None) -> Measurement:  # noqa: FBT001
    floor_is = "spaCy's own pipeline, which only parses"
    return Measurement(what, rates.ours, "sentences/s", rates.pipeline, floor_is, wanted, kept)


def _batches() -> Iterator[list[str]]:
    """Made-up articles of the corpus's sentences, each batch with the sample article."""
    files = sorted((_ROOT / "corpus" / "sentences").glob(_FILES))
    sentences = [orjson.loads(line)["text"] for file in files for line in file.read_bytes().splitlines()]
    count = len(sentences) // _SENTENCES
    # One sentence of each kind in an article, as the files go from kind to kind.
    articles = [_article(sentences[at::count][:_SENTENCES]) for at in range(count)]
    sample = _SAMPLE.read_text(encoding="utf-8")
    for at in range(0, len(articles), _AT_ONCE):
        yield [*articles[at : at + _AT_ONCE], sample]


def _article(sentences: Sequence[str]) -> str:
    paragraphs = (sentences[at : at + _IN_PARAGRAPH] for at in range(0, len(sentences), _IN_PARAGRAPH))
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)


def _at_one_go(coder: Coder, pipeline: Language, texts: Sequence[str]) -> tuple[int, float, float]:
    """How many sentences, the seconds of coding them, and those of the pipeline."""
    theirs = _pipeline_seconds(pipeline, texts)
    articles = [Article(text, _PUBLISHED) for text in texts]
    ours = _seconds(lambda: list(coder.code_many(articles)))
    return _count(coder, texts), ours, theirs


def _in_steps(coder: Coder, pipeline: Language, texts: Sequence[str]) -> tuple[int, float, float, float]:
    """How many sentences, the seconds of parsing and then of coding them, and those of the pipeline."""
    theirs = _pipeline_seconds(pipeline, texts)
    documents: list[Document] = []
    parsing = _seconds(lambda: documents.extend(coder.reader.parse(texts)))
    parsed = [(Article(each.text, _PUBLISHED), each) for each in documents]
    coding = _seconds(lambda: [coder.code_document(article, "en", each) for article, each in parsed])
    return sum(len(each.sentences) for each in documents), parsing, coding, theirs


def _pipeline_seconds(pipeline: Language, texts: Sequence[str]) -> float:
    return _seconds(lambda: sum(len(doc) for doc in pipeline.pipe(texts, batch_size=_AT_ONCE)))


def _count(coder: Coder, texts: Sequence[str]) -> int:
    return sum(len(each.sentences) for each in coder.reader.parse(texts))


def _seconds(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
