import asyncio
from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from data.errors import ReviewNotFound
from data.models import Change, FilmKey, ReviewContent, ReviewId
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_content, a_film, an_author
from tests.data.store.steps import versions_of

EVERYTHING = ReviewContent(
    rating=9,
    text="Clay figures,\n\nand a voice that will not let go.",
    watched_on=date(2026, 11, 19),
    tags=("documentary", "film club"),
    is_spoiler=True,
    is_rewatch=True,
    is_liked=True,
)


async def test_a_review_comes_back_as_it_was_saved(store: Store) -> None:
    film = a_film(original_title="L'image manquante", directors=["Rithy Panh"], cast=["Randal Douc"])
    author = an_author(name="Alice", avatar_url="https://cdn.example/a.png")
    await store.members.see(GUILD, author, NOW)

    saved = await store.reviews.save(GUILD, author, film, EVERYTHING, NOW)

    found = await store.reviews.get(saved.review.id)
    assert saved.change is Change.NEW
    assert found == saved.review
    assert (found.guild_id, found.author, found.film, found.content) == (GUILD, author, film, EVERYTHING)
    assert (found.created_at, found.edited_at) == (NOW, None)


@pytest.mark.parametrize("content", [a_content(rating=1), a_content(rating=10), a_content(text="No stars from me.")])
async def test_a_rating_or_a_text_alone_is_a_review(store: Store, content: ReviewContent) -> None:
    saved = await store.reviews.save(GUILD, an_author(), a_film(), content, NOW)

    assert (await store.reviews.get(saved.review.id)).content == content


