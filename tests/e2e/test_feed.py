"""Browsing a server's reviews."""

from datetime import timedelta

import discord
import pytest
from discord.utils import utcnow

from bot.ui.custom_ids import CustomId, TurnPage
from data.catalogue.starter import read_films
from data.models import Author, FilmKey, GuildId, MessageId, ReviewForm, ReviewId, UserId
from tests.e2e.driver import Reply
from tests.e2e.scenes import FILM, write_review
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, BOB, CHLOE, FILM_TALK, NIGHT_OWLS, REAR_ROW

COUNT = 13


@pytest.fixture
async def full(stage: Stage) -> Stage:
    """The stage with thirteen reviews, a day apart, the newest of the first film and an hour old."""
    begun = utcnow() - timedelta(hours=1)

    for number, film in enumerate(read_films()[:COUNT]):
        author = Author(id=UserId(ALICE if number % 2 else BOB), name="Alice" if number % 2 else "Bob")
        form = ReviewForm(text=f"Review number {number:02}.", rating=number % 10 + 1)
        written_at = begun - timedelta(days=number)
        await stage.bot.services.reviews.submit(GuildId(NIGHT_OWLS), author, film, form, written_at)

    return stage


def numbers(page: Reply) -> list[int]:
    """Which of the reviews a page shows, in its order."""
    return [int(embed["description"].split("number ")[1][:2]) for embed in page.message["embeds"]]


async def test_pages_turn_forwards_and_backwards_and_to_both_ends(full: Stage) -> None:
    first = await full.alice.slash("reviews")
    second = await full.alice.click(first.message, "Next")
    last = await full.alice.click(second.message, "Next")
    back = await full.alice.click(last.message, "Previous")
    start = await full.alice.click(back.message, "First")
    end = await full.alice.click(start.message, "Last")

    shown = [numbers(page) for page in (first, second, last, back, start, end)]
    assert shown == [list(range(5)), list(range(5, 10)), [10, 11, 12], list(range(5, 10)), list(range(5)), [10, 11, 12]]
    counters = [next(label for label in page.labels if label.startswith("Page")) for page in (first, second, end)]
    assert counters == ["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"]


async def test_page_turns_for_its_asker_and_anyone_else_gets_a_private_copy(full: Stage) -> None:
    first = await full.alice.slash("reviews")

    copy = await full.bob.click(first.message, "Next")
    turned = await full.alice.click(first.message, "Next")

    assert not first.is_private
    assert (copy.is_private, copy.kind) == (True, "message")
    assert (turned.kind, turned.message["id"]) == ("update", first.message["id"])


async def test_private_copy_can_be_shown_to_all(full: Stage) -> None:
    first = await full.alice.slash("reviews")
    copy = await full.bob.click(first.message, "Next")

    shown = await full.bob.click(copy.message, "Show here")

    assert not shown.is_private
    assert numbers(shown) == numbers(copy)


async def test_filters_and_order_are_named(full: Stage) -> None:
    page = await full.chloe.slash("reviews", member=full.alice, rating="8-10", sort="h")

    assert numbers(page) == [9, 7]
    assert (
        "by **Alice**, rated ★\u2060★\u2060★\u2060★ to ★\u2060★\u2060★\u2060★\u2060★, highest rated first" in page.text
    )
    assert "2 reviews" in page.text


async def test_review_opened_from_a_page_is_whole_and_private(full: Stage) -> None:
    page = await full.chloe.slash("reviews")
    options = page.message["components"][1]["components"][0]["options"]

    opened = await full.chloe.choose(page.message, options[2]["label"])

    assert opened.is_private
    assert "Review number 02." in opened.text


async def test_empty_feed_says_how_to_begin(stage: Stage) -> None:
    page = await stage.alice.slash("reviews")

    assert "Nobody has written one yet" in page.text


async def test_nothing_behind_the_filters_says_so(full: Stage) -> None:
    page = await full.alice.slash("reviews", film=FILM, rating="10-10")

    assert page.is_private
    assert "No reviews match these filters. Leave out `film` or `rating`" in page.text


async def test_page_of_a_feed_that_shrank_meanwhile_still_turns(full: Stage) -> None:
    first = await full.alice.slash("reviews")
    await full.store.privacy.forget(UserId(BOB), utcnow())
    await full.store.privacy.forget(UserId(ALICE), utcnow())

    page = await full.alice.click(first.message, "Next")

    assert "Nobody has written one yet" in page.text


async def test_feed_of_a_film_opens_from_its_card(stage: Stage) -> None:
    await write_review(stage.alice, text="From the card.")
    card = await stage.bob.slash("film", title=FILM)

    feed = await stage.chloe.click(card.message, "See all reviews")

    assert feed.is_private
    assert "From the card." in feed.text


async def test_period_and_text_narrow_the_feed_and_are_named(full: Stage) -> None:
    await full.chloe.slash("rate", film=FILM, rating=3)

    week = await full.alice.slash("reviews", period="w")
    month = await full.alice.slash("reviews", period="m", with_text=True)
    everything = await full.alice.slash("reviews")

    assert "8 reviews" in week.text
    assert "last 7 days, newest first" in week.text
    assert "13 reviews" in month.text
    assert "last 30 days, with text only, newest first" in month.text
    assert numbers(month) == list(range(5))
    assert "14 reviews" in everything.text


