"""`/top`: the server's ranking, a public answer whose pages only the one who asked turns."""

from datetime import timedelta

import pytest
from discord.utils import utcnow

from tests.e2e.driver import Json, Reply, text_of
from tests.e2e.scenes import FILM, write_review
from tests.e2e.stage import Stage

OTHERS = ("Seven Samurai", "Vertigo", "Tokyo Story", "Playtime", "Persona", "Stalker", "Ran", "Close-Up", "Yi Yi")
LAST = "Mirror"


@pytest.fixture
async def ranked(stage: Stage) -> Stage:
    """Alice rated eleven films, the best first; Bob the first and the last of them, too."""
    for number, film in enumerate((FILM, *OTHERS, LAST)):
        await stage.alice.slash("rate", film=film, rating=max(1, 10 - number))

    await stage.bob.slash("rate", film=LAST, rating=1)
    await stage.bob.slash("rate", film=FILM, rating=10)
    return stage


def films(message: Json) -> list[str]:
    """The films of a page, in order."""
    lines = message["embeds"][0]["description"].splitlines()
    return [line.split("[")[1].split(" (")[0] for line in lines if line.startswith("**")]


async def top(stage: Stage, **options: object) -> Reply:
    return await stage.alice.slash("top", **options)


async def test_ranking_is_public_and_says_how_it_is_computed(ranked: Stage) -> None:
    answer = await top(ranked)

    assert not answer.is_private
    assert "Top films in Night Owls" in answer.text
    assert "all time · 11 films" in answer.text
    assert "**1.** **[The Missing Picture (2013)](https://www.imdb.com/title/tt2852470/)**" in answer.text
    assert "· 2 ratings" in answer.text
    assert "a film's ratings plus 3 ratings of 2.6, this server's mean." in answer.text
    assert answer.labels == ["First", "Previous", "Page 1 of 2", "Next", "Last", "Picture"]
    assert films(answer.message) == [FILM, *OTHERS]


async def test_the_last_of_all_days_is_as_good_as_any(ranked: Stage) -> None:
    answer = await top(ranked, to="9999-12-31")

    assert "until 31 December 2999 · 11 films" in answer.text
    assert "Page 2 of 2" in (await ranked.alice.click(answer.message, "Next")).labels


async def test_the_one_who_asked_turns_its_pages(ranked: Stage) -> None:
    first = await top(ranked)

    second = await ranked.alice.click(first.message, "Next")
    back = await ranked.alice.click(second.message, "First")

    assert (second.kind, second.message["id"]) == ("update", first.message["id"])
    assert "Page 2 of 2" in second.labels
    assert films(second.message) == [LAST]
    assert films(back.message) == films(first.message)


async def test_anyone_else_gets_a_private_copy_that_can_be_shown(ranked: Stage) -> None:
    answer = await top(ranked)

    copy = await ranked.bob.click(answer.message, "Last")
    shown = await ranked.bob.click(copy.message, "Show here")

    assert copy.is_private
    assert copy.message["id"] != answer.message["id"]
    assert films(await ranked.bob.message(answer.message["id"])) == films(answer.message)
    assert not shown.is_private
    assert films(shown.message) == films(copy.message) == [LAST]


async def test_a_chosen_film_s_card_opens_privately_and_the_ranking_stays(ranked: Stage) -> None:
    answer = await top(ranked)

    card = await ranked.alice.choose(answer.message, "Seven Samurai")

    assert card.is_private
    assert "Directed by **Akira Kurosawa**" in card.text
    assert films(await ranked.alice.message(answer.message["id"])) == films(answer.message)


async def test_traits_of_reviewed_films_are_offered_and_narrow_the_ranking(ranked: Stage) -> None:
    offered = await ranked.alice.choices("top", director="kuro")
    decades = await ranked.alice.complete("top", decade="")

    chosen = await top(ranked, director=offered[0]["value"])
    typed = await top(ranked, decade="1954", country="japan")

    assert [choice["name"] for choice in offered] == ["Akira Kurosawa · 2 films"]
    assert "2010s · 1 film" in decades
    assert "all time, Akira Kurosawa · 2 films" in chosen.text
    assert films(chosen.message) == ["Seven Samurai", "Ran"]
    assert films(typed.message) == ["Seven Samurai", "Tokyo Story"]


async def test_an_unknown_trait_names_those_that_may_be_meant(ranked: Stage) -> None:
    refused = await top(ranked, director="Kurasowa Akira")
    elsewhere = await top(ranked, director="Agnès Varda")

    assert refused.is_private
    assert "No film with the director “Kurasowa Akira” was reviewed in this server." in refused.text
    assert "Those most like it: **Akira Kurosawa**" in refused.text
    assert "was reviewed in this server" in elsewhere.text


