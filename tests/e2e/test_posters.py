"""Drawn posters on cards: sent once, kept by every edit, and gone where a film has a poster of its own."""

import json
from typing import Any

import aiohttp

from data.catalogue.local import LocalCatalogue
from data.catalogue.starter import read_films
from tests.bot.ui.pictures.scripts import opened
from tests.e2e.changes import BOT_ITSELF, KEY, delete, edits_of, id_of, read, say
from tests.e2e.driver import Json, Reply
from tests.e2e.scenes import FILM, write_review
from tests.e2e.stage import Stage
from tests.e2e.world import FILM_TALK

ALT_TEXT = "Drawn poster: The Missing Picture, 2013, directed by Rithy Panh"
POSTER = "https://image.tmdb.org/t/p/w342/poster.jpg"


def picture_of(message: Json) -> Json:
    """What the card shows beside its text; nothing may be listed below it."""
    assert message["attachments"] == []
    return message["embeds"][0].get("thumbnail", {})


async def picture_now(stage: Stage, card: Reply) -> Json:
    """What the card shows once all that is due is done."""
    await stage.settled()
    return picture_of(await stage.bob.message(card.message["id"]))


async def fetched(address: str) -> tuple[int, bytes]:
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.read()


async def restart_with_a_poster(stage: Stage) -> None:
    """Let the bot come back with a catalogue that knows the film's poster."""
    films = [film.model_copy(update={"poster_url": POSTER} if film.key == KEY else {}) for film in read_films()]
    stage.catalogue = LocalCatalogue(films)
    await stage.restart_bot()


async def strip_picture(stage: Stage, card: Reply) -> None:
    """Let the card be one from before posters were drawn."""
    embed = {key: value for key, value in card.message["embeds"][0].items() if key != "thumbnail"}
    path = f"{stage.sandbox.api_url}/channels/{FILM_TALK}/messages/{card.message['id']}"
    headers = {"Authorization": f"Bot {stage.sandbox.token}"}
    body = {"embeds": [embed], "attachments": []}

    async with aiohttp.ClientSession() as session, session.patch(path, json=body, headers=headers) as answer:
        assert answer.status == 200
        assert picture_of(await answer.json()) == {}


async def forbid_files(stage: Stage) -> None:
    overwrite = {"id": str(BOT_ITSELF), "type": 1, "allow": [], "deny": ["attach_files"]}
    await stage.misbehave("permissions", {"channel_id": str(FILM_TALK), "overwrites": [overwrite]})


async def other_film(stage: Stage, card: Reply) -> tuple[Reply, Reply]:
    """The card once it offers films to see next, and once one of them is chosen."""
    offered = await stage.bob.click(card.message, "See more films")
    select = next(item for row in offered.message["components"] for item in row["components"] if "options" in item)
    return offered, await stage.bob.press(offered.message, select["custom_id"], [select["options"][0]["value"]])


class TestCard:
    async def test_card_shows_a_drawn_poster_with_alternative_text(self, stage: Stage) -> None:
        card = await stage.bob.slash("film", title=FILM)

        picture = picture_of(card.message)
        status, content = await fetched(picture["url"])
        assert (picture["description"], picture["width"], picture["height"], status) == (ALT_TEXT, 400, 600, 200)
        assert opened(content).size == (400, 600)

    async def test_file_bears_the_same_alternative_text(self, stage: Stage) -> None:
        await stage.bob.slash("film", title=FILM)

        sent = next(entry for entry in await stage.requests() if entry["path"].endswith("/callback"))
        assert ALT_TEXT in [file.get("description") for file in _attachments(sent["body"])]

    async def test_card_is_answered_where_the_bot_may_attach_nothing(self, stage: Stage) -> None:
        await forbid_files(stage)

        card = await stage.bob.slash("film", title=FILM)

        assert picture_of(card.message)["description"] == ALT_TEXT

    async def test_private_copy_has_the_picture_and_so_has_what_is_shown_of_it(self, stage: Stage) -> None:
        card = await stage.bob.slash("film", title=FILM)
        copy = await stage.chloe.click(card.message, "See more films")

        shown = await stage.chloe.click(copy.message, "Show here")

        assert copy.is_private
        assert not shown.is_private
        assert [picture_of(message)["description"] for message in (copy.message, shown.message)] == [ALT_TEXT] * 2

    async def test_film_from_the_watchlist_has_its_picture(self, stage: Stage) -> None:
        card = await stage.bob.slash("film", title=FILM)
        await stage.bob.click(card.message, "Watchlist")

        picked = await stage.bob.slash("watchlist random")

        assert picture_of(picked.message)["description"] == ALT_TEXT


