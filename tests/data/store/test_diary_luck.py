"""Told films drawn by luck, against a real store: what is taken back or exported loses nothing and doubles nothing."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.models import Film, ReviewContent, ToldFilm, UserId
from data.store import Store
from data.store.diary_export import DiaryExport
from tests.builders import ALICE, GUILD, NOW, OTHER_GUILD, a_content, a_film, an_author
from tests.data.store.brought import EVERYTHING, MEMBERS, bring_all, rows, take_back
from tests.data.store.diaries import a_day, a_told_film, an_entry, drawn, exports, nameless, told_films
from tests.rounds import rounds

LATER = NOW + timedelta(hours=1)
_people = count(ALICE + 1_000)

DRAWN = settings(
    max_examples=rounds(15, 300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


async def all_here(store: Store) -> dict[str, list[str]]:
    """All that an import can change."""
    return await rows(store, [table for table in EVERYTHING if table != "copies"])


def of_films(*told: ToldFilm) -> list[tuple[Film | None, ToldFilm]]:
    """The first film is meant in each of them."""
    return [(a_film(), one) for one in told]


@DRAWN
@given(
    st.lists(st.tuples(told_films(), st.integers(1, 2)), min_size=1, max_size=3),
    drawn(((None, 4), ("", "Mine."), (None, a_day(2)), (0, 2_600))),
)
async def test_an_import_that_is_taken_back_leaves_everything_as_it_was(
    store: Store, told: Sequence[tuple[ToldFilm, int]], here: tuple[int | None, str, date | None, int]
) -> None:
    user_id = UserId(next(_people))
    rating, text, watched_on, ago = here

    if rating or text:
        content = a_content(rating=rating, text=text, watched_on=watched_on)
        await store.reviews.save(GUILD, an_author(user_id), a_film(), content, NOW - timedelta(days=ago))

    await bring_all(store, *of_films(told[0][0]), user_id=user_id)
    before = await all_here(store)
    about = await bring_all(store, *((a_film(film), one) for one, film in told), user_id=user_id, now=LATER)

    await take_back(store, about, LATER)

    assert await all_here(store) == before


@DRAWN
@given(exports())
async def test_two_exports_that_are_taken_back_last_first_leave_nothing(
    store: Store, told: tuple[ToldFilm, ToldFilm]
) -> None:
    user_id = UserId(next(_people))
    before = await all_here(store)
    later, earlier = told
    first = await bring_all(store, *of_films(earlier), user_id=user_id)
    second = await bring_all(store, *of_films(later), user_id=user_id, now=LATER)

    await take_back(store, second, LATER)
    await take_back(store, first, LATER)

    assert await all_here(store) == before


@DRAWN
@given(st.lists(told_films(), min_size=1, max_size=3), st.sampled_from([nameless, ToldFilm.model_copy]))
async def test_ones_own_export_changes_nothing_here(
    store: Store, told: Sequence[ToldFilm], written: Callable[[ToldFilm], ToldFilm]
) -> None:
    user_id = UserId(next(_people))
    mine = ReviewContent(rating=4, text="Mine.")
    await store.reviews.save(GUILD, an_author(user_id), a_film(), mine, NOW)
    await bring_all(store, *of_films(*told), user_id=user_id)
    exported = await DiaryExport(store.database).told_films(GUILD, user_id)
    before = await rows(store, MEMBERS)

    await bring_all(store, *of_films(*map(written, exported)), user_id=user_id, now=LATER)

    assert await rows(store, MEMBERS) == before


@DRAWN
@given(told_films())
async def test_an_export_that_is_brought_into_another_server_is_the_same_there(store: Store, told: ToldFilm) -> None:
    user_id, friend = UserId(next(_people)), UserId(next(_people))
    export = DiaryExport(store.database)
    await bring_all(store, *of_films(told), user_id=user_id)
    exported = await export.told_films(GUILD, user_id)

    await bring_all(store, *of_films(*exported), user_id=friend, guild_id=OTHER_GUILD)

    def seen(film: ToldFilm) -> object:
        viewings = Counter((it.watched_on, it.rating, it.is_rewatch) for it in film.entries)
        return film.title, film.rating, film.is_liked, viewings, {it.text for it in film.entries if it.text}

    assert [seen(film) for film in await export.told_films(OTHER_GUILD, friend)] == [seen(film) for film in exported]


async def test_a_private_viewing_comes_back_where_two_of_an_import_are_one_film(store: Store) -> None:
    seen = a_told_film(seen_on=a_day(1))
    await bring_all(store, *of_films(seen))
    before = await rows(store, MEMBERS)
    told = (a_told_film(an_entry(0, text="Fine.")), a_told_film(an_entry(2, 2), seen_on=a_day(1)))
    about = await bring_all(store, *of_films(*told), now=LATER)

    await take_back(store, about, LATER)

    assert await rows(store, MEMBERS) == before


async def test_viewings_go_with_the_one_of_two_of_an_import_that_told_of_them(store: Store) -> None:
    await bring_all(store, *of_films(a_told_film(rating=4)))
    before = await rows(store, MEMBERS)
    told = (a_told_film(an_entry(None, 0), an_entry(None, 0)), a_told_film())
    about = await bring_all(store, *of_films(*told), now=LATER)

    await take_back(store, about, LATER)

    assert await rows(store, MEMBERS) == before
