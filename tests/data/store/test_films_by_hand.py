"""Films that members add by hand: known in one server alone, and theirs to change and delete for a while."""

from datetime import timedelta

import pytest

from data.errors import FilmNotFound, FilmReviewed, TooManyFilms
from data.models import FilmKey, OwnFilmDraft, OwnFilmForm, ReviewId
from data.store import Store
from data.store.maintenance import check
from data.store.own_film_drafts import KEPT_OF_ONE
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_content, a_film, an_author
from tests.data.store.own import HAND, a_film_by_hand, by_hand, merge, own, say
from tests.data.store.steps import a_copy, due, post

DAY = timedelta(days=1)


async def test_film_added_by_hand_is_known_in_its_server_alone(store: Store) -> None:
    row = await a_film_by_hand(store)

    assert (await store.films.by_key(HAND.key, GUILD)).film == HAND
    assert await store.films.by_id(row, GUILD) == HAND
    assert await store.own_films.find(OTHER_GUILD, HAND.key) is None
    assert await store.own_films.of_guild(OTHER_GUILD, 9) == []

    for guild_id in (OTHER_GUILD, None):
        with pytest.raises(FilmNotFound):
            await store.films.by_key(HAND.key, guild_id)

        with pytest.raises(FilmNotFound):
            await store.films.by_id(row, guild_id)


async def test_films_of_a_server_come_the_latest_first_and_only_so_many(store: Store) -> None:
    for name in ("first", "second", "third"):
        await a_film_by_hand(store, name)

    assert [film.title for film in await store.own_films.of_guild(GUILD, 2)] == ["third", "second"]


async def test_watchlist_and_lookups_of_another_server_leave_it_out(store: Store) -> None:
    row = await a_film_by_hand(store)
    await store.members.toggle_watchlist(BOB, row, NOW)
    await store.members.look_up(BOB, row, NOW)

    for guild_id, seen in ((GUILD, [HAND]), (OTHER_GUILD, []), (None, [])):
        assert await store.members.watchlist(BOB, 9, guild_id=guild_id) == seen
        assert await store.members.count_watchlist(BOB, guild_id) == len(seen)
        assert await store.members.own_films(BOB, 9, guild_id) == seen


async def test_facts_of_a_film_added_by_hand_are_changed_by_its_form_alone(store: Store) -> None:
    await a_film_by_hand(store)
    better = by_hand(synopsis="Told.")
    await store.own_films.change(GUILD, BOB, better, NOW)

    await store.films.remember(HAND, NOW)

    assert (await own(store)).film == better
    assert (await own(store)).written_by == BOB
    assert (await own(store)).added_by == ALICE


async def test_messages_that_name_a_film_are_due_when_its_facts_change(store: Store) -> None:
    row = await a_film_by_hand(store)
    await post(store, await say(store, BOB, HAND, "Ours."), message=11)
    await store.copies.add(a_copy(12, "v1:film:x", film_id=row), [], NOW, is_doubtful=False)

    await store.own_films.change(GUILD, ALICE, by_hand(year=1999), NOW)

    assert sorted(await due(store)) == [11, 12]


async def test_film_of_another_server_is_not_changed(store: Store) -> None:
    await a_film_by_hand(store)

    with pytest.raises(FilmNotFound):
        await store.own_films.change(OTHER_GUILD, ALICE, by_hand(year=1999), NOW)

    assert (await own(store)).film == HAND


async def test_member_adds_so_many_films_in_a_day(store: Store) -> None:
    for number in range(3):
        await store.own_films.add(GUILD, ALICE, by_hand(f"n{number}"), NOW + number * MINUTE, 3)

    with pytest.raises(TooManyFilms) as refused:
        await store.own_films.add(GUILD, ALICE, by_hand("n3"), NOW + 5 * MINUTE, 3)

    await store.own_films.add(GUILD, BOB, by_hand("bobs"), NOW + 5 * MINUTE, 3)
    await store.own_films.add(GUILD, ALICE, by_hand("n3"), NOW + DAY, 3)
    assert refused.value.retry_at == NOW + DAY


async def test_deleted_film_goes_with_its_adders_review_and_its_row_never_names_another(store: Store) -> None:
    row = await a_film_by_hand(store)
    review = await say(store, ALICE, HAND, "Mine.")
    await a_film_by_hand(store, "another")
    other = await say(store, ALICE, by_hand("another"), "Mine, too.")
    await post(store, review, message=11)
    await store.copies.add(a_copy(12, "v1:film:x", film_id=row), [], NOW, is_doubtful=False)
    await store.members.toggle_watchlist(BOB, row, NOW)

    await store.own_films.delete(GUILD, HAND.key, NOW)

    assert sorted(await due(store)) == [11, 12]
    assert (await store.reviews.get(other.id)).film == by_hand("another")
    assert check(store.database.path) == []
    assert await a_film_by_hand(store, "next") > row

    for asked in (store.films.by_key(HAND.key, GUILD), store.films.by_id(row, GUILD), store.films.remember(HAND, NOW)):
        with pytest.raises(FilmNotFound):
            await asked


