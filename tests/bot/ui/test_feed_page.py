import json
from typing import Any

import pytest
from hypothesis import example, given

from bot.services.feed import FeedPage
from bot.ui.custom_ids import CustomId, TurnFeed
from bot.ui.feed import feed_page
from bot.ui.text import plain
from data.models import Cursor, ReviewFilter, Sort
from tests.bot.ui.discord_markdown import see
from tests.bot.ui.messages import assert_harmless, items, labels, sent
from tests.bot.ui.things import NOTHING_VISIBLE, SECRET, a_review, feed_pages, hidden_contents, names, some
from tests.builders import a_film, an_author


def a_page(**facts: Any) -> FeedPage:
    return FeedPage.model_validate(
        {
            "wanted": ReviewFilter(),
            "film": None,
            "reviews": (a_review(rating=9, text="Clay remembers."),),
            "number": 2,
            "count": 13,
            "is_count_exact": True,
            "has_earlier": True,
            "has_later": True,
        }
        | facts
    )


def message_of(page: FeedPage, *, is_private: bool = False) -> dict[str, Any]:
    return sent(feed_page(page, "Night Owls", is_private=is_private))


@some(30)
@given(feed_pages(), names)
@example(a_page(reviews=[a_review(text=NOTHING_VISIBLE)]), NOTHING_VISIBLE)
@example(a_page(number=9_999_999), "Night Owls")
def test_discord_takes_every_page_and_makes_nothing_of_it(page: FeedPage, guild_name: str) -> None:
    assert_harmless(feed_page(page, guild_name, is_private=False))
    assert_harmless(feed_page(page, guild_name, is_private=True))


@some(30)
@given(feed_pages(hidden_contents))
def test_no_spoiler_stands_in_a_page_or_its_options(page: FeedPage) -> None:
    assert SECRET not in json.dumps(message_of(page))


def test_five_of_the_largest_reviews_fit_one_message() -> None:
    review = a_review(text="\U0001f3ac*" * 15_000, rating=9, is_liked=True).model_copy(
        update={"author": an_author(name="_" * 300), "film": a_film(title="\U0001f3ac|" * 150)}
    )
    reviews = [review.model_copy(update={"id": number}) for number in range(1, 6)]

    assert len(message_of(a_page(reviews=reviews))["embeds"]) == 5


def test_entry_tells_who_what_how_many_stars_and_when() -> None:
    embed = message_of(a_page())["embeds"][0]

    assert embed["author"]["name"] == "Alice"
    assert embed["title"] == "The Missing Picture (2013) ★\u2060★\u2060★\u2060★\u2060½"
    assert embed["description"] == "Clay remembers.\n4.5 out of 5 · <t:1795199400:R>"


def test_rating_is_said_in_words_once() -> None:
    embed = message_of(a_page(reviews=[a_review(rating=9)]))["embeds"][0]

    assert embed["description"].count("out of 5") == 1


def test_options_show_titles_and_stars_as_they_are() -> None:
    film = a_film(title="Face\\Off *_*", year=None)
    page = a_page(reviews=[a_review(rating=9).model_copy(update={"film": film})])

    option = items(message_of(page))[5]["options"][0]

    assert option["label"] == "Face\\Off *_* ★★★★½"
    assert option["description"] == "by Alice"


def test_stars_survive_a_title_longer_than_an_option() -> None:
    page = a_page(reviews=[a_review(rating=2).model_copy(update={"film": a_film(title="W" * 300)})])

    label = items(message_of(page))[5]["options"][0]["label"]

    assert label.endswith("… (2013) ★")
    assert plain(label)[:80] == "W" * 80


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({}, "newest first"),
        ({"rating_min": 8, "rating_max": 10}, "rated ★★★★ to ★★★★★, newest first"),
        ({"rating_min": 3, "rating_max": 3}, "rated ★½, newest first"),
        ({"rating_min": 5}, "rated ★★½ and up, newest first"),
        ({"rating_max": 5, "sort": Sort.LOWEST}, "rated ★★½ and below, lowest rated first"),
        ({"author_id": 7, "sort": Sort.OLDEST}, "by Alice, oldest first"),
    ],
)
def test_heading_names_filters_and_order(wanted: dict[str, Any], said: str) -> None:
    heading = see(message_of(a_page(wanted=ReviewFilter.model_validate(wanted)))["content"]).text

    assert heading == f"Reviews in Night Owls · 13 reviews\n-# {said}"


def test_heading_names_the_film() -> None:
    page = a_page(film=a_film(title="*Film*"), wanted=ReviewFilter.model_validate({"film_id": 3}))

    assert "of *Film* (2013), newest first" in see(message_of(page)["content"]).text


def test_count_that_is_not_exact_says_so() -> None:
    page = a_page(count=1_000, is_count_exact=False, wanted=ReviewFilter.model_validate({"author_id": 7}))

    message = message_of(page)

    assert "1,000+ reviews" in message["content"]
    assert "Page 2" in labels(message)


def test_buttons_lead_on_from_what_the_page_shows() -> None:
    first, last = a_review().model_copy(update={"id": 50}), a_review().model_copy(update={"id": 46})

    requests = [
        CustomId.parse(item["custom_id"]) for item in items(message_of(a_page(reviews=(first, last)), is_private=True))
    ]

    turns = [request for request in requests if isinstance(request, TurnFeed)]
    assert [(turn.turn, turn.number, turn.cursor) for turn in turns] == [
        ("first", 1, None),
        ("before", 1, Cursor.of(first)),
        ("show", 2, None),
        ("after", 3, Cursor.of(last)),
        ("last", 1, None),
        ("show", 2, Cursor.of(first)),
    ]


@pytest.mark.parametrize(
    ("ends", "pressable"),
    [
        ({"has_earlier": False}, ["Next", "Last"]),
        ({"has_later": False}, ["First", "Previous"]),
        ({"has_earlier": False, "has_later": False}, []),
    ],
    ids=["first page", "last page", "only page"],
)
def test_only_buttons_that_lead_somewhere_can_be_pressed(ends: dict[str, bool], pressable: list[str]) -> None:
    buttons = [item for item in items(message_of(a_page(**ends))) if item["type"] == 2]

    assert [item["label"] for item in buttons if not item.get("disabled")] == pressable


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({}, "Nobody has written one yet. Be the first: use `/review`."),
        ({"sort": Sort.HIGHEST}, "None has stars yet. Be the first: use `/rate`."),
        ({"rating_min": 9}, "No reviews match these filters."),
    ],
)
def test_page_without_reviews_says_how_to_begin(wanted: dict[str, Any], said: str) -> None:
    message = message_of(a_page(reviews=(), count=0, wanted=ReviewFilter.model_validate(wanted)))

    assert said in message["content"]
    assert items(message) == []
