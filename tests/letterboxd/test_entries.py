"""What becomes of a followed feed's entries in the servers that they come into."""

from collections.abc import AsyncGenerator
from datetime import date, datetime, timedelta

import pytest

from bot.posting.following import Feeds
from bot.services import Services
from data.errors import StoreFailed
from data.letterboxd.asking import FeedClient
from data.models import (
    ChannelId,
    FilmKey,
    FollowState,
    GuildId,
    GuildSettings,
    Match,
    Review,
    ReviewFilter,
    ToldFilm,
    UserId,
)
from data.store import Store
from tests.bot.services.films import EXILE, FILM
from tests.builders import ALICE, GUILD, MINUTE, NOW, OTHER_GUILD, an_author
from tests.data.letterboxd.feeds import FeedItem, a_list
from tests.letterboxd.letterboxd_server import Diary, LetterboxdServer
from tests.letterboxd.watching import DAY, HOUR, QUARTER, feeds_of, followed, pass_time, services_over

PAST = FeedItem(1, review="<p>From before.</p>", rating="3.0", published=NOW - 3 * DAY)


@pytest.fixture
async def services(store: Store, client: FeedClient) -> AsyncGenerator[Services]:
    services = services_over(store, client)
    yield services
    await services.following.close()


@pytest.fixture
def feeds(services: Services) -> Feeds:
    return feeds_of(services)


@pytest.fixture
async def diary(services: Services, server: LetterboxdServer) -> Diary:
    """Alice's, followed in two servers, with one entry from before."""
    diary = server.diary("ann", PAST)

    for guild_id in (GUILD, OTHER_GUILD):
        await services.following.link(guild_id, an_author(), "ann", NOW)

    return diary


def an_item(number: int = 2, **told: object) -> FeedItem:
    """A review of The Missing Picture, written after the feed was linked."""
    usual = {"review": "<p>A <b>great</b> film.</p>", "rating": "4.5", "watched": date(2026, 11, 19)}
    return FeedItem(number, **({"published": NOW + HOUR} | usual | told))  # pyright: ignore[reportArgumentType]


async def reviews(store: Store, guild_id: GuildId = GUILD) -> list[Review]:
    """The server's reviews, newest first."""
    return list((await store.feed.page(guild_id, ReviewFilter(), 20)).reviews)


async def the_review(store: Store, guild_id: GuildId = GUILD) -> Review:
    (review,) = await reviews(store, guild_id)
    return review


class Poller:
    """Lets a quarter of an hour pass and the feed be read."""

    def __init__(self, feeds: Feeds, server: LetterboxdServer) -> None:
        self._feeds, self._server = feeds, server
        self.now: datetime = NOW

    async def read(self, times: int = 1) -> None:
        await pass_time(self._feeds, self._server, self.now, self.now + times * QUARTER + timedelta(seconds=2))
        self.now += times * QUARTER + timedelta(seconds=2)


@pytest.fixture
def poller(feeds: Feeds, server: LetterboxdServer) -> Poller:
    return Poller(feeds, server)


@pytest.mark.usefixtures("diary")
async def test_what_the_feed_held_when_it_was_linked_stays_the_past(store: Store, poller: Poller) -> None:
    await poller.read(4)

    assert await reviews(store) == await reviews(store, OTHER_GUILD) == []


async def test_new_entry_becomes_a_review_in_every_server(store: Store, diary: Diary, poller: Poller) -> None:
    diary.write(an_item())

    await poller.read()

    for guild_id in (GUILD, OTHER_GUILD):
        review = await the_review(store, guild_id)
        content = review.content
        assert (review.film.key, review.author.id) == (FILM.key, ALICE)
        assert (content.rating, content.text, content.watched_on) == (9, "A **great** film.", date(2026, 11, 19))
        assert content.source_url == an_item().link
        assert NOW <= review.created_at <= poller.now


async def test_it_waits_for_the_servers_feed_like_any_other(store: Store, diary: Diary, poller: Poller) -> None:
    await store.guilds.choose(GuildSettings(guild_id=GUILD, feed_id=ChannelId(5)))
    diary.write(an_item())

    await poller.read()

    assert await store.outbox.is_waiting((await the_review(store)).id)


async def test_like_rewatch_and_spoilers_are_taken(store: Store, diary: Diary, poller: Poller) -> None:
    diary.write(an_item(like="Yes", rewatch="Yes", has_spoilers=True))

    await poller.read()

    content = (await the_review(store)).content
    assert (content.is_liked, content.is_rewatch, content.is_spoiler) == (True, True, True)
    assert "may contain spoilers" not in content.text


