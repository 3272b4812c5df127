import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.custom_ids import DecideDiary, ShowDiaries
from bot.ui.letterboxd.diaries import PAGE_SIZE, decided, diaries_page, on_page
from data.models import FollowedServer, FollowState, UserId
from tests.bot.ui.letterboxd.test_links import made_of, usernames
from tests.bot.ui.messages import Json, constructs, is_plain, items, labels, sent, unrendered
from tests.bot.ui.setups import words_of
from tests.bot.ui.things import names, some
from tests.builders import ALICE, GUILD, NOW, an_author

SINCE = f"<t:{int(NOW.timestamp())}:R>"


def a_diary(state: FollowState = FollowState.ASKED, number: int = 0, username: str = "night_owl") -> FollowedServer:
    return FollowedServer(user_id=UserId(ALICE + number), guild_id=GUILD, username=username, state=state, asked_at=NOW)


def page(*diaries: FollowedServer, number: int = 1, chosen: UserId | None = None) -> Json:
    members = {one.user_id: an_author(one.user_id, name="Alice") for one in diaries}
    return sent(diaries_page(diaries, number, members, chosen, "Said of the last press."))


def test_each_diary_is_told_with_its_member_and_how_it_stands() -> None:
    said = words_of(page(*(a_diary(state, number) for number, state in enumerate(FollowState))))

    name = "[night\\_owl](https://letterboxd.com/night_owl/)"
    assert said.split("\n") == [
        "Said of the last press.",
        "",
        f"· {name} · Alice (<@{ALICE}>) · **waits for you** since {SINCE}",
        f"· {name} · Alice (<@{ALICE + 1}>) · comes in",
        f"· {name} · Alice (<@{ALICE + 2}>) · refused",
    ]


@pytest.mark.parametrize(
    ("state", "offered"),
    [(FollowState.ASKED, ["Agree", "Refuse"]), (FollowState.ON, ["End"]), (FollowState.REFUSED, ["Agree"])],
)
def test_chosen_one_can_be_decided_about(state: FollowState, offered: list[str]) -> None:
    message = page(a_diary(state), chosen=ALICE)

    assert labels(message) == [*offered, "Settings"]
    assert [one.get("default", False) for one in items(message)[0]["options"]] == [True]


def test_agreeing_and_ending_name_the_member_and_what_is_wanted() -> None:
    buttons = items(page(a_diary(), chosen=ALICE))[1:3]

    assert [one["custom_id"] for one in buttons] == [
        str(DecideDiary(number=1, user=ALICE, username="night_owl", agrees="y")),
        str(DecideDiary(number=1, user=ALICE, username="night_owl", agrees="n")),
    ]


def test_nothing_can_be_decided_before_one_is_chosen_or_where_that_one_is_gone() -> None:
    assert labels(page(a_diary())) == ["Settings"]
    assert labels(page(a_diary(), chosen=UserId(1))) == ["Settings"]


def test_server_without_any_says_how_they_come() -> None:
    message = page()

    assert "Members do with `/letterboxd link`" in words_of(message)
    assert labels(message) == ["Settings"]


@pytest.mark.parametrize(("asked", "shown"), [(1, 1), (2, 2), (3, 3), (4, 3), (9_999_999, 3)])
def test_many_are_told_on_pages_and_the_last_stands_for_those_that_are_gone(asked: int, shown: int) -> None:
    diaries = [a_diary(number=number) for number in range(2 * PAGE_SIZE + 1)]

    message = page(*diaries, number=asked)

    previous, following = (item for item in items(message) if item.get("label") in {"Previous", "Next"})
    assert len(items(message)[0]["options"]) == len(on_page(diaries, asked)) == (1 if shown == 3 else PAGE_SIZE)
    assert (previous["disabled"], following["disabled"]) == (shown == 1, shown == 3)
    assert previous["custom_id"] == str(ShowDiaries(number=max(1, shown - 1)))


def test_word_of_an_admin_says_what_comes_of_it() -> None:
    assert decided(a_diary(FollowState.ON)) == "The diary of **night\\_owl** comes in from now on."
    assert decided(a_diary(FollowState.REFUSED)).endswith("does not come in. What it brought before stays.")


def made(username: str, name: str, states: list[FollowState]) -> Json:
    """The page of diaries of these names."""
    diaries = [a_diary(state, number, username) for number, state in enumerate(states)]
    members = {one.user_id: an_author(one.user_id, name=name) for one in diaries}
    return sent(diaries_page(diaries, 1, members, ALICE))


@some(30)
@given(usernames, names, st.lists(st.sampled_from(FollowState), min_size=1, max_size=PAGE_SIZE))
def test_nothing_is_made_of_any_name(username: str, name: str, states: list[FollowState]) -> None:
    hostile, plain = made(username, name, states), made("owl", "Alice", states)

    assert made_of(hostile, username) == constructs(plain)
    assert all(map(is_plain, unrendered(hostile)))


def test_longest_names_fit_on_a_full_page() -> None:
    made("_" * 15, "*" * 100, [FollowState.ASKED] * PAGE_SIZE)
