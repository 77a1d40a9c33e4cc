from __future__ import annotations

import pytest

from api.bounded_read import bounded_read
from api.problems import UNAVAILABLE, Problem
from store.pool import Pool


def test_what_takes_too_long_is_a_problem_that_says_what_to_do(pool: Pool) -> None:
    with pytest.raises(Problem) as caught, bounded_read(pool, seconds=0.05) as conn:
        conn.execute("SELECT pg_sleep(10)")
    assert caught.value.type is UNAVAILABLE
    assert "more than 0.05 seconds. Narrow the filter" in caught.value.detail
    assert caught.value.headers["Retry-After"]
