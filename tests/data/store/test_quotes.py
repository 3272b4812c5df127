import pytest

from data.models import ChannelId, GuildId, MessageId, Quote, Review, UserId
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD, a_content, a_film, an_author


def a_quote(message: int = 11, request: str | None = "v1:film:imdb:tt0000001", guild_id: GuildId = GUILD) -> Quote:
    return Quote(message_id=MessageId(message), channel_id=ChannelId(5), guild_id=guild_id, request=request)


async def a_review(store: Store, author_id: UserId = ALICE, number: int = 1, guild_id: GuildId = GUILD) -> Review:
    content = a_content(text=f"About No. {number}.")
    return (await store.reviews.save(guild_id, an_author(author_id), a_film(number), content, NOW)).review


async def test_a_review_knows_the_messages_that_quote_it_newest_first(store: Store) -> None:
    mine, other = await a_review(store), await a_review(store, BOB)

    for message in (12, 11, 13):
        assert await store.reviews.quote(a_quote(message), [mine, other])

    await store.reviews.quote(a_quote(14), [other])

    assert await store.reviews.quoting(mine.id) == [13, 12, 11]
    assert await store.reviews.quoting(other.id) == [14, 13, 12, 11]


async def test_a_message_is_found_as_it_was_remembered(store: Store) -> None:
    review = await a_review(store)

    await store.reviews.quote(a_quote(), [review])

    assert await store.reviews.find_quote(MessageId(11)) == a_quote()
    assert await store.reviews.find_quote(MessageId(12)) is None


async def test_what_a_turned_message_quotes_replaces_what_it_quoted(store: Store) -> None:
    before, kept, after = [await a_review(store, number=number) for number in (1, 2, 3)]
    await store.reviews.quote(a_quote(), [before, kept])

    await store.reviews.quote(a_quote(request="v1:film:imdb:tt0000003"), [kept, after])

    assert [await store.reviews.quoting(review.id) for review in (before, kept, after)] == [[], [11], [11]]
    assert await store.reviews.find_quote(MessageId(11)) == a_quote(request="v1:film:imdb:tt0000003")


async def test_a_message_that_quotes_nothing_any_more_is_not_known(store: Store) -> None:
    review = await a_review(store)
    await store.reviews.quote(a_quote(), [review])

    is_true = await store.reviews.quote(a_quote(), [])

    assert is_true
    assert await store.reviews.find_quote(MessageId(11)) is None


async def test_a_quote_of_a_review_that_was_edited_meanwhile_is_known_and_said_to_be_out_of_date(store: Store) -> None:
    review = await a_review(store)
    await store.reviews.rate(GUILD, an_author(), a_film(), 3, NOW)

    is_true = await store.reviews.quote(a_quote(), [review])

    assert not is_true
    assert await store.reviews.quoting(review.id) == [11]


async def test_a_quote_of_a_review_that_was_deleted_meanwhile_is_known_and_said_to_be_out_of_date(store: Store) -> None:
    review = await a_review(store)
    await store.reviews.delete(review.id)

    is_true = await store.reviews.quote(a_quote(), [review])

    assert not is_true
    assert await store.reviews.quoting_deleted() == [11]


async def test_a_quote_outlives_its_review_until_the_message_is_rewritten(store: Store) -> None:
    gone, kept = await a_review(store), await a_review(store, BOB)
    await store.reviews.quote(a_quote(), [gone, kept])
    await store.reviews.delete(gone.id)
    before = await store.reviews.quoting(gone.id), await store.reviews.quoting_deleted()

    await store.reviews.quote(a_quote(), [kept])

    assert before == ([11], [11])
    assert await store.reviews.quoting_deleted() == []


async def test_a_message_that_quotes_several_deleted_reviews_is_given_once_newest_first(store: Store) -> None:
    reviews = [await a_review(store, number=number) for number in (1, 2, 3)]
    await store.reviews.quote(a_quote(11), reviews)
    await store.reviews.quote(a_quote(12), reviews)

    for review in reviews[:2]:
        await store.reviews.delete(review.id)

    assert await store.reviews.quoting_deleted() == [12, 11]


async def test_a_forgotten_message_quotes_nothing(store: Store) -> None:
    review = await a_review(store)
    await store.reviews.quote(a_quote(11), [review])
    await store.reviews.quote(a_quote(12), [review])

    await store.reviews.forget_quotes(MessageId(11))

    assert await store.reviews.quoting(review.id) == [12]


async def test_forgetting_a_person_gives_each_message_that_quotes_them_once_newest_first(store: Store) -> None:
    mine = [await a_review(store, number=number) for number in (1, 2)]
    elsewhere = await a_review(store, guild_id=OTHER_GUILD)
    of_bob = await a_review(store, BOB)
    await store.reviews.quote(a_quote(11), [*mine, of_bob])
    await store.reviews.quote(a_quote(12), [of_bob])
    await store.reviews.quote(a_quote(13, guild_id=OTHER_GUILD), [elsewhere])

    forgotten = await store.privacy.forget(ALICE)

    assert forgotten.quotes == (13, 11)
    assert await store.reviews.quoting_deleted() == [13, 11]


@pytest.mark.parametrize(("person", "request_left"), [(ALICE, None), (BOB, f"v1:feed:show:1:n::{ALICE}:::8:1:1")])
async def test_a_request_that_names_a_forgotten_person_is_dropped_and_the_message_stays_known(
    store: Store, person: UserId, request_left: str | None
) -> None:
    review = await a_review(store)
    await store.reviews.quote(a_quote(request=f"v1:feed:show:1:n::{ALICE}:::8:1:1"), [review])

    await store.privacy.forget(person)

    assert await store.reviews.find_quote(MessageId(11)) == a_quote(request=request_left)
