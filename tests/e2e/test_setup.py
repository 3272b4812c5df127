"""`/marquee setup`: one private panel, for those who may manage the server."""

from data.models import ChannelId, GuildId, UserId
from sandbox.world import Role
from tests.e2e.driver import items_of
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
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, BOB, FILM_TALK, NIGHT_OWLS, REVIEWS

GUILD = GuildId(NIGHT_OWLS)
PROJECTIONIST = Role(id=1500000000000000001, name="Projectionist", permissions=["manage_guild"])


async def test_only_those_who_may_manage_the_server_are_offered_it_and_only_there(stage: Stage) -> None:
    offered = [await person.commands() for person in (stage.alice, stage.bob)]
    await stage.alice.go_to_direct_messages()

    direct = await stage.alice.commands()

    assert ["marquee" in commands for commands in (*offered, direct)] == [True, False, False]


async def test_panel_of_somebody_who_may_manage_the_server_no_longer_does_nothing(stage: Stage) -> None:
    guild = stage.sandbox.core.directory.guilds[NIGHT_OWLS]
    guild.roles.append(PROJECTIONIST)
    bob = guild.member(BOB)
    assert bob is not None
    bob.roles = [PROJECTIONIST.id]
    panel = await stage.bob.slash("marquee setup")
    bob.roles = []

    refused = [await choose_feed(stage.bob, panel=panel.message)]
    refused += [await stage.bob.click(panel.message, label) for label in panel.labels]

    assert ["Manage Server" in reply.text and reply.is_private for reply in refused] == [True] * 3
    assert (await stage.store.guilds.settings(GUILD)).feed_id is None


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

    open_ = await stage.alice.click(bare.message, "Open spoilers for reviewers")
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
