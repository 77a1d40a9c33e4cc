from __future__ import annotations

import uuid
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from store.uuid7 import uuid7, uuid7_at

MOMENTS = st.integers(min_value=0, max_value=(1 << 48) * 1_000_000 - 1)
RANDOMNESS = st.integers(min_value=0, max_value=(1 << 62) - 1)


def test_it_has_the_bits_that_the_rfc_gives_as_its_example():
    # RFC 9562, appendix A.6: 2022-02-22T19:22:22.00Z, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F
    expected = UUID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    milliseconds = int(datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC).timestamp()) * 1000
    nanoseconds = milliseconds * 1_000_000 + -(-0xCC3 * 1_000_000 // 4096)
    assert uuid7_at(nanoseconds, 0x18C4DC0C0C07398F) == expected


@given(MOMENTS, RANDOMNESS)
def test_version_and_variant_are_right_at_every_moment(moment, randomness):
    made = uuid7_at(moment, randomness)
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


@given(MOMENTS, MOMENTS, RANDOMNESS, RANDOMNESS)
def test_a_later_moment_sorts_later(one, other, first_bits, second_bits):
    earlier, later = sorted((one, other))
    if later - earlier >= 1000:  # finer than the fraction can tell
        assert uuid7_at(earlier, first_bits) < uuid7_at(later, second_bits)


def test_a_thousand_made_in_a_row_differ():
    assert len({uuid7() for _ in range(1000)}) == 1000