class TestTurning:
    async def test_offering_other_films_keeps_the_picture_without_sending_it_again(self, stage: Stage) -> None:
        card = await stage.bob.slash("film", title=FILM)

        offered, _ = await other_film(stage, card)

        assert picture_of(offered.message) == picture_of(card.message)

    async def test_another_films_card_shows_that_films_picture_only(self, stage: Stage) -> None:
        card = await stage.bob.slash("film", title=FILM)
        before, content = picture_of(card.message), (await fetched(picture_of(card.message)["url"]))[1]

        _, turned = await other_film(stage, card)

        after = picture_of(turned.message)
        assert turned.message["id"] == card.message["id"]
        assert after["description"] != ALT_TEXT
        assert await fetched(after["url"]) != (200, content)
        assert (await fetched(before["url"]))[0] == 404

    async def test_question_that_becomes_a_card_gets_its_picture(self, stage: Stage) -> None:
        asked = await stage.bob.slash("film", title="the")
        select = next(item for row in asked.message["components"] for item in row["components"] if "options" in item)

        card = await stage.bob.press(asked.message, select["custom_id"], [select["options"][0]["value"]])

        assert picture_of(card.message)["description"].startswith("Drawn poster: ")


class TestKeeping:
    async def test_an_edit_after_a_review_keeps_the_picture_without_sending_it_again(self, stage: Stage) -> None:
        card = await stage.bob.slash("film", title=FILM)

        await write_review(stage.alice, text="Clay keeps its shape.")

        assert "Clay keeps its shape." in await read(stage, card)
        assert await picture_now(stage, card) == picture_of(card.message)
        assert await edits_of(stage, card) == 1

    async def test_a_restart_and_an_edit_after_it_keep_the_picture(self, stage: Stage) -> None:
        card = await stage.bob.slash("film", title=FILM)
        await write_review(stage.alice, text="Clay.")
        await stage.settled()
        await stage.restart_bot()

        await say(stage, "Clay keeps its shape.")

        assert "Clay keeps its shape." in await read(stage, card)
        assert await picture_now(stage, card) == picture_of(card.message)
        assert (await fetched(picture_of(card.message)["url"]))[0] == 200

    async def test_a_press_after_a_restart_keeps_the_picture(self, stage: Stage) -> None:
        card = await stage.bob.slash("film", title=FILM)
        await stage.restart_bot()

        offered, _ = await other_film(stage, card)

        assert picture_of(offered.message) == picture_of(card.message)

    async def test_a_deleted_review_leaves_the_picture(self, stage: Stage) -> None:
        await write_review(stage.alice, text="Take this back.")
        card = await stage.bob.slash("film", title=FILM)

        await delete(stage)

        assert "Take this back." not in await read(stage, card)
        assert await picture_now(stage, card) == picture_of(card.message)

    async def test_a_card_from_before_gets_its_picture_at_the_next_edit(self, stage: Stage) -> None:
        card = await stage.bob.slash("film", title=FILM)
        await strip_picture(stage, card)

        await write_review(stage.alice, text="Clay.")

        assert (await picture_now(stage, card))["description"] == ALT_TEXT
        assert (await fetched((await picture_now(stage, card))["url"]))[0] == 200

    async def test_where_nothing_may_be_attached_a_card_from_before_gets_its_words(self, stage: Stage) -> None:
        card = await stage.bob.slash("film", title=FILM)
        await strip_picture(stage, card)
        await forbid_files(stage)

        await write_review(stage.alice, text="Clay keeps its shape.")

        assert "Clay keeps its shape." in await read(stage, card)
        known = await stage.store.copies.find(id_of(card))
        assert known is not None
        assert (known.tries, await edits_of(stage, card, 403)) == (0, 1)


class TestProvidersPoster:
    async def test_a_providers_poster_is_shown_and_none_drawn(self, stage: Stage) -> None:
        await restart_with_a_poster(stage)

        card = await stage.bob.slash("film", title=FILM)

        assert picture_of(card.message)["url"] == POSTER
        assert picture_of(card.message)["description"] == "Poster of The Missing Picture (2013)"

    async def test_a_card_whose_film_has_a_poster_by_now_drops_the_drawn_one(self, stage: Stage) -> None:
        card = await stage.bob.slash("film", title=FILM)
        await restart_with_a_poster(stage)

        await write_review(stage.alice, text="Clay.")

        assert (await picture_now(stage, card))["url"] == POSTER
        assert (await fetched(picture_of(card.message)["url"]))[0] == 404

    async def test_a_press_drops_it_as_well(self, stage: Stage) -> None:
        card = await stage.bob.slash("film", title=FILM)
        await restart_with_a_poster(stage)

        offered, _ = await other_film(stage, card)

        assert picture_of(offered.message)["url"] == POSTER
        assert (await fetched(picture_of(card.message)["url"]))[0] == 404


def _attachments(body: Any) -> list[Json]:
    """The files that a request speaks of, wherever in its body."""
    payload: Json = json.loads(body) if isinstance(body, str) else body
    return (payload.get("data") or payload).get("attachments", [])
