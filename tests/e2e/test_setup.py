"""`/marquee setup` and `/marquee settings`: private pages, for those who may manage the server."""

import asyncio
import re
from typing import Any

import pytest

from bot.ui.custom_ids import ToggleBareRatings, ToggleSpoilers
from bot.ui.setup import trials
from data.models import ChannelId, GuildId, UserId
from tests.e2e.driver import items_of, text_of
from tests.e2e.feeds import (
    CHANNEL_SELECT,
    choose_feed,
    delete_channel,
    fail_posts,
    forbid,
    messages,
    queue,
    set_up_feed,
    work_off,
)
from tests.e2e.scenes import write_review
from tests.e2e.setting_up import choose_digest, let_manage, old_press, press_any, step_of
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, FILM_TALK, NIGHT_OWLS, REVIEWS

GUILD = GuildId(NIGHT_OWLS)


async def test_only_those_who_may_manage_the_server_are_offered_it_and_only_there(stage: Stage) -> None:
    offered = [await person.commands() for person in (stage.alice, stage.bob)]
    await stage.alice.go_to_direct_messages()

    direct = await stage.alice.commands()

    assert ["marquee" in commands for commands in (*offered, direct)] == [True, False, False]


@pytest.mark.parametrize("step", ["feed", "digest", "reading", "all"])
async def test_pages_of_somebody_who_may_manage_the_server_no_longer_do_nothing(stage: Stage, step: str) -> None:
    await choose_feed(stage.alice)
    await choose_digest(stage.alice)
    bob = let_manage(stage)
    page = await step_of(stage.bob, step)
    bob.roles = []
    before = await stage.store.guilds.settings(GUILD)

    refused = [await press_any(stage.bob, page.message, item) for item in items_of(page.message)]

    assert len(refused) >= 1
    assert ["Manage Server" in reply.text and reply.is_private for reply in refused] == [True] * len(refused)
    assert await stage.store.guilds.settings(GUILD) == before
    assert await messages(stage) == []


async def test_form_of_somebody_who_may_manage_the_server_no_longer_does_nothing(stage: Stage) -> None:
    bob = let_manage(stage)
    form = await stage.bob.click((await step_of(stage.bob, "digest")).message, "Time zone…")
    bob.roles = []

    refused = await stage.bob.submit(form, zone="Asia/Tokyo")

    assert "Manage Server" in refused.text
    assert (await stage.store.guilds.settings(GUILD)).zone == "UTC"


async def test_steps_go_on_and_back_in_one_private_message_and_sum_up(stage: Stage) -> None:
    first = await stage.alice.slash("marquee setup")
    pages = [first]

    for label in ("Next", "Next", "Back", "Next", "Next"):
        pages.append(await stage.alice.click(pages[-1].message, label))

    assert [re.findall(r"Step (\d) of 4", page.text) for page in pages] == [[n] for n in "123234"]
    assert {page.message["id"] for page in pages} == {first.message["id"]}
    assert first.is_private
    assert "That's all." in pages[-1].text


async def test_settings_show_everything_and_lead_to_the_step(stage: Stage) -> None:
    await choose_feed(stage.alice)
    overview = await stage.alice.slash("marquee settings")

    step = await stage.alice.choose(overview.message, "Spoilers and rankings")
    changed = await stage.alice.choose(step.message, "Strongly")
    after = await stage.alice.click(changed.message, "All settings")

    assert overview.is_private
    assert f"Every new review goes into <#{REVIEWS}>" in overview.text
    assert "weighs as much as 3 ratings" in overview.text
    assert "weighs as much as 10 ratings" in after.text
    assert (await stage.store.guilds.settings(GUILD)).prior == 10


async def test_two_admins_who_press_at_once_want_the_same_and_keep_the_others_choice(stage: Stage) -> None:
    let_manage(stage)
    pages = [await step_of(person, "feed") for person in (stage.alice, stage.bob)]
    digests = [await step_of(person, "digest") for person in (stage.alice, stage.bob)]

    await asyncio.gather(
        stage.alice.click(pages[0].message, "Post ratings without a text"),
        stage.bob.click(pages[1].message, "Post ratings without a text"),
        choose_feed(stage.alice, panel=pages[0].message),
        stage.alice.choose(digests[0].message, "Friday"),
        stage.bob.choose(digests[1].message, "09:00"),
    )

    settings = await stage.store.guilds.settings(GUILD)
    assert settings.takes_bare_ratings
    assert (settings.feed_id, settings.weekday, settings.hour) == (REVIEWS, 4, 9)


async def test_panel_from_before_there_were_steps_still_works(stage: Stage) -> None:
    spoilers = await old_press(stage, ToggleSpoilers())
    bare = await old_press(stage, ToggleBareRatings())

    bare_again = await old_press(stage, ToggleBareRatings())

    settings = await stage.store.guilds.settings(GUILD)
    assert "open for those who have reviewed the film" in spoilers.text
    assert "they will go there, too" in bare.text
    assert "they will stay out of it" in bare_again.text
    assert (settings.opens_spoilers, settings.takes_bare_ratings) == (True, False)