async def test_number_at_tmdb_says_which_film_is_meant(store: Store, diary: Diary, poller: Poller) -> None:
    diary.write(an_item(title="A film that nobody here knows", year="2026", tmdb_id="424242"))

    await poller.read()

    film = (await the_review(store)).film
    assert (film.key, film.title) == (FilmKey("tmdb:424242"), "A film that nobody here knows")


async def test_film_that_nobody_knows_becomes_one_of_the_servers_own(
    store: Store, diary: Diary, poller: Poller
) -> None:
    diary.write(an_item(title="Grandmother's holidays", year="1988", link="https://letterboxd.com/ann/film/x/"))

    await poller.read()

    film = (await the_review(store)).film
    assert film.key.startswith("own:")
    assert (film.title, film.year) == ("Grandmother's holidays", 1988)

    diary.items[0] = an_item(title="Grandmother's holidays", year="1988", rating="1.0", review="<p>No.</p>")
    await poller.read()

    review = await the_review(store)
    assert (review.film.key, review.content.rating, review.content.text) == (film.key, 2, "No.")


async def test_film_that_was_only_seen_is_for_their_own_diary_alone(store: Store, diary: Diary, poller: Poller) -> None:
    diary.write(an_item(review=None, rating=None))

    await poller.read()

    assert await reviews(store) == await reviews(store, OTHER_GUILD) == []
    assert (await store.privacy.counts(ALICE))["watches"] == 1


async def test_lists_and_television_are_no_reviews(store: Store, diary: Diary, poller: Poller) -> None:
    diary.write(a_list(8), an_item(9, tmdb_tv_id="1399"))

    await poller.read()

    assert await reviews(store) == []


async def test_edited_entry_is_put_right_in_every_server(store: Store, diary: Diary, poller: Poller) -> None:
    diary.write(an_item())
    await poller.read()
    diary.items[0] = an_item(review="<p>No: a fair one.</p>", rating="3.0")

    await poller.read()

    for guild_id in (GUILD, OTHER_GUILD):
        content = (await the_review(store, guild_id)).content
        assert (content.rating, content.text) == (6, "No: a fair one.")


async def test_entry_from_before_that_is_edited_is_no_news(store: Store, diary: Diary, poller: Poller) -> None:
    diary.items[0] = FeedItem(1, review="<p>Edited.</p>", published=NOW - 3 * DAY)

    await poller.read()

    assert await reviews(store) == []


async def test_entry_that_is_deleted_there_is_left_here(store: Store, diary: Diary, poller: Poller) -> None:
    diary.write(an_item())
    await poller.read()
    diary.items.clear()

    await poller.read(2)

    assert len(await reviews(store)) == 1


async def test_review_that_was_deleted_here_does_not_come_back(store: Store, diary: Diary, poller: Poller) -> None:
    diary.write(an_item())
    await poller.read()
    await store.trash.delete((await the_review(store)).id, ALICE, poller.now)
    diary.items[0] = an_item(review="<p>Edited.</p>")

    await poller.read(2)

    assert await reviews(store) == []
    assert len(await reviews(store, OTHER_GUILD)) == 1


async def test_film_that_comes_as_a_watch_and_as_a_review_is_seen_once(
    store: Store, diary: Diary, poller: Poller
) -> None:
    diary.write(an_item(2), an_item(3, review=None))

    await poller.read()

    assert len(await store.reviews.viewings((await the_review(store)).id)) == 1


async def test_second_viewing_is_one_more_of_the_same_review(store: Store, diary: Diary, poller: Poller) -> None:
    diary.write(an_item())
    await poller.read()
    diary.write(
        an_item(
            3, watched=date(2026, 11, 20), rewatch="Yes", link="https://letterboxd.com/ann/film/the-missing-picture/1/"
        )
    )

    await poller.read()

    review = await the_review(store)
    assert review.content.is_rewatch
    assert len(await store.reviews.viewings(review.id)) == 2


async def test_several_come_in_the_order_in_which_they_were_written(store: Store, diary: Diary, poller: Poller) -> None:
    diary.write(an_item(2), an_item(3, title="Exile", year="2016"))

    await poller.read()

    assert [review.film.key for review in await reviews(store)] == [EXILE.key, FILM.key]


async def test_nothing_comes_into_a_server_that_it_was_unlinked_from(
    store: Store, services: Services, diary: Diary, poller: Poller
) -> None:
    await services.following.unlink(GUILD, ALICE, everywhere=False)
    diary.write(an_item())

    await poller.read()

    assert await reviews(store) == []
    assert len(await reviews(store, OTHER_GUILD)) == 1


