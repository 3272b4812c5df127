from datetime import timedelta

import pytest

from bot.services.recent import Recent
from tests.builders import MINUTE, NOW

SECOND = timedelta(seconds=1)


@pytest.fixture
def recent() -> Recent[str, int]:
    return Recent[str, int](3, MINUTE)


@pytest.mark.parametrize(
    ("after", "found"),
    [(timedelta(), 1), (MINUTE - SECOND, 1), (MINUTE, None), (-SECOND, None)],
    ids=["at once", "within its life", "after it", "with the clock set back"],
)
def test_value_is_found_for_its_life(recent: Recent[str, int], after: timedelta, found: int | None) -> None:
    recent.keep("a", 1, NOW)

    assert recent.get("a", NOW + after) == found


def test_value_kept_anew_lives_anew(recent: Recent[str, int]) -> None:
    recent.keep("a", 1, NOW)
    recent.keep("a", 2, NOW + MINUTE - SECOND)

    assert recent.get("a", NOW + MINUTE) == 2


def test_those_kept_first_go_where_there_are_more(recent: Recent[str, int]) -> None:
    for number, key in enumerate("abcad"):
        recent.keep(key, number, NOW)

    assert [recent.get(key, NOW) for key in "abcd"] == [3, None, 2, 4]
    assert len(recent) == 3


def test_what_is_over_is_let_go(recent: Recent[str, int]) -> None:
    recent.keep("a", 1, NOW)
    recent.keep("b", 2, NOW)

    recent.keep("c", 3, NOW + MINUTE)

    assert recent.keys() == ["c"]


def test_dropped_value_is_gone_and_may_be_dropped_again(recent: Recent[str, int]) -> None:
    recent.keep("a", 1, NOW)

    recent.drop("a")
    recent.drop("a")

    assert recent.get("a", NOW) is None
