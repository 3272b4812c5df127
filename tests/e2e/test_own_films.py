"""A film that no catalogue knows: a member adds it, others review it, and no other server hears of it."""

from typing import Any

import aiohttp
import pytest
from discord.ui import Button, View

from bot.services.own_films import PER_DAY
from bot.ui.custom_ids import (
    AddFilmAnyway,
    ConfirmDeleteFilm,
    CustomId,
    EditFilm,
    ManageFilm,
    OpenFilmForm,
    SeeReviews,
    ShowFilm,
    ToggleWatchlist,
    TurnPage,
    WriteReview,
)
from data.models import Film, FilmKey, GuildId, ReviewFilter
from tests.e2e.driver import Member, Reply
from tests.e2e.scenes import fail_inserts, locked, write_review
from tests.e2e.stage import Stage, member
from tests.e2e.world import ALICE, FILM_TALK, LOBBY, NIGHT_OWLS, OUTSIDER

TITLE = "Qwertz Garden Party"
GUILD = GuildId(NIGHT_OWLS)
FACTS: dict[str, str] = {
    "title": TITLE,
    "year": "1998",
    "directors": "Uncle Tom, Aunt Ida",
    "synopsis": "Two aunts and a cake.",
    "link": "https://example.org/garden",
}
ADD = "Add it by hand"


async def add(person: Member, **facts: str) -> Reply:
    """The member looks for the film, finds none, and adds it."""
    nothing = await person.slash("film", title=facts.get("title", TITLE)[:200])
    form = await person.click(nothing.message, ADD)
    return await person.submit(form, None, **(FACTS | facts))


async def a_form(stage: Stage) -> Reply:
    """The form, open before Bob."""
    return await press_forged(stage, stage.bob, OpenFilmForm())


async def the_film(stage: Stage) -> Film:
    films = await stage.store.own_films.of_guild(GUILD, 1)
    return films[0]


async def forge(stage: Stage, request: CustomId, channel_id: int = FILM_TALK) -> int:
    """A message with a button that nobody but the bot should have made; its id."""
    view = View(timeout=None)
    view.add_item(Button[View](label="Forged", custom_id=str(request)))
    view.stop()
    return (await stage.bot.get_partial_messageable(channel_id).send("A trap", view=view)).id


async def press_forged(stage: Stage, person: Member, request: CustomId, channel_id: int = FILM_TALK) -> Reply:
    sent = await forge(stage, request, channel_id)
    return await person.click(await person.message(str(sent)), "Forged")


@pytest.mark.parametrize("command", ["film title", "review film", "rate film", "reviews film"])
async def test_title_that_is_not_found_can_be_added_with_what_was_typed(stage: Stage, command: str) -> None:
    name, option = command.split()
    typed: dict[str, Any] = {option: TITLE} | ({"rating": 8} if name == "rate" else {})

    nothing = await stage.bob.slash(name, **typed)
    form = await stage.bob.click(nothing.message, ADD)

    assert nothing.is_private
    assert f"I know no film called **{TITLE}**" in nothing.text
    assert form.fields == {"title": TITLE, "year": "", "directors": "", "synopsis": "", "link": ""}


async def test_added_film_is_shown_to_its_adder_and_then_to_all(stage: Stage) -> None:
    card = await add(stage.bob)

    public = await stage.bob.click(card.message, "Show here")

    assert card.is_private
    assert not public.is_private
    embed = public.message["embeds"][0]
    assert embed["title"] == f"{TITLE} (1998)"
    assert "url" not in embed
    assert embed["footer"]["text"] == "Added by Bob for this server"
    assert "**Uncle Tom, Aunt Ida**" in embed["description"]
    assert "Two aunts and a cake." in embed["description"]
    assert "https" in embed["description"]


async def test_others_find_it_while_typing_and_review_it(stage: Stage) -> None:
    await add(stage.bob)

    offered = await stage.alice.complete("review", film="qwertz gar")
    post = await write_review(stage.alice, TITLE, text="We laughed.")
    card = await stage.chloe.slash("film", title="qwerz garden party")

    assert offered[0].startswith(f"{TITLE} (1998)")
    assert f"{TITLE} (1998)" in post.text
    assert "We laughed." in card.text


