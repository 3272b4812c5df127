"""What is new in a feed, and what only comes to light in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.services.feed_news import news_in, said_by
from data.models import FeedEntry, ToldEntry, ToldFilm
from tests.builders import NOW

WINDOW = 5
"""So many entries a feed has in these tests."""


def entry(number: int, text: str = "", published_at: datetime | None = NOW) -> FeedEntry:
    told = ToldEntry(name=f"letterboxd-review-{number}", rating=8, text=text)
    return FeedEntry(film=ToldFilm(title=f"Film No. {number}", entries=(told,)), published_at=published_at)


def names(entries: Sequence[FeedEntry], known: Sequence[FeedEntry], linked_at: datetime = NOW) -> list[str]:
    """The numbers of what is new, `~` before those that changed."""
    return _numbers(entries, said_by(known), linked_at)


def test_entries_that_were_not_there_before_are_new_the_oldest_first() -> None:
    assert names([entry(3), entry(2), entry(1)], [entry(1)]) == ["2", "3"]


def test_entry_that_says_something_else_is_changed_and_others_are_not() -> None:
    assert names([entry(2), entry(1, "More.")], [entry(2), entry(1)]) == ["~1"]


def test_all_are_new_where_none_is_known() -> None:
    assert names([entry(2), entry(1)], []) == ["1", "2"]


def test_time_at_which_it_was_published_does_not_count() -> None:
    assert names([entry(1, published_at=NOW + timedelta(days=1))], [entry(1)]) == []


def test_older_ones_that_come_to_light_below_are_the_past() -> None:
    before = NOW - timedelta(days=3)
    feed = [entry(4), entry(2, published_at=before), entry(1, published_at=None)]

    assert names(feed, [entry(4), entry(3)]) == []


def test_older_ones_that_come_to_light_where_all_others_went_are_the_past() -> None:
    before = NOW - timedelta(days=3)

    assert names([entry(5), entry(2, published_at=before), entry(1, published_at=before)], [entry(4)]) == ["5"]


def test_what_was_published_since_is_new_wherever_it_stands() -> None:
    assert names([entry(4), entry(3, published_at=NOW + timedelta(days=1))], [entry(4)]) == ["3"]


def test_new_ones_of_an_earlier_day_are_new_above() -> None:
    assert names([entry(5, published_at=NOW - timedelta(days=400)), entry(4)], [entry(4)]) == ["5"]


def test_entry_that_stands_there_twice_is_one() -> None:
    assert names([entry(2, "Later."), entry(2), entry(1)], [entry(1)]) == ["2"]


_steps = st.lists(st.one_of(st.integers(1, WINDOW), st.just("delete"), st.just("edit")), max_size=20)


@given(past=st.integers(1, 12), steps=_steps, chance=st.randoms(use_true_random=False))
def test_each_entry_is_new_once_and_what_was_there_before_never(
    past: int, steps: list[int | str], chance: Random
) -> None:
    """A feed shows the latest entries alone; members write, edit and delete, and it is read after each step."""
    diary = [entry(number, published_at=NOW - timedelta(days=99 - number)) for number in range(past)]
    last, known, new = past, said_by(diary[::-1][:WINDOW]), list[str]()
    wanted = list[str]()

    for step in steps:
        if isinstance(step, int):
            last += step
            wanted += [str(number) for number in range(last - step, last)]
            later = (entry(number, published_at=NOW + timedelta(minutes=number)) for number in range(last - step, last))
            diary += later
        elif diary and step == "delete":
            del diary[chance.randrange(len(diary))]
        elif diary:
            place = chance.randrange(len(diary))
            told = diary[place]
            number = int((told.entry.name or "").rpartition("-")[2])
            diary[place] = entry(number, told.entry.text + "More.", told.published_at)

        feed = diary[::-1][:WINDOW]
        new += [name for name in _numbers(feed, known) if not name.startswith("~")]
        known |= said_by(feed)

    assert new == wanted


def _numbers(feed: Sequence[FeedEntry], known: dict[str, str], linked_at: datetime = NOW) -> list[str]:
    news = news_in(feed, known, linked_at)
    return [f"{'~' * one.is_changed}{(one.entry.entry.name or '').rpartition('-')[2]}" for one in news]
