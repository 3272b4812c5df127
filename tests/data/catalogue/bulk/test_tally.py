"""How much may be wrong, and numbers in little memory."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue.bulk.numbers import Numbers
from data.catalogue.bulk.tally import FEW, HOPELESS, NAMED, BadRow, Tally
from data.errors import SourceDamaged
from tests.rounds import rounds

BAD = BadRow("it is bad")


def skip(tally: Tally, count: int, name: str = "films.csv") -> None:
    for line in range(1, count + 1):
        tally.skip(name, line, BAD)


def test_a_few_bad_rows_are_borne_in_a_small_file() -> None:
    tally = Tally()
    skip(tally, FEW)

    tally.finish("films.csv", FEW)

    assert tally.skipped == FEW
    assert len(tally.first) == NAMED


def test_of_a_large_file_one_row_in_a_hundred_may_be_bad() -> None:
    tally = Tally()
    skip(tally, 500)

    tally.finish("films.csv", 50_000)

    with pytest.raises(SourceDamaged):
        tally.finish("films.csv", 49_999)


def test_bad_rows_of_one_file_are_not_held_against_another() -> None:
    tally = Tally()
    skip(tally, FEW, "one.csv")
    skip(tally, FEW, "two.csv")

    tally.finish("one.csv", FEW)
    tally.finish("two.csv", FEW)

    assert tally.skipped == 2 * FEW


def test_without_hope_it_ends_at_once() -> None:
    tally = Tally()

    with pytest.raises(SourceDamaged) as caught:
        skip(tally, HOPELESS + 1)

    assert caught.value.line == 1


@settings(max_examples=rounds(100), deadline=None, database=None)
@given(st.sets(st.integers(0, 10**10) | st.integers(0, 3_000)), st.sets(st.integers(0, 3_000)))
def test_numbers_hold_what_was_put_in_and_nothing_else(put: set[int], others: set[int]) -> None:
    numbers = Numbers()

    for number in put:
        numbers.add(number)

    assert {number for number in put | others if number in numbers} == put