async def test_longest_title_that_can_be_typed_is_not_cut(stage: Stage) -> None:
    typed = ("_*~|`[]()<@&#1234>@everyone" * 8)[:200]

    nothing = await stage.bob.slash("film", title=typed)
    form = await stage.bob.click(nothing.message, ADD)

    assert form.fields["title"] == typed


async def test_several_films_that_are_none_of_them_lead_to_the_form_as_well(stage: Stage) -> None:
    question = await stage.bob.slash("film", title="Frankenstein")

    form = await stage.bob.click(question.message, "None of them: add it by hand")
    others = await stage.chloe.click(question.message, "None of them: add it by hand")

    assert form.fields["title"] == "Frankenstein"
    assert others.fields["title"] == ""


async def test_hostile_facts_are_shown_as_they_are_and_nothing_of_them_is_live(stage: Stage) -> None:
    facts = {
        "title": "@everyone [x](https://evil.example) **b**",
        "directors": "<@1200000000000000001>, discord.gg/abc",
        "synopsis": "# Heading\n||s|| <t:1:R> </film:1> https://discord.gg/abc \u202egnp.exe",
        "link": "https://discord.gg/secret",
    }

    card = await add(stage.bob, **facts)
    public = await stage.bob.click(card.message, "Show here")

    description = public.message["embeds"][0]["description"]
    assert "https://discord.gg" not in description
    assert "<@1200000000000000001>" not in description
    assert "<t:1:R>" not in description
    assert "\u202e" not in description
    assert "discord" in description
    assert "\\[x\\]" in public.message["embeds"][0]["title"]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"title": "\u200b \u2060"}, "needs a title"),
        ({"year": "1869"}, "isn't a year that a film can be from"),
        ({"year": "2101"}, "1870 to 2100"),
        ({"year": "-198"}, "“-198” isn't a year"),
        ({"year": "1998.5"}, "isn't a year"),
        ({"directors": ",".join(f"d{n}" for n in range(11))}, "11 directors; a film takes 10"),
        ({"directors": "d" * 101}, "101 characters; a film takes 100"),
        ({"link": "javascript:alert(1)"}, "isn't the address of a page"),
        ({"link": "https://good.example@evil.example/"}, "isn't the address of a page"),
        ({"link": "https://a b.example/"}, "isn't the address of a page"),
        ({"link": "example.org"}, "isn't the address of a page"),
        ({"link": "https://[::1"}, "isn't the address of a page"),
    ],
)
async def test_each_refusal_says_what_to_do_and_loses_nothing(stage: Stage, facts: dict[str, str], said: str) -> None:
    refusal = await add(stage.bob, **({"title": TITLE} | facts)) if "title" not in facts else await bare(stage, facts)

    form = await stage.bob.click(refusal.message, "Back to my form")

    assert refusal.is_private
    assert said in refusal.text
    assert form.fields == FACTS | facts
    assert await stage.store.own_films.of_guild(GUILD, 9) == []


async def bare(stage: Stage, facts: dict[str, str]) -> Reply:
    nothing = await stage.bob.slash("film", title=TITLE)
    return await stage.bob.submit(await stage.bob.click(nothing.message, ADD), None, **(FACTS | facts))


async def test_restarts_on_the_way_lose_nothing(stage: Stage) -> None:
    nothing = await stage.bob.slash("film", title=TITLE)
    await stage.restart_bot()
    form = await stage.bob.click(nothing.message, ADD)
    await stage.restart_bot()
    refusal = await stage.bob.submit(form, None, **(FACTS | {"year": "soon"}))
    await stage.restart_bot()
    again = await stage.bob.click(refusal.message, "Back to my form")
    await stage.restart_bot()

    card = await stage.bob.submit(again, year="1998")

    assert f"{TITLE} (1998)" in card.text
    assert "Two aunts" in card.text


async def test_store_that_takes_no_film_keeps_the_form(stage: Stage) -> None:
    await fail_inserts(stage, "own_films")

    refusal = await add(stage.bob)
    form = await stage.bob.click(refusal.message, "Back to my form")

    assert "could not save that just now" in refusal.text
    assert form.fields == FACTS


