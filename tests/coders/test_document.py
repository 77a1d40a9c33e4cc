from __future__ import annotations

from pathlib import Path

import pytest

from coders.codebook.document import BEGIN, END, document_codebook, put_between_marks
from coders.codebook.load import load_codebook

PAGE = Path(__file__).parents[2] / "docs" / "codebook.md"


def test_the_page_has_the_tables_of_the_codebook_that_ships():
    page = PAGE.read_text(encoding="utf-8")
    written = put_between_marks(page, document_codebook(load_codebook()))
    assert page == written, "run: decameron codebook document docs/codebook.md"


def test_what_a_person_wrote_around_the_marks_stays():
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert put_between_marks(page, "new") == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"


@pytest.mark.parametrize("page", ["nothing", f"{BEGIN} only", f"only {END}"])
def test_a_page_without_its_marks_is_told(page):
    with pytest.raises(ValueError, match="the page lacks the mark"):
        put_between_marks(page, "new")
