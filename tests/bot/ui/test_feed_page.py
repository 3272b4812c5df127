import json
from typing import Any

import pytest
from hypothesis import example, given

from bot.services.feed import LAST_NUMBER, FeedPage
from bot.ui.custom_ids import MOST_PAGES, CustomId, TurnPage
from bot.ui.feed import feed_page
from bot.ui.text import plain
from data.models import Cursor, Period, ReviewFilter, ReviewId, Sort, UserId
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


def message_of(
    page: FeedPage, *, is_private: bool = False, opened: frozenset[ReviewId] = frozenset()
) -> dict[str, Any]:
    return sent(feed_page(page, "Night Owls", is_private=is_private, opened=opened))


@some(30)
@given(feed_pages(), names)
@example(a_page(reviews=[a_review(text=NOTHING_VISIBLE)]), NOTHING_VISIBLE)
@example(a_page(number=9_999_999), "Night Owls")
def test_discord_takes_every_page_and_makes_nothing_of_it(page: FeedPage, guild_name: str) -> None:
    opened = frozenset(review.id for review in page.reviews[::2])

    assert_harmless(feed_page(page, guild_name, is_private=False))
    assert_harmless(feed_page(page, guild_name, is_private=True, opened=opened))


@some(30)
@given(feed_pages(hidden_contents))
def test_no_spoiler_stands_in_a_page_or_its_options(page: FeedPage) -> None:
    assert SECRET not in json.dumps(message_of(page))
    assert SECRET not in json.dumps(message_of(page, is_private=True))


@some(30)
@given(feed_pages(hidden_contents))
def test_no_spoiler_stands_on_a_public_page_whoever_would_see_it_at_once(page: FeedPage) -> None:
    everything = frozenset(review.id for review in page.reviews)

    assert SECRET not in json.dumps(message_of(page, opened=everything))


@pytest.mark.parametrize("said", [{"text": "Clay remembers.", "is_spoiler": True}, {"text": "Clay ||remembers||."}])
def test_private_page_shows_what_its_reader_sees_at_once_and_hides_the_rest(said: dict[str, Any]) -> None:
    seen, unseen = (a_review(**said).model_copy(update={"id": number}) for number in (1, 2))
    page = a_page(reviews=(seen, unseen))

    message = message_of(page, is_private=True, opened=frozenset({seen.id}))

    shown = [see(embed["description"]).text for embed in message["embeds"]]
    assert [("Clay" in text, "Hidden" in text) for text in shown] == [(True, False), (False, True)]


def test_option_says_that_its_text_is_hidden_unless_the_page_shows_it() -> None:
    plain_one = a_review(text="Clay remembers.").model_copy(update={"id": ReviewId(1)})
    hidden, seen = (
        a_review(text="Clay remembers.", is_spoiler=True).model_copy(update={"id": ReviewId(number)})
        for number in (2, 3)
    )

    message = message_of(a_page(reviews=(plain_one, hidden, seen)), is_private=True, opened=frozenset({seen.id}))

    options = next(item["options"] for item in items(message) if "options" in item)
    assert [option["description"] for option in options] == ["by Alice", "by Alice · text hidden", "by Alice"]


def test_option_of_a_hidden_text_says_so_whatever_its_author_is_called() -> None:
    review = a_review(text="Clay.", is_spoiler=True).model_copy(update={"author": an_author(name="W" * 300)})

    options = next(item["options"] for item in items(message_of(a_page(reviews=(review,)))) if "options" in item)

    assert options[0]["description"].endswith("… · text hidden")


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


@pytest.mark.parametrize(("likes", "said"), [(0, ""), (1, "1 like · "), (1_204, "1,204 likes · ")])
def test_entry_says_how_many_like_it_where_somebody_does(likes: int, said: str) -> None:
    review = a_review(rating=9).model_copy(update={"likes": likes})

    embed = message_of(a_page(reviews=(review,)))["embeds"][0]

    assert embed["description"] == f"4.5 out of 5 · {said}<t:1795199400:R>"


def test_rating_is_said_in_words_once() -> None:
    embed = message_of(a_page(reviews=[a_review(rating=9)]))["embeds"][0]

    assert embed["description"].count("out of 5") == 1


def test_options_show_titles_and_stars_as_they_are() -> None:
    film = a_film(title="Face\\Off *_*", year=None)
    page = a_page(reviews=[a_review(rating=9).model_copy(update={"film": film})])

    option = items(message_of(page))[5]["options"][0]

    assert option["label"] == "Face\\Off *_* ★★★★½"
    assert option["description"] == "by Alice"