async def test_store_that_takes_nothing_gives_the_form_back(stage: Stage) -> None:
    nothing = await stage.bob.slash("film", title=TITLE)
    form = await stage.bob.click(nothing.message, ADD)

    async with locked(stage):
        answer = await stage.bob.submit(form, None, **FACTS)

    address = answer.message["attachments"][0]["url"]

    async with aiohttp.ClientSession() as session, session.get(address) as file:
        returned = await file.text()

    assert answer.is_private
    assert all(fact in returned for fact in FACTS.values())


async def test_title_is_asked_for_again_where_the_store_can_not_keep_it(stage: Stage) -> None:
    async with locked(stage):
        nothing = await stage.bob.slash("film", title=TITLE)

    form = await stage.bob.click(nothing.message, ADD)

    assert form.kind == "modal"
    assert form.fields["title"] == ""


async def test_film_that_is_known_is_offered_and_another_one_can_be_added_all_the_same(stage: Stage) -> None:
    nothing = await stage.bob.slash("film", title=TITLE)
    form = await stage.bob.click(nothing.message, ADD)
    known = await stage.bob.submit(form, title="the missing PICTURE", year="2013", synopsis="Mine.", link="")

    added = await stage.bob.click(known.message, "Add mine as well")
    gone = await press_forged(stage, stage.bob, AddFilmAnyway(draft=1))

    assert known.is_private
    assert "**The Missing Picture (2013)** is known already." in known.text
    assert "Mine." in added.text
    assert added.kind == "update"
    assert "That form is gone" in gone.text
    assert [film.title for film in await stage.store.own_films.of_guild(GUILD, 9)] == ["the missing PICTURE"]


async def test_film_that_is_known_already_can_be_taken_instead(stage: Stage) -> None:
    form = await a_form(stage)
    known = await stage.bob.submit(form, title="The Missing Picture")

    seen = await stage.bob.choose(known.message, "The Missing Picture")

    assert seen.kind == "update"
    assert "Randal Douc" in seen.text
    assert await stage.store.own_films.of_guild(GUILD, 9) == []


async def test_film_of_another_year_is_another_film(stage: Stage) -> None:
    nothing = await stage.bob.slash("film", title=TITLE)
    form = await stage.bob.click(nothing.message, ADD)

    card = await stage.bob.submit(form, title="The Missing Picture", year="2020")

    assert "The Missing Picture (2020)" in card.text


async def test_same_film_is_not_added_twice_by_accident(stage: Stage) -> None:
    await add(stage.bob)

    again = await stage.bob.submit(await a_form(stage), None, **FACTS)

    assert "is known already" in again.text
    assert len(await stage.store.own_films.of_guild(GUILD, 9)) == 1


async def test_member_adds_ten_films_a_day(stage: Stage) -> None:
    await stage.misbehave("settings", {"rate_limits": False})

    for number in range(PER_DAY):
        await stage.bob.submit(await a_form(stage), title=f"Holiday {'x' * number}", year=str(1900 + number))

    refusal = await stage.bob.submit(await a_form(stage), title="One more")

    assert f"You added {PER_DAY} films here within a day" in refusal.text
    assert (await stage.bob.click(refusal.message, "Back to my form")).fields["title"] == "One more"


async def test_adder_and_moderators_change_a_film_and_others_do_not(stage: Stage) -> None:
    card = await add(stage.bob)
    public = await stage.bob.click(card.message, "Show here")
    panels = [await person.click(public.message, "Edit film") for person in (stage.chloe, stage.bob, stage.alice)]
    form = await stage.alice.click(panels[2].message, "Edit it")

    await stage.alice.submit(form, synopsis="Three aunts.")
    await stage.settled()

    assert [panel.labels for panel in panels] == [[], ["Edit it", "Delete it"], ["Edit it", "Delete it"]]
    assert "was added by Bob" in panels[0].text
    assert "merge" in panels[2].text
    assert form.fields == FACTS
    assert "Three aunts." in str(await stage.chloe.message(public.message["id"]))


async def test_edit_that_is_refused_comes_back_as_an_edit(stage: Stage) -> None:
    await add(stage.bob)
    film = await the_film(stage)
    form = await press_forged(stage, stage.bob, EditFilm(film=film.key))

    refusal = await stage.bob.submit(form, year="soon")
    again = await stage.bob.click(refusal.message, "Back to my form")
    await stage.bob.submit(again, year="1999")

    assert again.modal["title"] == "Edit a film"
    assert [(one.key, one.year) for one in await stage.store.own_films.of_guild(GUILD, 9)] == [(film.key, 1999)]