async def test_dates_are_read_and_both_days_are_included(ranked: Stage) -> None:
    today, yesterday = utcnow().date(), utcnow().date() - timedelta(days=1)

    found = await top(ranked, **{"from": "yesterday", "to": today.isoformat()})
    before = await top(ranked, to=yesterday.isoformat())

    assert "· 11 films" in found.text
    assert f"{yesterday.day} {yesterday:%B %Y} to {today.day} {today:%B %Y}" in found.text
    assert "Counted are ratings given for the first time or at a rewatch" in found.text
    assert before.is_private
    assert "No films match. Leave out `to`" in before.text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"from": "soonish"}, "“soonish” isn't a day I can read."),
        ({"to": "1/2/2020"}, "can be 2 January or 1 February 2020"),
        ({"from": "2020-05-02", "to": "2020-05-01"}, "From 2020-05-02 to 2020-05-01 runs backwards."),
        ({"from": "in 3 weeks"}, "is still to come"),
        ({"from": "yesterday", "period": "w"}, "Choose a `period`, or give dates"),
    ],
)
async def test_dates_that_make_no_period_get_a_clear_answer(ranked: Stage, options: dict[str, str], said: str) -> None:
    refused = await top(ranked, **options)

    assert refused.is_private
    assert said in refused.text


async def test_periods_and_a_minimum_narrow_the_ranking(ranked: Stage) -> None:
    week = await top(ranked, period="w", minimum=2)
    copy = await ranked.bob.click(week.message, "Picture")

    assert "last 7 days, at least 2 ratings · 2 films" in week.text
    assert films(week.message) == films(copy.message) == [FILM, LAST]


async def test_a_member_s_ranking_is_by_their_own_ratings_and_goes_with_them(ranked: Stage) -> None:
    answer = await top(ranked, member=ranked.bob)

    await ranked.bob.click((await ranked.bob.slash("privacy delete")).message, "Delete everything")
    await ranked.settled()
    left = await ranked.alice.message(answer.message["id"])

    assert "Top films of Bob in Night Owls" in answer.text
    assert "★ **5.0** · <t:" in answer.text
    assert films(answer.message) == [FILM, LAST]
    assert "Bob" not in text_of(left)


async def test_a_member_s_ranking_of_which_nothing_is_left_names_nobody(stage: Stage) -> None:
    post = await write_review(stage.bob, rating=["9"], text="Clay remembers.")
    answer = await top(stage, member=stage.bob)

    panel = await stage.bob.click(post.message, "More")
    question = await stage.bob.click(panel.message, "Delete")
    await stage.bob.click(question.message, "Delete it")
    await stage.settled()

    assert "Bob" in answer.text
    assert "Bob" not in text_of(await stage.alice.message(answer.message["id"]))


async def test_a_member_s_ranking_follows_their_ratings(ranked: Stage) -> None:
    answer = await top(ranked, member=ranked.bob)

    await ranked.bob.slash("rate", film=FILM, rating=3)
    await ranked.settled()

    assert "**1.5**" in text_of(await ranked.alice.message(answer.message["id"]))


async def test_the_picture_comes_when_it_is_asked_for_and_goes_when_the_page_is_turned(ranked: Stage) -> None:
    answer = await top(ranked)

    pictured = await ranked.alice.click(answer.message, "Picture")
    turned = await ranked.alice.click(pictured.message, "Next")

    assert pictured.message["id"] == answer.message["id"]
    assert pictured.message["embeds"][0]["image"]["url"].startswith("http")
    assert FILM in pictured.message["embeds"][0]["image"]["description"]
    assert films(pictured.message) == films(answer.message)
    assert "Picture" not in pictured.labels
    assert "image" not in turned.message["embeds"][0]
    assert not turned.message["attachments"]


async def test_anyone_else_s_picture_is_private_and_can_be_shown(ranked: Stage) -> None:
    answer = await top(ranked, member=ranked.alice)

    copy = await ranked.bob.click(answer.message, "Picture")
    shown = await ranked.bob.click(copy.message, "Show here")

    assert copy.is_private
    assert not shown.is_private
    assert shown.message["embeds"][0]["image"]["url"].startswith("http")


async def test_a_server_without_ratings_is_told_so_privately(stage: Stage) -> None:
    answer = await top(stage)

    assert answer.is_private
    assert "Nobody has rated a film here yet. Be the first: use `/rate`." in answer.text
