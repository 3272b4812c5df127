"""A followed feed with the whole bot around it."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path

import pytest
from discord.utils import utcnow

from data.letterboxd.asking import FeedClient
from data.models import Author, GuildId, UserId
from tests.data.letterboxd.feeds import FeedItem
from tests.e2e.feeds import arrived, set_up_feed
from tests.e2e.stage import Stage, staged
from tests.e2e.world import BOB, NIGHT_OWLS
from tests.letterboxd.conftest import CONTACT
from tests.letterboxd.letterboxd_server import LetterboxdServer, hangs

GUILD = GuildId(NIGHT_OWLS)


@pytest.fixture
async def stage(tmp_path: Path, server: LetterboxdServer) -> AsyncGenerator[Stage]:
    """A bot that follows feeds."""
    async with staged(tmp_path) as stage:
        await stage.stop_bot()
        stage.feeds = lambda: FeedClient(server.url, CONTACT)
        await stage.start_bot()
        yield stage


async def test_what_is_written_there_goes_into_the_servers_feed_here_and_nothing_twice(
    stage: Stage, server: LetterboxdServer
) -> None:
    await set_up_feed(stage)
    diary = server.diary("bob_there", FeedItem(1, review="<p>Long ago.</p>", rating="2.0"))
    author = Author(id=UserId(BOB), name="Bob")
    await stage.bot.services.following.link(GUILD, author, "bob_there", utcnow() - timedelta(hours=1))
    diary.write(FeedItem(2, review="<p>Clay <i>remembers</i>.</p>", rating="4.5", published=utcnow()))

    stage.bot.feeds.nudge()

    (post,) = await arrived(stage, 1)
    assert "The Missing Picture" in post
    assert "Clay *remembers*." in post
    assert "Bob" in post

    await stage.restart_bot()
    await stage.store.follows.put_off(UserId(BOB), utcnow())
    await stage.bot.feeds.work(utcnow())
    await stage.settled()

    assert len(await arrived(stage, 1)) == 1


async def test_bot_ends_in_the_midst_of_a_request_and_does_not_repeat_it_when_it_starts_again(
    stage: Stage, server: LetterboxdServer
) -> None:
    server.diary("bob_there").fault = hangs()
    await stage.store.follows.link(GUILD, UserId(BOB), "bob_there", utcnow())
    stage.bot.feeds.nudge()
    await server.was_asked.wait()

    await stage.restart_bot()
    await stage.bot.feeds.work(utcnow())

    assert len(server.asked) == 1