def test_review_from_letterboxd_says_so_and_leads_there() -> None:
    message = message_of(a_page(reviews=(a_review(rating=9, source_url="https://boxd.it/1aBcDe"),)))

    assert message["embeds"][0]["author"]["name"] == "Alice on Letterboxd"
    assert message["embeds"][0]["author"]["url"] == "https://boxd.it/1aBcDe"
    assert items(message)[-1]["options"][0]["description"] == "by Alice on Letterboxd"


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
        ({"period": Period.DAY}, "last 24 hours, newest first"),
        ({"period": Period.YEAR, "has_text": True}, "last 365 days, with text only, newest first"),
        ({"sort": Sort.MOST_LIKED}, "most liked first"),
    ],
)
def test_heading_names_filters_and_order(wanted: dict[str, Any], said: str) -> None:
    author = an_author(UserId(7), name="Alice") if "author_id" in wanted else None
    page = a_page(wanted=ReviewFilter.model_validate(wanted), author=author)

    heading = see(message_of(page)["content"]).text

    assert heading == f"Reviews in Night Owls · 13 reviews\n-# {said}"


def test_heading_names_the_film() -> None:
    page = a_page(film=a_film(title="*Film*"), wanted=ReviewFilter.model_validate({"film_id": 3}))

    assert "of *Film* (2013), newest first" in see(message_of(page)["content"]).text


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"number": 3, "count": 13}, "Page 3 of 3"),
        ({"number": 2, "count": 1_000, "is_count_exact": False}, "Page 2 of 200+"),
        ({"number": 201, "count": 1_000, "is_count_exact": False}, "Page 201"),
        ({"number": LAST_NUMBER, "count": 1_000, "is_count_exact": False}, "Last page"),
        ({"number": LAST_NUMBER - 1_200, "count": 1_000, "is_count_exact": False}, "Page 1,201 from the end"),
    ],
)
def test_counter_tells_what_is_known_of_the_place(place: dict[str, Any], said: str) -> None:
    message = message_of(a_page(wanted=ReviewFilter.model_validate({"author_id": 7}), **place))

    assert labels(message)[2] == said
    assert ("1,000+ reviews" in message["content"]) == (not place.get("is_count_exact", True))


def test_number_of_the_last_of_uncounted_pages_fits_its_custom_id() -> None:
    assert LAST_NUMBER == MOST_PAGES


def test_buttons_lead_on_from_what_the_page_shows() -> None:
    first, last = a_review().model_copy(update={"id": 50}), a_review().model_copy(update={"id": 46})

    requests = [
        CustomId.parse(item["custom_id"]) for item in items(message_of(a_page(reviews=(first, last)), is_private=True))
    ]

    turns = [request for request in requests if isinstance(request, TurnPage)]
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
        ({"rating_min": 9}, "No reviews match these filters. Leave out `rating`, or write one with `/review`."),
        ({"period": Period.DAY, "has_text": True}, "Leave out `period` or `with_text`, or write one"),
        (
            {"film_id": 3, "author_id": 7, "rating_max": 2, "period": Period.WEEK, "sort": Sort.LOWEST},
            "Leave out `film`, `member`, `rating`, `period` or `sort`, or write one",
        ),
    ],
)
def test_page_without_reviews_says_how_to_begin(wanted: dict[str, Any], said: str) -> None:
    message = message_of(a_page(reviews=(), count=0, wanted=ReviewFilter.model_validate(wanted)))

    assert said in message["content"]
    assert items(message) == []


def test_page_without_reviews_names_its_filters_all_the_same() -> None:
    wanted = ReviewFilter.model_validate({"author_id": 7, "rating_min": 9, "period": Period.WEEK, "has_text": True})
    page = a_page(reviews=(), count=0, wanted=wanted, author=an_author(UserId(7), name="*Ali*"))

    heading = see(message_of(page)["content"]).text

    assert "0 reviews\n-# by *Ali*, rated ★★★★½ and up, last 7 days, with text only, newest first\n" in heading


def test_member_without_a_name_is_a_member() -> None:
    page = a_page(reviews=(), count=0, wanted=ReviewFilter.model_validate({"author_id": 7}))

    assert "by **A member**, newest first" in message_of(page)["content"]