async def test_film_that_others_wrote_about_is_not_deleted(store: Store) -> None:
    await a_film_by_hand(store)
    review = await say(store, BOB, HAND, "Ours.")
    await store.trash.delete(review.id, BOB, NOW)

    with pytest.raises(FilmReviewed):
        await store.own_films.delete(GUILD, HAND.key, NOW)

    assert await store.own_films.is_reviewed_by_others(await own(store))
    await store.trash.purge(NOW + 11 * MINUTE)
    await store.own_films.delete(GUILD, HAND.key, NOW)


async def test_forgotten_adder_leaves_the_film_to_those_who_wrote_about_it_without_name_and_words(
    store: Store,
) -> None:
    await a_film_by_hand(store, synopsis="Mine.", link="https://mine.example/", directors=("A. Friend",))
    review = await say(store, BOB, HAND, "Ours.")

    await store.privacy.forget(ALICE, NOW)

    left = await own(store)
    assert left.film == by_hand(directors=("A. Friend",))
    assert left.added_by is None
    assert (await store.reviews.get(review.id)).film == left.film


async def test_words_that_somebody_else_wrote_stay_when_the_adder_is_forgotten(store: Store) -> None:
    await a_film_by_hand(store)
    await say(store, BOB, HAND, "Ours.")
    await store.own_films.change(GUILD, BOB, by_hand(synopsis="Bob's."), NOW)

    await store.privacy.forget(ALICE, NOW)

    assert (await own(store)).film.synopsis == "Bob's."


async def test_film_of_a_forgotten_adder_goes_where_nobody_else_wrote_about_it(store: Store) -> None:
    row = await a_film_by_hand(store)
    await say(store, ALICE, HAND, "Mine.")
    await store.copies.add(a_copy(12, "v1:film:x", film_id=row), [], NOW, is_doubtful=False)

    forgotten = await store.privacy.forget(ALICE, NOW)

    assert await store.own_films.find(GUILD, HAND.key) is None
    assert forgotten.copies == (12,)
    assert check(store.database.path) == []


async def test_merged_film_of_a_forgotten_adder_is_for_good_what_it_was_merged_into(store: Store) -> None:
    row = await a_film_by_hand(store)
    await say(store, ALICE, HAND, "Mine.")
    await merge(store, row)

    await store.privacy.forget(ALICE, NOW)

    assert await store.merges.of_guild(GUILD, 9) == []
    assert await store.films.by_id(row, GUILD) == a_film()
    assert check(store.database.path) == []


async def test_merged_film_that_others_wrote_about_can_come_back_without_its_adder(store: Store) -> None:
    row = await a_film_by_hand(store, synopsis="Mine.")
    review = await say(store, BOB, HAND, "Ours.")
    merged = await merge(store, row)
    await store.privacy.forget(ALICE, NOW)

    await store.merges.undo(GUILD, merged.id, NOW)

    assert (await store.reviews.get(ReviewId(review.id))).film == HAND
    assert (await own(store)).added_by is None


async def test_draft_is_its_authors_in_its_server_for_a_day(store: Store) -> None:
    draft = OwnFilmDraft(form=OwnFilmForm(title="Ours", year="soon"), film_key=FilmKey("own:hand-ours"))
    drafts = store.own_film_drafts

    number = await drafts.keep(GUILD, ALICE, draft, NOW)

    assert await drafts.find(GUILD, ALICE, number, NOW + DAY) == draft
    assert await drafts.find(GUILD, ALICE, number, NOW + DAY + MINUTE) is None
    assert await drafts.find(GUILD, BOB, number, NOW) is None
    assert await drafts.find(OTHER_GUILD, ALICE, number, NOW) is None


async def test_draft_is_replaced_by_its_author_alone(store: Store) -> None:
    drafts = store.own_film_drafts
    first, second = (OwnFilmDraft(form=OwnFilmForm(title=title)) for title in ("First", "Second"))
    number = await drafts.keep(GUILD, ALICE, first, NOW)

    others = await drafts.keep(GUILD, BOB, second, NOW, number)
    same = await drafts.keep(GUILD, ALICE, second, NOW, number)

    assert others != number
    assert same == number
    assert await drafts.find(GUILD, ALICE, number, NOW) == second


async def test_no_more_than_some_drafts_of_one_member_are_kept(store: Store) -> None:
    draft = OwnFilmDraft(form=OwnFilmForm(title="Ours"))
    numbers = [await store.own_film_drafts.keep(GUILD, ALICE, draft, NOW) for _ in range(KEPT_OF_ONE + 2)]

    kept = [number for number in numbers if await store.own_film_drafts.find(GUILD, ALICE, number, NOW)]

    assert kept == numbers[2:]


async def test_review_of_a_film_that_was_deleted_meanwhile_is_refused(store: Store) -> None:
    await a_film_by_hand(store)
    await store.own_films.delete(GUILD, HAND.key, NOW)

    with pytest.raises(FilmNotFound):
        await store.reviews.save(GUILD, an_author(), HAND, a_content(), NOW)

    assert await store.reviews.find(GUILD, ALICE, HAND.key) is None
