from datetime import datetime, timedelta

import pytest

from data.models import Draft, FilmKey, GuildId, ReviewForm, UserId
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_content, a_film, an_author

DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)
FORM = ReviewForm(rating=3, text="Half of a thou", watched_on="31 June", tags="a, b,,", is_spoiler=True, is_liked=True)


def a_draft(number: int = 1, saved_at: datetime = NOW, form: ReviewForm = FORM) -> Draft:
    return Draft(film_key=a_film(number).key, form=form, saved_at=saved_at)


async def found(store: Store, guild_id: GuildId, user_id: UserId, number: int = 1) -> Draft | None:
    return await store.drafts.find(guild_id, user_id, a_film(number).key, NOW)


async def test_a_form_that_was_refused_comes_back_as_it_was_filled_in(store: Store) -> None:
    await store.drafts.keep(GUILD, ALICE, a_draft())

    assert await found(store, GUILD, ALICE) == a_draft()


async def test_a_draft_belongs_to_one_member_film_and_server(store: Store) -> None:
    await store.drafts.keep(GUILD, ALICE, a_draft())

    assert await found(store, OTHER_GUILD, ALICE) is None
    assert await found(store, GUILD, BOB) is None
    assert await found(store, GUILD, ALICE, 2) is None


async def test_a_newer_draft_of_a_film_replaces_the_older(store: Store) -> None:
    newer = a_draft(saved_at=NOW + MINUTE, form=ReviewForm(text="A whole thought"))
    await store.drafts.keep(GUILD, ALICE, a_draft())

    await store.drafts.keep(GUILD, ALICE, newer)

    assert await found(store, GUILD, ALICE) == newer


@pytest.mark.parametrize(("age", "is_there"), [(DAY - SECOND, True), (DAY, True), (DAY + SECOND, False)])
async def test_a_draft_can_be_reopened_for_a_day(store: Store, age: timedelta, *, is_there: bool) -> None:
    await store.drafts.keep(GUILD, ALICE, a_draft())

    draft = await store.drafts.find(GUILD, ALICE, a_film().key, NOW + age)

    assert (draft is not None) is is_there


async def test_expiring_deletes_the_drafts_past_their_day_and_no_others(store: Store) -> None:
    await store.drafts.keep(GUILD, ALICE, a_draft(1, NOW))
    await store.drafts.keep(GUILD, BOB, a_draft(1, NOW))
    await store.drafts.keep(GUILD, ALICE, a_draft(2, NOW + MINUTE))

    gone = await store.drafts.expire(NOW + DAY + SECOND)

    assert gone == 2
    assert (await store.privacy.counts(ALICE))["drafts"] == 1
    assert await found(store, GUILD, ALICE, 2) is not None


async def test_keeping_a_draft_deletes_those_past_their_day(store: Store) -> None:
    await store.drafts.keep(GUILD, BOB, a_draft())

    await store.drafts.keep(GUILD, ALICE, a_draft(saved_at=NOW + DAY + SECOND))

    assert (await store.privacy.counts(BOB))["drafts"] == 0


async def test_saving_a_review_ends_the_draft_of_that_film_alone(store: Store) -> None:
    for guild_id, user_id, number in ((GUILD, ALICE, 1), (GUILD, ALICE, 2), (GUILD, BOB, 1), (OTHER_GUILD, ALICE, 1)):
        await store.drafts.keep(guild_id, user_id, a_draft(number))

    await store.reviews.save(GUILD, an_author(), a_film(), a_content(), NOW)

    assert await found(store, GUILD, ALICE, 1) is None
    assert await found(store, GUILD, ALICE, 2) is not None
    assert await found(store, GUILD, BOB, 1) is not None
    assert await found(store, OTHER_GUILD, ALICE, 1) is not None


async def test_saving_a_review_ends_a_draft_kept_under_another_key_of_the_film(store: Store) -> None:
    film = a_film(wikidata_id="Q42")
    other_key = FilmKey("wd:Q42")
    await store.drafts.keep(GUILD, ALICE, Draft(film_key=other_key, form=FORM, saved_at=NOW))

    await store.reviews.save(GUILD, an_author(), film, a_content(), NOW)

    assert await store.drafts.find(GUILD, ALICE, other_key, NOW) is None


async def test_saving_what_is_already_there_ends_the_draft_too(store: Store) -> None:
    await store.reviews.save(GUILD, an_author(), a_film(), a_content(), NOW)
    await store.drafts.keep(GUILD, ALICE, a_draft())

    await store.reviews.save(GUILD, an_author(), a_film(), a_content(), NOW)

    assert await found(store, GUILD, ALICE) is None


async def test_a_rating_alone_leaves_the_draft_of_a_text(store: Store) -> None:
    await store.drafts.keep(GUILD, ALICE, a_draft())

    await store.reviews.rate(GUILD, an_author(), a_film(), 8, NOW)

    assert await found(store, GUILD, ALICE) == a_draft()