async def test_nothing_comes_into_a_server_whose_admins_did_not_agree_and_later_only_what_is_new(
    store: Store, services: Services, diary: Diary, poller: Poller
) -> None:
    third = GuildId(940_000_000_000_000_003)
    await store.guilds.choose(GuildSettings(guild_id=third, checks_letterboxd=True))
    linked = await services.following.link(third, an_author(), "ann", NOW)
    diary.write(an_item())
    await poller.read()
    before = await reviews(store, third)
    await services.following.decide(third, ALICE, "ann", agrees=True, now=poller.now)
    diary.write(an_item(3, title="Exile", year="2016"))

    await poller.read()

    assert [server.state for server in linked.servers] == [FollowState.ON, FollowState.ON, FollowState.ASKED]
    assert before == []
    assert [review.film.key for review in await reviews(store, third)] == [EXILE.key]
    assert len(await reviews(store)) == 2


async def test_what_was_logged_before_a_server_let_the_feed_in_stays_the_past_there(
    store: Store, services: Services, diary: Diary, poller: Poller
) -> None:
    third = GuildId(940_000_000_000_000_003)
    await store.guilds.choose(GuildSettings(guild_id=third, checks_letterboxd=True))
    await services.following.link(third, an_author(), "ann", NOW)
    agreed_at = NOW + 10 * MINUTE
    diary.write(an_item(published=agreed_at - 5 * MINUTE))
    diary.write(an_item(3, title="Exile", year="2016", published=agreed_at + MINUTE))
    await services.following.decide(third, ALICE, "ann", agrees=True, now=agreed_at)

    await poller.read(2)

    assert [review.film.key for review in await reviews(store, third)] == [EXILE.key]
    assert len(await reviews(store)) == 2


async def test_what_a_fault_kept_back_comes_with_the_next_read_and_only_once(
    store: Store, diary: Diary, feeds: Feeds, poller: Poller, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in, tries = store.diaries.follow_entry, list[GuildId]()

    async def follow_entry(guild_id: GuildId, *told: object) -> object:
        tries.append(guild_id)

        if len(tries) == 2:
            raise StoreFailed("the disk is full")

        return await bring_in(guild_id, *told)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(store.diaries, "follow_entry", follow_entry)
    diary.write(an_item())

    with pytest.raises(StoreFailed):
        await feeds.work(NOW + QUARTER)

    await poller.read(2)

    assert tries == [GUILD, OTHER_GUILD, GUILD, OTHER_GUILD]
    assert len(await reviews(store)) == len(await reviews(store, OTHER_GUILD)) == 1
    assert len(await store.reviews.viewings((await the_review(store)).id)) == 1


async def test_entry_that_can_not_be_brought_in_does_not_hold_up_the_next(
    store: Store, diary: Diary, services: Services, poller: Poller, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = services.matching.match_entry

    async def match_entry(guild_id: GuildId, user_id: object, told: object) -> object:
        if "Exile" in str(told):
            raise ValueError

        return await find(guild_id, user_id, told)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(services.matching, "match_entry", match_entry)
    diary.write(an_item(2, title="Exile", year="2016"), an_item(3))

    await poller.read()

    assert [review.film.key for review in await reviews(store)] == [FILM.key]


async def test_feed_that_brings_something_is_read_more_often(
    store: Store, server: LetterboxdServer, feeds: Feeds
) -> None:
    diary = server.diary("ann")
    await followed(store, ALICE, "ann", NOW, NOW - 90 * DAY)
    await pass_time(feeds, server, NOW, NOW + 7 * HOUR)
    slow = server.asked[-1].at - server.asked[-2].at
    diary.write(an_item(published=NOW + 7 * HOUR))

    await pass_time(feeds, server, NOW + 7 * HOUR, NOW + 13 * HOUR)

    assert slow == 6 * HOUR
    assert server.asked[-1].at - server.asked[-2].at == QUARTER
    assert len(await reviews(store)) == 1


async def test_who_listens_is_told_when_something_came_in(
    services: Services, diary: Diary, server: LetterboxdServer
) -> None:
    heard = list[str]()
    feeds = Feeds(feeds_of(services)._client, services, lambda: heard.append("news"))  # pyright: ignore[reportPrivateUsage]
    diary.write(an_item())

    for minutes in range(0, 60, 5):
        server.now = NOW + minutes * MINUTE
        await feeds.work(server.now)

    assert heard == ["news"]


async def test_nothing_comes_in_once_its_member_asked_to_be_forgotten(
    services: Services, diary: Diary, poller: Poller, monkeypatch: pytest.MonkeyPatch
) -> None:
    match = services.matching.match_entry

    async def match_and_be_forgotten(guild_id: GuildId, user_id: UserId, told: ToldFilm) -> Match:
        found = await match(guild_id, user_id, told)
        await services.privacy.forget(ALICE, NOW)
        return found

    monkeypatch.setattr(services.matching, "match_entry", match_and_be_forgotten)
    diary.write(an_item())

    await poller.read()

    assert not any((await services.privacy.counts(ALICE)).values())
