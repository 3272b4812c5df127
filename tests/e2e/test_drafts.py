"""A form that can't be saved is never lost."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from discord.utils import utcnow

from bot.ui.forms import BOXES
from data.models import Draft, FilmKey, GuildId, Pace, UserId
from tests.e2e.scenes import FILM, fail_inserts, locked, write_review
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, NIGHT_OWLS

TYPED: dict[str, Any] = {
    "rating": ["6"],
    "text": "Long thoughts.",
    "watched_on": "next blursday",
    "tags": "slow",
    BOXES: ["is_spoiler"],
}


async def test_refused_form_comes_back_filled_with_one_button(stage: Stage) -> None:
    refusal = await write_review(stage.alice, **TYPED)

    form = await stage.alice.click(refusal.message, "Back to my form")

    assert refusal.is_private
    assert "“next blursday” isn't a day I can read" in refusal.text
    assert form.fields == TYPED


async def test_draft_also_opens_from_the_command_and_goes_once_it_is_saved(stage: Stage) -> None:
    await write_review(stage.alice, **TYPED)
    form = await stage.alice.slash("review", film=FILM)
    assert form.fields == TYPED

    post = await stage.alice.submit(form, watched_on="2026-11-20")
    again = await stage.alice.slash("review", film=FILM)

    assert "Watched 20 November 2026" in post.text
    assert again.fields["watched_on"] == "2026-11-20"


async def test_draft_gives_way_to_a_later_rating_but_comes_back_when_asked_for(stage: Stage) -> None:
    refusal = await write_review(stage.alice, **TYPED)
    await stage.alice.slash("rate", film=FILM, rating=10)
    await stage.store.drafts.keep(GuildId(NIGHT_OWLS), UserId(ALICE), await older_draft(stage))

    newest = await stage.alice.slash("review", film=FILM)
    asked_for = await stage.alice.click(refusal.message, "Back to my form")

    assert newest.fields["rating"] == ["10"]
    assert asked_for.fields == TYPED
    assert asked_for.modal["title"] == "Draft: The Missing Picture (2013)"


async def older_draft(stage: Stage) -> Draft:
    """Alice's draft, as kept an hour ago: the store counts whole seconds."""
    film_key = FilmKey("imdb:tt2852470")
    draft = await stage.store.drafts.find(GuildId(NIGHT_OWLS), UserId(ALICE), film_key, utcnow())
    assert draft is not None
    return draft.model_copy(update={"saved_at": draft.saved_at - timedelta(hours=1)})


async def test_draft_outlives_a_restart(stage: Stage) -> None:
    refusal = await write_review(stage.alice, **TYPED)
    await stage.restart_bot()

    form = await stage.alice.click(refusal.message, "Back to my form")

    assert form.fields == TYPED


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"rating": ["none"], "text": "  \n "}, "needs a rating or a text"),
        ({"rating": ["none"], "text": "\u200b\u2060"}, "needs a rating or a text"),
        ({"text": "x", "watched_on": "2031-01-01"}, "2031-01-01 is still to come"),
        ({"text": "x", "watched_on": "1066-10-14"}, "isn't a day I can read"),
        ({"text": "x", "watched_on": "3/4/26"}, "can be 4 March or 3 April 2026"),
        ({"text": "x", "tags": ",".join(f"t{n}" for n in range(11))}, "11 tags; a review takes 10"),
        ({"text": "x", "tags": "t" * 41}, "is too long: 40 characters at most"),
    ],
)
async def test_each_refusal_says_what_to_do(stage: Stage, values: dict[str, Any], said: str) -> None:
    refusal = await write_review(stage.alice, **values)

    assert said in refusal.text
    assert "Back to my form" in refusal.labels


async def test_failing_store_keeps_the_form_as_a_draft(stage: Stage) -> None:
    await fail_inserts(stage, "reviews")

    refusal = await write_review(stage.alice, text="Not lost.")
    form = await stage.alice.click(refusal.message, "Back to my form")

    assert "could not save that just now" in refusal.text
    assert form.fields["text"] == "Not lost."


async def test_store_that_takes_nothing_at_all_gives_the_text_back(stage: Stage) -> None:
    form = await stage.alice.slash("review", film=FILM)

    async with locked(stage):
        answer = await stage.alice.submit(form, text="Every\nword @everyone ||stays||.", rating=["9"])

    address = answer.message["attachments"][0]["url"]

    async with aiohttp.ClientSession() as session, session.get(address) as file:
        returned = await file.text()

    assert answer.is_private
    assert "Every\nword @everyone ||stays||." in returned
    assert "Rating: 4.5 out of 5" in returned


async def test_slow_store_is_waited_for(stage: Stage) -> None:
    form = await stage.alice.slash("review", film=FILM)

    async with locked(stage):
        began = await stage.alice.begin_submit(form, text="Patience.")
        await asyncio.sleep(1)

    answer = await stage.alice.outcome(began)

    assert "Patience." in answer.text


async def test_bug_in_saving_gives_the_text_back(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise ZeroDivisionError

    # No real fault raises just anything here: this stands for a bug that nobody knows of yet.
    monkeypatch.setattr(stage.bot.services.reviews, "submit", fail)

    answer = await write_review(stage.alice, text="Survives.", rating=["9"])

    assert answer.is_private
    assert "What you entered is in the file below" in answer.text
    assert answer.message["attachments"]


async def test_review_too_soon_after_another_is_kept_and_can_be_sent_again(stage: Stage) -> None:
    stage.pace = Pace(interval=timedelta(minutes=1))
    await stage.restart_bot()
    await write_review(stage.alice, "Metropolis", text="First.")

    refusal = await write_review(stage.alice, text="Second.")
    form = await stage.alice.click(refusal.message, "Back to my form")

    assert refusal.is_private
    assert "That was quick" in refusal.text
    assert "<t:" in refusal.text
    assert form.fields["text"] == "Second."
    assert not (await write_review(stage.bob, text="Bob's first.")).is_private


async def test_date_is_read_in_the_members_own_language(stage: Stage) -> None:
    stage.sandbox.core.directory.users[ALICE].locale = "de"

    post = await write_review(stage.alice, text="x", watched_on="20. November 2025")

    assert "Watched 20 November 2025" in post.text