@pytest.mark.parametrize("said", [{"text": ""}, {"text": " \n\t"}, {"rating": 0}, {"rating": 11}])
def test_a_review_without_rating_and_text_or_off_the_scale_cannot_be_made(said: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ReviewContent.model_validate(said)


async def test_a_second_review_of_a_film_replaces_the_first(store: Store) -> None:
    first = await store.reviews.save(GUILD, an_author(), a_film(), a_content(rating=4, text="Cold."), NOW)

    second = await store.reviews.save(GUILD, an_author(), a_film(), EVERYTHING, NOW + MINUTE)

    assert second.change is Change.EDITED
    assert second.review.id == first.review.id
    assert second.review.content == EVERYTHING
    assert (second.review.created_at, second.review.edited_at) == (NOW, NOW + MINUTE)


async def test_every_earlier_version_is_kept_with_its_dates_oldest_first(store: Store) -> None:
    versions = [EVERYTHING, a_content(text="Shorter."), a_content(rating=2)]

    saved = [
        await store.reviews.save(GUILD, an_author(), a_film(), content, NOW + minutes * MINUTE)
        for minutes, content in enumerate(versions)
    ]

    revisions = await versions_of(store, saved[-1].review.id)
    assert [revision.content for revision in revisions] == versions[:2]
    assert [(revision.written_at, revision.replaced_at) for revision in revisions] == [
        (NOW, NOW + MINUTE),
        (NOW + MINUTE, NOW + 2 * MINUTE),
    ]


async def test_saving_the_same_again_changes_nothing(store: Store) -> None:
    first = await store.reviews.save(GUILD, an_author(), a_film(), EVERYTHING, NOW)

    second = await store.reviews.save(GUILD, an_author(), a_film(), EVERYTHING, NOW + MINUTE)

    assert second.change is Change.UNCHANGED
    assert second.review == first.review
    assert await versions_of(store, first.review.id) == []


@pytest.mark.parametrize(
    "difference",
    [
        {"rating": None},
        {"text": EVERYTHING.text + " "},
        {"watched_on": None},
        {"tags": ("film club", "documentary")},
        {"is_spoiler": False},
        {"is_rewatch": False},
        {"is_liked": False},
    ],
)
async def test_a_difference_in_any_field_is_an_edit(store: Store, difference: dict[str, object]) -> None:
    await store.reviews.save(GUILD, an_author(), a_film(), EVERYTHING, NOW)
    changed = ReviewContent.model_validate(EVERYTHING.model_dump() | difference)

    saved = await store.reviews.save(GUILD, an_author(), a_film(), changed, NOW + MINUTE)

    assert saved.change is Change.EDITED
    assert saved.review.content == changed


async def test_rating_alone_keeps_the_text_and_all_else(store: Store) -> None:
    await store.reviews.save(GUILD, an_author(), a_film(), EVERYTHING, NOW)

    rated = await store.reviews.rate(GUILD, an_author(), a_film(), 3, NOW + MINUTE)

    assert rated.change is Change.EDITED
    assert rated.review.content == EVERYTHING.model_copy(update={"rating": 3})
    assert [revision.content for revision in await versions_of(store, rated.review.id)] == [EVERYTHING]


async def test_rating_a_film_not_reviewed_yet_makes_a_review_of_the_rating_alone(store: Store) -> None:
    rated = await store.reviews.rate(GUILD, an_author(), a_film(), 7, NOW)

    assert rated.change is Change.NEW
    assert rated.review.content == a_content(rating=7)


async def test_rating_the_same_again_changes_nothing(store: Store) -> None:
    await store.reviews.save(GUILD, an_author(), a_film(), EVERYTHING, NOW)

    rated = await store.reviews.rate(GUILD, an_author(), a_film(), 9, NOW + MINUTE)

    assert rated.change is Change.UNCHANGED
    assert rated.review.edited_at is None


@pytest.mark.parametrize("text", ["Now for something longer. " * 1_000, ""])
async def test_a_text_alone_replaces_the_text_and_keeps_all_else(store: Store, text: str) -> None:
    saved = await store.reviews.save(GUILD, an_author(), a_film(), EVERYTHING, NOW)

    amended = await store.reviews.set_text(GUILD, an_author(), a_film(), text, NOW + MINUTE)

    assert amended.change is Change.EDITED
    assert amended.review.content == EVERYTHING.model_copy(update={"text": text})
    assert [revision.content for revision in await versions_of(store, saved.review.id)] == [EVERYTHING]


async def test_a_review_that_would_say_nothing_any_more_stays_as_it_was(store: Store) -> None:
    saved = await store.reviews.save(GUILD, an_author(), a_film(), a_content(text="Words alone."), NOW)

    with pytest.raises(ValidationError):
        await store.reviews.set_text(GUILD, an_author(), a_film(), " ", NOW)

    assert await store.reviews.get(saved.review.id) == saved.review


async def test_half_a_character_in_a_text_alone_is_replaced(store: Store) -> None:
    await store.reviews.save(GUILD, an_author(), a_film(), EVERYTHING, NOW)

    amended = await store.reviews.set_text(GUILD, an_author(), a_film(), "half \ud83d only", NOW)

    assert amended.review.content.text == "half \ufffd only"


async def test_the_same_text_alone_changes_nothing(store: Store) -> None:
    await store.reviews.save(GUILD, an_author(), a_film(), EVERYTHING, NOW)

    amended = await store.reviews.set_text(GUILD, an_author(), a_film(), EVERYTHING.text, NOW + MINUTE)

    assert amended.change is Change.UNCHANGED


async def test_all_but_the_text_replaces_all_else_and_keeps_the_text(store: Store) -> None:
    await store.reviews.save(GUILD, an_author(), a_film(), EVERYTHING, NOW)

    amended = await store.reviews.save_details(GUILD, an_author(), a_film(), a_content(rating=2), NOW + MINUTE)

    assert amended.review.content == ReviewContent(rating=2, text=EVERYTHING.text)


async def test_a_text_or_details_alone_need_a_review_that_is_there(store: Store) -> None:
    await store.reviews.save(GUILD, an_author(BOB), a_film(), EVERYTHING, NOW)

    with pytest.raises(ReviewNotFound):
        await store.reviews.set_text(GUILD, an_author(), a_film(), "Words.", NOW)

    with pytest.raises(ReviewNotFound):
        await store.reviews.save_details(GUILD, an_author(), a_film(), a_content(), NOW)

    assert (await store.counts.of_guild(GUILD)).reviews == 1


async def test_an_earlier_version_is_found_by_its_number(store: Store) -> None:
    for rating in (4, 5, 6):
        saved = await store.reviews.rate(GUILD, an_author(), a_film(), rating, NOW)

    review_id = saved.review.id
    found = [await store.reviews.revision(review_id, number) for number in (1, 2, 3)]

    assert [None if revision is None else revision.content.rating for revision in found] == [4, 5, None]
    assert await store.reviews.count_revisions(review_id) == 2
    assert await store.reviews.count_revisions(ReviewId(999)) == 0


async def test_member_film_and_server_together_make_a_review(store: Store) -> None:
    places = [(GUILD, ALICE, 1), (GUILD, ALICE, 2), (GUILD, BOB, 1), (OTHER_GUILD, ALICE, 1)]

    for rating, (guild_id, user_id, number) in enumerate(places, start=1):
        await store.reviews.save(guild_id, an_author(user_id), a_film(number), a_content(rating=rating), NOW)

    found = [await store.reviews.find(guild, user, a_film(number).key) for guild, user, number in places]
    assert [review.content.rating for review in found if review] == [1, 2, 3, 4]


async def test_many_saves_at_once_end_as_one_review_with_every_version(store: Store) -> None:
    ratings = range(1, 11)

    saved = await asyncio.gather(
        *(store.reviews.save(GUILD, an_author(), a_film(), a_content(rating=rating), NOW) for rating in ratings)
    )

    assert len({one.review.id for one in saved}) == 1
    assert [one.review.content.rating for one in saved] == list(ratings)
    assert len(await versions_of(store, saved[0].review.id)) == len(ratings) - 1


async def test_what_was_saved_is_reported_even_when_it_is_deleted_at_once(store: Store) -> None:
    first = await store.reviews.save(GUILD, an_author(), a_film(), a_content(rating=4), NOW)

    saved, _ = await asyncio.gather(
        store.reviews.save(GUILD, an_author(), a_film(), a_content(rating=5), NOW),
        store.trash.delete(first.review.id, ALICE, NOW),
    )

    assert saved.review.content.rating == 5


async def test_nothing_is_found_where_nothing_was_written(store: Store) -> None:
    assert await store.reviews.find(GUILD, ALICE, a_film().key) is None
    assert await store.reviews.latest_anywhere(ALICE, a_film().key) is None
    assert await versions_of(store, ReviewId(1)) == []

    with pytest.raises(ReviewNotFound):
        await store.reviews.get(ReviewId(1))


async def test_the_latest_of_all_servers_is_the_one_last_written_or_edited(store: Store) -> None:
    await store.reviews.save(GUILD, an_author(), a_film(), a_content(text="Here."), NOW)
    await store.reviews.save(OTHER_GUILD, an_author(), a_film(), a_content(text="There."), NOW + MINUTE)
    await store.reviews.save(GUILD, an_author(BOB), a_film(), a_content(text="Bob."), NOW + 9 * MINUTE)
    before = await store.reviews.latest_anywhere(ALICE, a_film().key)

    await store.reviews.save(GUILD, an_author(), a_film(), a_content(text="Here again."), NOW + 2 * MINUTE)

    after = await store.reviews.latest_anywhere(ALICE, a_film().key)
    assert before is not None
    assert before.content.text == "There."
    assert after is not None
    assert after.content.text == "Here again."


async def test_a_review_is_found_by_any_key_of_its_film(store: Store) -> None:
    await store.reviews.save(GUILD, an_author(), a_film(wikidata_id="Q42"), EVERYTHING, NOW)

    by_other_key = await store.reviews.find(GUILD, ALICE, FilmKey("wd:Q42"))

    assert by_other_key is not None
    assert by_other_key.content == EVERYTHING


async def test_an_author_has_the_name_last_seen_in_the_same_server(store: Store) -> None:
    saved = await store.reviews.save(GUILD, an_author(), a_film(), EVERYTHING, NOW)
    await store.members.see(GUILD, an_author(name="Alice"), NOW)
    await store.members.see(OTHER_GUILD, an_author(name="Somebody else there"), NOW)

    await store.members.see(GUILD, an_author(name="Ālice", avatar_url="https://cdn.example/2.png"), NOW + MINUTE)

    author = (await store.reviews.get(saved.review.id)).author
    assert author == an_author(name="Ālice", avatar_url="https://cdn.example/2.png")


async def test_an_author_never_seen_has_no_name(store: Store) -> None:
    saved = await store.reviews.save(GUILD, an_author(), a_film(), EVERYTHING, NOW)

    assert (saved.review.author.name, saved.review.author.avatar_url) == ("", None)


async def test_moments_are_kept_to_the_second_in_utc(store: Store) -> None:
    late = NOW + timedelta(microseconds=999_999)

    saved = await store.reviews.save(GUILD, an_author(), a_film(), EVERYTHING, late)

    assert (await store.reviews.get(saved.review.id)).created_at == NOW
