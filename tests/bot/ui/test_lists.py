import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from bot.ui.custom_ids import ChooseFromList, CustomId
from bot.ui.lists import feed_list
from data.models import Review
from data.store.outbox import LONGEST_LIST
from tests.bot.ui.discord_markdown import see
from tests.bot.ui.messages import assert_harmless, items, sent
from tests.bot.ui.things import NOTHING_VISIBLE, SECRET, a_review, hidden_contents, reviews, some
from tests.builders import a_film, an_author


def lists(listed: st.SearchStrategy[Review]) -> st.SearchStrategy[list[Review]]:
    """As many reviews as go into one message, or fewer."""
    return st.lists(listed, min_size=1, max_size=LONGEST_LIST, unique_by=lambda review: review.id)


def message_of(*listed: Review) -> dict[str, Any]:
    return sent(feed_list(listed, 12))


def lines_of(message: dict[str, Any]) -> list[str]:
    return see(message["embeds"][0]["description"]).text.splitlines()


@some(15)
@given(lists(reviews()))
@example([a_review(text=NOTHING_VISIBLE, rating=1)])
def test_discord_takes_every_list_and_makes_nothing_of_it(listed: list[Review]) -> None:
    assert_harmless(feed_list(listed, 12))


@some(15)
@given(lists(reviews(hidden_contents)))
def test_no_hidden_text_stands_in_a_list_or_its_options(listed: list[Review]) -> None:
    assert SECRET not in json.dumps(message_of(*listed))


def test_as_many_of_the_longest_lines_as_one_list_holds_fit_a_message() -> None:
    longest = a_review(text="||no||", rating=9, is_liked=True, source_url="https://boxd.it/1").model_copy(
        update={"author": an_author(name="_" * 300), "film": a_film(title="\U0001f3ac|" * 150)}
    )
    listed = [longest.model_copy(update={"id": number}) for number in range(1, LONGEST_LIST + 1)]

    message = message_of(*listed)

    assert len(lines_of(message)) == LONGEST_LIST
    assert len(items(message)[0]["options"]) == LONGEST_LIST


def test_line_tells_stars_film_author_and_that_a_text_is_hidden() -> None:
    open_one = a_review(text="Clay remembers.", rating=9, is_liked=True)
    hidden = a_review(text="He ||dies||.").model_copy(update={"id": 42})

    message = message_of(open_one, hidden)

    first, second = (line.replace("\u2060", "") for line in lines_of(message))
    assert message["embeds"][0]["title"] == "2 new reviews"
    assert first == "★★★★½ ♥ · The Missing Picture (2013) · Alice"
    assert second == "No stars · The Missing Picture (2013) · Alice · spoilers"


def test_what_stands_on_letterboxd_says_so_behind_a_name_of_any_length() -> None:
    told, longest = (
        a_review(rating=8, source_url="https://boxd.it/1").model_copy(update={"author": an_author(name=name)})
        for name in ("Alice", "W" * 300)
    )

    message = message_of(told, longest.model_copy(update={"id": 42}))

    first, second = lines_of(message)
    assert first.endswith(" · Alice on Letterboxd")
    assert second.endswith("WWW… on Letterboxd")
    assert [option["description"][-20:] for option in items(message)[0]["options"]] == [
        "by Alice on Letterboxd"[-20:],
        "WWWW… on Letterboxd"[-20:].rjust(20, "W"),
    ]


def test_each_review_can_be_chosen_to_be_read_in_full() -> None:
    message = message_of(a_review(rating=9), a_review(rating=2).model_copy(update={"id": 42}))

    select = items(message)[0]
    assert CustomId.parse(select["custom_id"]) == ChooseFromList(number=12)
    assert [option["value"] for option in select["options"]] == ["41", "42"]
    assert [option["description"] for option in select["options"]] == ["by Alice", "by Alice"]


def test_one_that_is_left_of_many_is_told_in_the_singular() -> None:
    assert message_of(a_review(rating=9))["embeds"][0]["title"] == "1 new review"