async def test_forged_edit_and_deletion_by_others_are_refused(stage: Stage) -> None:
    await add(stage.bob)
    film = await the_film(stage)

    edit = await press_forged(stage, stage.chloe, EditFilm(film=film.key))
    deletion = await press_forged(stage, stage.chloe, ConfirmDeleteFilm(film=film.key))

    assert [reply.kind for reply in (edit, deletion)] == ["message", "message"]
    assert "Only who added this film" in edit.text
    assert "Only who added this film" in deletion.text
    assert await the_film(stage) == film


async def test_deleted_film_is_found_no_more_and_its_card_is_emptied(stage: Stage) -> None:
    card = await add(stage.bob)
    public = await stage.bob.click(card.message, "Show here")
    film = await the_film(stage)
    panel = await stage.bob.click(public.message, "Edit film")
    question = await stage.bob.click(panel.message, "Delete it")

    done = await stage.bob.click(question.message, "Delete it")
    await stage.settled()

    assert "The film is deleted" in done.text
    assert TITLE not in str(await stage.chloe.message(public.message["id"]))
    assert "I know no film" in (await stage.chloe.slash("film", title=TITLE)).text
    assert "not known here" in (await press_forged(stage, stage.chloe, WriteReview(film=film.key))).text


async def test_film_that_others_reviewed_can_not_be_deleted(stage: Stage) -> None:
    await add(stage.bob)
    await write_review(stage.chloe, TITLE, text="Ours.")
    film = await the_film(stage)

    panel = await press_forged(stage, stage.bob, ManageFilm(film=film.key))
    forged = await press_forged(stage, stage.bob, ConfirmDeleteFilm(film=film.key))

    assert panel.labels == ["Edit it"]
    assert "Others wrote about this film" in forged.text
    assert await the_film(stage) == film


async def test_another_server_sees_nothing_of_it_not_even_by_a_forged_button(stage: Stage) -> None:
    await stage.misbehave("settings", {"rate_limits": False})
    await add(stage.alice)
    film = await the_film(stage)
    row = (await stage.store.films.by_key(FilmKey(film.key), GUILD)).id
    shown = await stage.alice.click((await stage.alice.slash("film", title=TITLE)).message, "Watchlist")
    page = TurnPage.at("first", 1, ReviewFilter(film_id=row), None)

    async with member(stage.sandbox, ALICE, LOBBY) as alice, member(stage.sandbox, OUTSIDER, LOBBY) as omar:
        answers = [
            await press_forged(stage, person, request, LOBBY)
            for person in (alice, omar)
            for request in (
                ShowFilm(film=film.key),
                WriteReview(film=film.key),
                SeeReviews(film=film.key),
                ToggleWatchlist(film=film.key),
                ManageFilm(film=film.key),
                EditFilm(film=film.key),
                ConfirmDeleteFilm(film=film.key),
                page,
            )
        ]
        answers += [await person.slash("film", title=title) for person in (alice, omar) for title in (TITLE, film.key)]
        answers += [await alice.slash("watchlist show"), await alice.slash("reviews", film=film.key)]
        offered = [await alice.complete("film", title=typed) for typed in ("qwertz", "", "q")]
        draft = await press_forged(stage, alice, OpenFilmForm(draft=1), LOBBY)

    assert "on your watchlist" in shown.text
    told = [answer.text.replace(f"**{TITLE}**", "") for answer in answers]
    assert not [text for text in told if "Qwertz" in text or "aunts" in text]
    assert "Qwertz" not in str(offered)
    assert draft.fields["title"] == ""
    assert TITLE in (await stage.alice.slash("watchlist show")).text
    assert await the_film(stage) == film


async def test_forgotten_adder_is_named_no_more(stage: Stage) -> None:
    card = await add(stage.bob)
    public = await stage.bob.click(card.message, "Show here")
    await write_review(stage.chloe, TITLE, text="Ours.")
    question = await stage.bob.slash("privacy delete")
    await stage.bob.click(question.message, "Delete everything")
    await stage.settled()

    left = await stage.chloe.message(public.message["id"])

    assert left["embeds"][0]["footer"]["text"] == "Added by a member for this server"
    assert "aunts" not in str(left)
    assert "1 film that you added" in question.text
