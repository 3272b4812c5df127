from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.services.watchlist import WatchlistPage
from bot.ui.custom_ids import CustomId, TurnWatchlist
from bot.ui.watchlist import watchlist_changed, watchlist_page
from data.models import Film
from tests.bot.ui.discord_markdown import see
from tests.bot.ui.messages import assert_harmless, items, sent
from tests.bot.ui.things import NOTHING_VISIBLE, films, some
from tests.builders import a_film

IDS = {"watchlist": 15}


def a_page(count: int = 25, **facts: Any) -> WatchlistPage:
    found = [a_film(number, title="\U0001f3ac" * 300) for number in range(1, count + 1)]
    return WatchlistPage.model_validate({"films": found, "number": 2, "has_later": True} | facts)


@some(40)
@given(
    st.builds(
        WatchlistPage,
        films=st.lists(films, max_size=25, unique_by=lambda film: film.key).map(tuple),
        number=st.integers(1, 9_999_998),
        has_later=st.booleans(),
    )
)
@example(a_page())
@example(a_page(films=[a_film(title=NOTHING_VISIBLE, year=None)]))
def test_discord_takes_every_page_and_makes_nothing_of_it(page: WatchlistPage) -> None:
    assert_harmless(watchlist_page(page))


@some(60)
@given(films, st.booleans())
def test_change_names_any_film_harmlessly(film: Film, is_on_it: bool) -> None:  # noqa: FBT001  (drawn)
    message = sent(watchlist_changed(film, IDS, is_on_it=is_on_it))

    seen = see(message["content"])
    assert set(seen.constructs) <= {"command", "emoji name"}
    assert ("is on your watchlist" if is_on_it else "is off your watchlist") in seen.text


@pytest.mark.parametrize(
    ("facts", "pressable"),
    [
        ({}, ["Previous", "Next"]),
        ({"number": 1}, ["Next"]),
        ({"has_later": False}, ["Previous"]),
        ({"number": 1, "has_later": False}, []),
    ],
    ids=["middle", "first", "last", "only"],
)
def test_only_buttons_that_lead_somewhere_can_be_pressed(facts: dict[str, Any], pressable: list[str]) -> None:
    buttons = [item for item in items(sent(watchlist_page(a_page(**facts)))) if item["type"] == 2]

    assert [item["label"] for item in buttons if not item.get("disabled")] == pressable


def test_buttons_lead_to_the_pages_beside_this_one() -> None:
    buttons = [item for item in items(sent(watchlist_page(a_page()))) if item["type"] == 2]

    assert [CustomId.parse(item["custom_id"]) for item in buttons] == [TurnWatchlist(number=1), TurnWatchlist(number=3)]


def test_empty_list_says_how_to_fill_it() -> None:
    message = sent(watchlist_page(a_page(films=[], number=1, has_later=False)))

    assert "**Watchlist** button of a film's card" in message["content"]
    assert items(message) == []
