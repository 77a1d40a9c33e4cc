"""What the codebook costs: to load it, and to find its names in a sentence: ``python -m bench.codebook``."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from statistics import median

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from bench.options import give, options
from bench.report import Measurement, Report
from bench.turns import medians_in_turns
from coders.codebook.codebook import Codebook
from coders.codebook.load import load_codebook
from coders.models import Token

ABOUT = "The codebook: loading it, and finding its names"
_MOST_LOAD_MS = 400
_MOST_LOAD_MB = 120
_MOST_FIND_US = 200
_SENTENCE = (
    "Turkish President Recep Tayyip Erdogan met Iraqi Prime Minister Haider al-Abadi in Ankara on Wednesday "
    ", and both said the Kurdistan Workers Party would be fought by their troops"
)
_LOAD = """
import time, psutil
before = psutil.Process().memory_info().rss
from coders.codebook.load import load_codebook
begun = time.perf_counter()
load_codebook()
print(time.perf_counter() - begun, psutil.Process().memory_info().rss - before)
"""


def main(arguments: Sequence[str] | None = None) -> None:
    chosen = options(ABOUT, arguments)
    found = measure(3 if chosen.small else 21, 20 if chosen.small else 2_000, judged=not chosen.small)
    give(Report.of("codebook", ABOUT, found, small=chosen.small), chosen)


def measure(loads: int, finds: int, *, judged: bool) -> list[Measurement]:
    """All measurements of this bench; ``judged`` says whether the promises are held against them."""
    seconds, size = _loading(loads)
    codebook = load_codebook()
    tokens, document, matcher = _tokens(), *_matcher(codebook)
    ours, theirs = medians_in_turns(lambda: codebook.names.find(tokens), lambda: matcher(document), finds)
    names = sum(len(each) for each in codebook.names.names.values())
    return [
        Measurement(
            "loading all of it, in a process of its own", seconds * 1000, "ms",
            wanted=f"under {_MOST_LOAD_MS} ms", kept=seconds * 1000 < _MOST_LOAD_MS if judged else None,
        ),
        Measurement(
            "memory that it takes", size / 1e6, "MB",
            wanted=f"under {_MOST_LOAD_MB} MB", kept=size / 1e6 < _MOST_LOAD_MB if judged else None,
        ),
        Measurement(
            f"all of {names:,} names in a sentence of {len(tokens)} words", ours * 1e6, "µs",
            floor=theirs * 1e6, floor_is="spaCy's PhraseMatcher, which knows no capitals, plurals or hyphens",
            wanted=f"under {_MOST_FIND_US} µs", kept=ours * 1e6 < _MOST_FIND_US if judged else None,
        ),
    ]  # fmt: skip


def _loading(rounds: int) -> tuple[float, float]:
    """The median seconds and bytes of loading the codebook, each time in a fresh process."""
    runs = [
        subprocess.run(
            [sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(rounds)
    ]
    return median(float(run[0]) for run in runs), median(float(run[1]) for run in runs)


def _tokens() -> list[Token]:
    made, start = [], 0
    for index, word in enumerate(_SENTENCE.split()):
        made.append(Token(index, word, word.lower(), "PROPN", "NNP", "dep", 0, start, start + len(word)))
        start += len(word) + 1
    return made


def _matcher(codebook: Codebook) -> tuple[Doc, PhraseMatcher]:
    """The same names in a PhraseMatcher over small letters, and the sentence for it."""
    language = spacy.blank("en")
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    texts = [name.text for found in codebook.names.names.values() for name in found]
    matcher.add("names", [language.make_doc(text) for text in texts])
    return language(_SENTENCE), matcher


if __name__ == "__main__":
    main()
