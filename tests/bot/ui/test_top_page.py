from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.services.rankings import RankedFilm, RankingFilter, RankingPage
from bot.ui.answer import Attachment
from bot.ui.custom_ids import CustomId
from bot.ui.top import top_page, top_periods, trait_choices
from data.models import Mean, Period, Trait, TraitId, TraitKind, UserId
from tests.bot.ui.messages import items, labels, sent
from tests.bot.ui.things import NOTHING_VISIBLE, Untold, authors, films, names, some, untold
from tests.builders import NOW, a_film, an_author

PICTURE = Attachment("top-1.jpg", b"drawn", "The ranking")


def a_trait(value: str = "Drama", kind: TraitKind = TraitKind.GENRE, number: int = 1) -> Trait:
    return Trait(TraitId(number), kind, value, 12)


def a_page(**facts: Any) -> RankingPage:
    film = RankedFilm(11, a_film(title="The Missing Picture"), 8.4, 1_204, 1_795_199_400)
    return RankingPage.model_validate(
        {
            "wanted": RankingFilter(),
            "films": (film,),
            "number": 2,
            "count": 21,
            "mean": Mean(72, 10),
            "prior": 3,
            "zone": "UTC",
        }
        | facts
    )


def said(page: RankingPage, *, is_private: bool = False) -> str:
    return sent(top_page(page, "Night Owls", is_private=is_private))["embeds"][0]["description"]


pages = st.builds(
    a_page,
    films=st.lists(
        st.builds(
            RankedFilm,
            place=st.just(9_999_999),
            film=films,
            score=st.floats(1, 10),
            ratings=st.just(50_000_000),
            latest_s=st.just(1_795_199_400),
        ),
        min_size=10,
        max_size=10,
    ).map(
        lambda made: [one._replace(film=one.film.model_copy(update={"key": f"own:{n}"})) for n, one in enumerate(made)]
    ),
    wanted=st.builds(
        RankingFilter,
        period=st.none() | st.sampled_from(Period),
        end=st.just(NOW),
        author_id=st.none() | st.just(UserId((1 << 63) - 1)),
        minimum=st.just(1_000_000),
    ),
    traits=st.lists(st.builds(a_trait, names), max_size=4).map(tuple),
    author=st.none() | authors,
    number=st.just(999_999),
    count=st.just(9_999_990),
)


@some(30)
@given(untold(pages), names)
@example(Untold(a_page(author=an_author(name="_" * 300), wanted=RankingFilter(author_id=UserId(1)))), NOTHING_VISIBLE)
def test_discord_takes_every_page_whatever_films_traits_members_and_servers_are_called(
    drawn: Untold[RankingPage], guild_name: str
) -> None:
    page = drawn.it
    public = sent(top_page(page, guild_name, is_private=False))
    sent(top_page(page, guild_name, picture=PICTURE, is_private=True))

    # A title made of lines would look like another film.
    assert sum(line.startswith("**") for line in public["embeds"][0]["description"].splitlines()) == len(page.films)


def test_a_line_has_place_name_with_link_stars_number_and_ratings() -> None:
    lines = said(a_page()).splitlines()

    assert "**11.** **[The Missing Picture (2013)](https://www.imdb.com/title/tt0000001/)**" in lines
    assert "★\u2060★\u2060★\u2060★ **4.2** · 1,204 ratings" in lines


def test_below_the_films_one_line_says_how_it_is_computed_and_what_counts() -> None:
    assert said(a_page()).splitlines()[-1] == (
        "-# Weighted mean: a film's ratings plus 3 ratings of 3.6, this server's mean."
        " Counted is each member's present rating."
    )
    week = a_page(wanted=RankingFilter(period=Period.WEEK, end=NOW))
    assert said(week).endswith("at a rewatch within it, each member's last; no imports.")


@pytest.mark.parametrize(
    ("wanted", "heading"),
    [
        ({}, "all time"),
        ({"period": Period.MONTH, "end": NOW}, "last 30 days"),
        ({"begin": NOW}, "since 21 November 2026"),
        ({"end": NOW}, "until 21 November 2026"),
        ({"begin": NOW, "end": NOW}, "21 November 2026"),
        ({"minimum": 3}, "all time, at least 3 ratings"),
    ],
)
def test_heading_tells_the_period_in_the_server_s_time_zone(wanted: dict[str, Any], heading: str) -> None:
    page = a_page(wanted=RankingFilter.model_validate(wanted), zone="Asia/Tokyo")

    assert said(page).splitlines()[0] == f"-# {heading} · 21 films"


def test_buttons_lead_to_neighbouring_pages_in_words() -> None:
    message = sent(top_page(a_page(), "Night Owls", is_private=True))

    assert labels(message) == ["First", "Previous", "Page 2 of 3", "Next", "Last", "Picture", "Show here"]
    turns = [CustomId.parse(item["custom_id"]) for item in items(message) if item["type"] == 2]
    assert [getattr(turn, "number", None) for turn in turns] == [1, 1, 2, 3, 3, 2, 2]


@pytest.mark.parametrize(("number", "disabled"), [(1, ["First", "Previous"]), (3, ["Next", "Last"])])
def test_at_either_end_there_is_no_way_on(number: int, disabled: list[str]) -> None:
    message = sent(top_page(a_page(number=number), "Night Owls", is_private=False))

    shut = [item["label"] for item in items(message) if item.get("disabled") and "Page" not in item["label"]]
    assert shut == disabled


def test_a_page_with_its_picture_shows_it_and_offers_it_no_more() -> None:
    message = sent(top_page(a_page(), "Night Owls", picture=PICTURE, is_private=True))

    assert message["embeds"][0]["image"]["url"] == "attachment://top-1.jpg"
    assert "Picture" not in labels(message)
    show = next(item["custom_id"] for item in items(message) if item.get("label") == "Show here")
    assert show.endswith(":p")


def test_a_page_without_films_says_which_options_leave_them_out() -> None:
    wanted = RankingFilter(begin=NOW, genre=TraitId(1), director=TraitId(2), author_id=UserId(3), minimum=2)

    assert said(a_page(films=(), wanted=wanted)) == (
        "No films match. Leave out `from`, `genre`, `director`, `member` or `minimum`, or rate one with `/rate`."
    )
    assert said(a_page(films=())) == "Nobody has rated a film here yet. Be the first: use `/rate`."


@some(50)
@given(st.lists(names, max_size=30))
def test_choices_of_traits_fit_discord_whatever_they_are_called(values: list[str]) -> None:
    choices = trait_choices([a_trait(value, number=number) for number, value in enumerate(values, start=1)])

    assert len(choices) <= 25
    assert all(0 < len(choice.name.encode("utf-16-le")) // 2 <= 100 for choice in choices)
    assert all(choice.name.endswith(" · 12 films") for choice in choices)


def test_periods_are_offered_with_their_lengths() -> None:
    assert [choice.name for choice in top_periods()] == [
        "week (last 7 days)",
        "month (last 30 days)",
        "year (last 365 days)",
        "all time",
    ]
