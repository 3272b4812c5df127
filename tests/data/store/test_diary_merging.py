"""Whatever is told in whatever order: nothing is lost, and nothing comes twice."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from data.models import Newer, ReviewContent, ToldFilm
from data.store.diary_merging import plan
from data.store.diary_pieces import Changes, DiaryViewing, Here, fingerprint
from tests.builders import NOW
from tests.data.store.diaries import (
    a_day,
    a_told_film,
    after,
    an_entry,
    days_of,
    exports,
    nameless,
    renamed,
    texts_of,
    told_days,
    told_films,
    written_here,
)
from tests.rounds import rounds

LUCK = settings(max_examples=rounds(60, 3_000), deadline=None)


def tell(here: Here, *told: ToldFilm) -> Here:
    for one in told:
        here = after(here, plan(here, one, NOW))

    return here


def is_nothing(changes: Changes) -> bool:
    return changes == Changes(outcome=changes.outcome) and not changes.outcome.changes_something


@LUCK
@given(written_here(), st.lists(told_films(), min_size=1, max_size=3))
def test_what_is_told_twice_changes_nothing_the_second_time(here: Here, told: Sequence[ToldFilm]) -> None:
    here = tell(here, *told)

    assert is_nothing(plan(here, told[-1], NOW))


@LUCK
@given(written_here(), st.lists(told_films(), min_size=1, max_size=3))
def test_no_text_is_lost(here: Here, told: Sequence[ToldFilm]) -> None:
    expected = texts_of(here) | {fingerprint(entry.text) for one in told for entry in one.entries} - {""}

    assert texts_of(tell(here, *told)) == expected


@LUCK
@given(written_here(), st.lists(told_films(), min_size=1, max_size=3))
def test_no_viewing_is_lost(here: Here, told: Sequence[ToldFilm]) -> None:
    before = days_of(here)

    there = tell(here, *told)

    assert days_of(there).total() >= before.total()
    assert days_of(there).total() >= max(told_days(one).total() for one in told)


@LUCK
@given(written_here(), told_films())
def test_every_day_that_is_told_is_there(here: Here, told: ToldFilm) -> None:
    there = days_of(tell(here, told))

    assert all(there[day] >= often for day, often in told_days(told).items() if day)


@LUCK
@given(written_here(), told_films())
def test_other_addresses_change_nothing(here: Here, told: ToldFilm) -> None:
    here = tell(here, told)

    changes = plan(here, renamed(told), NOW)

    assert not changes.outcome.changes_something
    assert (changes.content, changes.versions, changes.viewings, changes.watches) == (None, (), (), ())


@LUCK
@given(told_films())
def test_a_file_without_names_and_days_of_logging_changes_nothing(told: ToldFilm) -> None:
    here = tell(Here(), told)

    changes = plan(here, nameless(told), NOW)

    assert not changes.outcome.changes_something
    assert (changes.content, changes.versions, changes.viewings, changes.watches) == (None, (), (), ())


@LUCK
@given(exports())
def test_it_does_not_matter_which_of_two_exports_comes_first(told: tuple[ToldFilm, ToldFilm]) -> None:
    later, earlier = told

    one, other = tell(Here(), earlier, later), tell(Here(), later, earlier)

    assert texts_of(one) == texts_of(other)
    assert days_of(one) == days_of(other)


@LUCK
@given(exports())
def test_an_earlier_export_changes_nothing_that_is_here(told: tuple[ToldFilm, ToldFilm]) -> None:
    later, earlier = told
    here = tell(Here(), later)

    there = tell(here, earlier)

    assert days_of(there) == days_of(here)
    assert texts_of(there) == texts_of(here)


class TestWhatLuckFound:
    """Cases in which something came twice, or was lost, before."""

    def test_what_was_seen_privately_is_not_taken_for_a_viewing_that_is_reviewed(self) -> None:
        seen = an_entry(None, 0)
        told = [
            a_told_film(seen_on=a_day(0)),
            a_told_film(*[an_entry(None, 1, text="Fine.")] * 3, an_entry(None, 1, rating=2)),
            a_told_film(seen, seen, an_entry(None, 0, "a", text="Fine.")),
        ]

        here = tell(Here(), *told)

        assert is_nothing(plan(here, told[-1], NOW))

    def test_a_text_is_that_of_one_viewing(self) -> None:
        seen, reviewed = an_entry(None, 0), an_entry(0, text="Fine.")
        here = tell(
            reviewed_here(text="Fine."), a_told_film(seen, seen, seen), a_told_film(seen, reviewed, reviewed, reviewed)
        )

        assert days_of(here) == {None: 2, a_day(0): 3}

    def test_no_viewing_is_given_the_day_of_another_one(self) -> None:
        told = a_told_film(
            an_entry(None, 0, rating=2, text="*Fine*"), an_entry(None, 1, text="Fine."), an_entry(0, text="Fine.")
        )
        here = tell(reviewed_here(a_day(0), ago=2_600, text="*Fine*"), told)

        assert plan(here, renamed(told), NOW).viewings == ()

    def test_a_rating_is_kept_though_its_viewing_was_put_right(self) -> None:
        seen = an_entry(None, 0)
        before = a_told_film(seen, seen, an_entry(None, 0, "a", rating=2))
        told = a_told_film(seen, seen, an_entry(None, 0, "a", rating=6), rating=2)

        here = tell(reviewed_here(rating=4), before, told)

        assert 2 in {version.content.rating for version in here.versions}
        assert is_nothing(plan(here, told, NOW))

    def test_a_rating_that_came_alone_is_no_older_one_once_its_viewing_is_told(self) -> None:
        here = tell(Here(), a_told_film(rating=8, rated_on=a_day(1)))

        changes = plan(here, a_told_film(an_entry(0, 1, "a", rating=8), rating=8, rated_on=a_day(1)), NOW)

        assert (changes.outcome.rating, changes.outcome.viewings) == (Newer.SAME, 1)

    def test_a_text_keeps_its_rating_where_both_are_an_earlier_version(self) -> None:
        here = tell(Here(), a_told_film(an_entry(0, 0, "a", rating=7, text="Good.")))
        mine = here.model_copy(
            update={"content": ReviewContent(rating=3, text="Mine.", watched_on=a_day(0)), "written_at": NOW}
        )
        viewing = here.viewings[0].model_copy(update={"rating": 3})
        mine = mine.model_copy(update={"viewings": (viewing,)})

        changes = plan(mine, a_told_film(an_entry(0, 0, "a", rating=6, text="Good, I think.")), NOW)

        assert [(it.content.rating, it.content.text) for it in changes.versions] == [(6, "Good, I think.")]


def reviewed_here(day: date | None = None, ago: int = 1, **said: Any) -> Here:
    """A review that its member wrote here so many days ago."""
    content = ReviewContent(watched_on=day, **said)
    at = NOW - timedelta(days=ago)
    viewing = DiaryViewing(id=-1, watched_on=day, rating=content.rating, is_rewatch=False, logged_at=at)
    return Here(content=content, written_at=at, viewings=(viewing,))