async def test_test_post_shows_a_review_in_the_feed_and_who_asked_for_it(stage: Stage) -> None:
    panel = await choose_feed(stage.alice)

    said = await stage.alice.click(panel.message, "Send a test post")

    (post,) = await messages(stage)
    assert f"The test post is in <#{REVIEWS}>." in said.text
    assert "This is how every new review arrives here. It is only a test" in text_of(post)
    assert "Alice" not in text_of(post), "nothing would take a name away when its owner is forgotten"
    assert "The Missing Picture (2013)" in text_of(post)
    assert (post["mentions"], post["mention_everyone"]) == ([], False)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"status": 403, "code": 50013}, "Discord does not let me post in"),
        ({"status": 404, "code": 10003}, "There is no channel for a test post any more"),
        ({"status": 400}, "Discord refuses what I post in"),
        ({"status": 503, "times": 5}, "Discord did not tell whether the test post arrived"),
    ],
)
async def test_test_post_that_discord_does_not_take_says_why(
    stage: Stage, fault: dict[str, Any], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trials, "SEND_WITHIN_S", 0.3)
    panel = await choose_feed(stage.alice)
    await fail_posts(stage, **fault)

    said = await stage.alice.click(panel.message, "Send a test post")

    assert words in said.text
    assert await messages(stage) == []


async def test_test_post_without_the_permission_says_what_is_missing(stage: Stage) -> None:
    panel = await choose_feed(stage.alice)
    await forbid(stage, "embed_links")

    said = await stage.alice.click(panel.message, "Send a test post")

    assert f"I can't send a test post: I lack **Embed Links** in <#{REVIEWS}>. Give me that permission" in said.text
    assert await messages(stage) == []


async def test_channel_is_chosen_with_who_chose_it_and_where(stage: Stage) -> None:
    panel = await stage.alice.slash("marquee setup")

    chosen = await choose_feed(stage.alice, panel=panel.message)

    settings = await stage.store.guilds.settings(GUILD)
    select = next(item for item in items_of(chosen.message) if item["type"] == CHANNEL_SELECT)
    assert panel.is_private
    assert chosen.kind == "update"
    assert f"New reviews go into <#{REVIEWS}> from now on." in chosen.text
    assert select["default_values"] == [{"id": str(REVIEWS), "type": "channel"}]
    assert select["channel_types"] == [0, 5]
    assert settings.feed_id == REVIEWS
    assert settings.set_up_by == UserId(ALICE)
    assert settings.set_up_in == ChannelId(FILM_TALK)


async def test_channel_that_the_bot_can_not_use_is_refused_by_what_it_lacks(stage: Stage) -> None:
    await set_up_feed(stage, FILM_TALK)
    await forbid(stage, "embed_links", "read_message_history")

    refused = await choose_feed(stage.alice)

    assert f"I can't use <#{REVIEWS}> yet" in refused.text
    assert "I lack **Embed Links** and **Read Message History** there" in refused.text
    assert "The feed is as it was." in refused.text
    assert f"Every new review goes into <#{FILM_TALK}>" in refused.text
    assert (await stage.store.guilds.settings(GUILD)).feed_id == FILM_TALK


async def test_announcement_channel_can_be_the_feed(stage: Stage) -> None:
    await stage.stop_bot()
    stage.sandbox.core.directory.channels[REVIEWS].type = 5
    await stage.start_bot()
    await choose_feed(stage.alice)

    await write_review(stage.bob, text="Clay remembers.")

    assert len(await messages(stage)) == 1


async def test_choices_are_told_and_outlive_a_restart_with_the_panel_that_made_them(stage: Stage) -> None:
    panel = await stage.alice.slash("marquee setup")
    bare = await stage.alice.click(panel.message, "Post ratings without a text")
    await stage.restart_bot()

    last = await stage.alice.click((await stage.alice.click(bare.message, "Next")).message, "Next")
    open_ = await stage.alice.click(last.message, "Open spoilers for reviewers")
    hidden = await stage.alice.click(open_.message, "Hide spoilers from all")

    settings = await stage.store.guilds.settings(GUILD)
    assert "Once there is a feed, they will go there, too." in bare.text
    assert "open for those who have reviewed the film" in open_.text
    assert "hidden until somebody asks" in hidden.text
    assert settings.takes_bare_ratings
    assert not settings.opens_spoilers


async def test_turning_the_feed_off_tells_what_waited_for_it(stage: Stage) -> None:
    await set_up_feed(stage)
    await fail_posts(stage, status=400, times=3)
    await queue(stage, "First.", "Second.")
    await work_off(stage)
    panel = await stage.alice.slash("marquee setup")

    off = await stage.alice.click(panel.message, "Turn the feed off")

    assert "2 reviews that waited for it can be read in `/reviews`" in off.text
    assert "Turn the feed off" not in off.labels
    assert (await stage.store.outbox.state(GUILD)).waiting == 0


async def test_panel_says_what_is_missing_before_a_review_had_to_wait(stage: Stage) -> None:
    await set_up_feed(stage)
    await forbid(stage, "send_messages", "embed_links")
    closed = await stage.alice.slash("marquee setup")
    await delete_channel(stage)

    gone = await stage.alice.slash("marquee setup")

    assert "I lack **Send Messages** in" in closed.text
    assert "its channel is gone" in gone.text
