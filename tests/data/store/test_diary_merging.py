"""Whatever is told in whatever order: nothing is lost, and nothing comes twice."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from data.models import ToldFilm
from data.store.diary_merging import plan
from data.store.diary_pieces import Changes, Here, fingerprint
from tests.builders import NOW
from tests.data.store.diaries import (
    after,
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