async def test_most_liked_come_first_with_their_likes_also_after_the_page_is_turned(full: Stage) -> None:
    oldest_first = await full.alice.slash("reviews", sort="o")
    guild, liked = GuildId(NIGHT_OWLS), [int(option["value"]) for option in options(oldest_first)[:2]]
    await full.store.likes.toggle(guild, ReviewId(liked[0]), UserId(CHLOE), utcnow())

    for reader in (CHLOE, CHLOE + 10):
        await full.store.likes.toggle(guild, ReviewId(liked[1]), UserId(reader), utcnow())

    first = await full.bob.slash("reviews", sort="k")
    second = await full.bob.click(first.message, "Next")
    back = await full.bob.click(second.message, "Previous")

    assert numbers(first) == [11, 12, 0, 1, 2]
    assert numbers(second) == [3, 4, 5, 6, 7]
    assert back.message["embeds"] == first.message["embeds"]
    assert [" likes · " in embed["description"] for embed in first.message["embeds"]] == [True, *[False] * 4]
    assert "1 like · " in first.message["embeds"][1]["description"]


def options(page: Reply) -> list[dict[str, str]]:
    """What the select below a page offers."""
    return page.message["components"][1]["components"][0]["options"]


async def test_own_spoiler_is_open_on_a_private_page_and_on_no_public_one(stage: Stage) -> None:
    await write_review(stage.alice, text="It was the dog.", boxes=["is_spoiler"])
    card = await stage.chloe.slash("film", title=FILM)

    own = await stage.alice.click(card.message, "See all reviews")
    of_another = await stage.bob.click(card.message, "See all reviews")
    shown = await stage.alice.click(own.message, "Show here")
    public = await stage.alice.slash("reviews")

    assert "It was the dog." in own.text
    assert "by Alice" in [option["description"] for option in options(own)]

    for page in (of_another, shown, public):
        assert "It was the dog." not in page.text
        assert "Hidden" in page.text
        assert "by Alice · text hidden" in [option["description"] for option in options(page)]


@pytest.mark.parametrize("who", ["bob", "nobody seen here"])
async def test_empty_page_names_the_member_who_was_asked_for(stage: Stage, who: str) -> None:
    if who == "bob":
        await stage.bob.slash("reviews")

    page = await stage.alice.slash("reviews", member=stage.bob, with_text=True)

    assert page.is_private
    assert "by **Bob**, with text only, newest first" in page.text
    assert "Leave out `member` or `with_text`" in page.text


async def test_button_from_before_pages_had_periods_still_turns(full: Stage) -> None:
    first = await full.alice.slash("reviews")
    number, sort, at = 2, "n", await full.store.reviews.get(ReviewId(int(options(first)[4]["value"])))
    old = f"v1:feed:after:{number}:{sort}:::::{at.content.rating}:{int(at.created_at.timestamp())}:{at.id}"
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Next", custom_id=old))
    message = await full.bot.get_partial_messageable(FILM_TALK).send("A page of old.", view=view)

    page = await full.bob.press(await full.bob.message(str(message.id)), old)

    assert page.is_private
    assert numbers(page) == [5, 6, 7, 8, 9]


async def test_public_page_is_known_with_what_rebuilds_it_and_whose_it_is(full: Stage) -> None:
    first = await full.alice.slash("reviews", member=full.bob, period="y", with_text=True)
    turned = await full.alice.click(first.message, "Next")
    await full.settled()

    copy = await full.store.copies.find(MessageId(int(turned.message["id"])))

    assert copy is not None
    assert copy.author_id == BOB
    request = CustomId.parse(copy.request or "")
    assert isinstance(request, TurnPage)
    assert (request.turn, request.number, request.wanted.author_id, request.wanted.has_text) == ("show", 2, BOB, True)
    assert request.cursor is not None
    assert request.cursor.id == int(options(turned)[0]["value"])


async def test_pages_of_one_server_show_nothing_of_another(full: Stage) -> None:
    author = Author(id=UserId(ALICE), name="Alice elsewhere")
    film = await full.bot.services.films.get(FilmKey("imdb:tt2852470"), GuildId(NIGHT_OWLS))
    form = ReviewForm(text="Said in the rear row.", rating=8)
    await full.bot.services.reviews.submit(GuildId(REAR_ROW), author, film, form, utcnow())

    pages = [
        await full.bob.slash("reviews"),
        await full.bob.slash("reviews", film=FILM),
        await full.bob.slash("reviews", member=full.alice, sort="k"),
        await full.bob.slash("reviews", rating="8-10", period="d"),
        await full.bob.slash("reviews", with_text=True, sort="h"),
    ]

    assert not any("rear row" in page.text or "elsewhere" in page.text for page in pages)


async def test_film_is_suggested_while_it_is_typed(stage: Stage) -> None:
    offered = await stage.alice.complete("reviews", film="missing pict")

    assert offered[0].startswith(FILM)
