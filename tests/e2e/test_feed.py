"""Browsing a server's reviews."""

from datetime import UTC, datetime, timedelta

import pytest

from data.models import Author, GuildId, ReviewForm, UserId
from tests.e2e.driver import Reply
from tests.e2e.scenes import FILM, write_review
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, BOB, NIGHT_OWLS

COUNT = 13


@pytest.fixture
async def full(stage: Stage) -> Stage:
    """The stage with thirteen reviews, the newest of the first film."""
    begun = datetime(2026, 11, 1, tzinfo=UTC)

    for number, film in enumerate(await stage.bot.services.films.suggest("", COUNT)):
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

    assert "No reviews match these filters" in page.text


async def test_page_of_a_feed_that_shrank_meanwhile_still_turns(full: Stage) -> None:
    first = await full.alice.slash("reviews")
    await full.store.privacy.forget(UserId(BOB))
    await full.store.privacy.forget(UserId(ALICE))

    page = await full.alice.click(first.message, "Next")

    assert "Nobody has written one yet" in page.text


async def test_feed_of_a_film_opens_from_its_card(stage: Stage) -> None:
    await write_review(stage.alice, text="From the card.")
    card = await stage.bob.slash("film", title=FILM)

    feed = await stage.chloe.click(card.message, "See all reviews")

    assert feed.is_private
    assert "From the card." in feed.text
