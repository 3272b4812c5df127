"""What a server has chosen is its own."""

from data.models import GuildSettings
from data.store import Store
from tests.builders import ALICE, GUILD, OTHER_GUILD
from tests.data.store.steps import CHANNEL, FEED, OTHER_FEED, set_up_feed

EVERYTHING = GuildSettings(
    guild_id=GUILD,
    feed_id=FEED,
    takes_bare_ratings=True,
    opens_spoilers=True,
    set_up_by=ALICE,
    set_up_in=CHANNEL,
)


async def test_a_server_that_chose_nothing_has_what_everybody_has(store: Store) -> None:
    assert await store.guilds.settings(GUILD) == GuildSettings(guild_id=GUILD)


async def test_what_a_server_chose_is_found_as_it_was_chosen(store: Store) -> None:
    await store.guilds.choose(EVERYTHING)

    assert await store.guilds.settings(GUILD) == EVERYTHING


async def test_a_later_choice_replaces_all_of_the_earlier_one(store: Store) -> None:
    await store.guilds.choose(EVERYTHING)

    await store.guilds.choose(GuildSettings(guild_id=GUILD, opens_spoilers=True))

    assert await store.guilds.settings(GUILD) == GuildSettings(guild_id=GUILD, opens_spoilers=True)


async def test_servers_choose_for_themselves_even_where_they_name_the_same_channel(store: Store) -> None:
    await store.guilds.choose(EVERYTHING)
    await set_up_feed(store, OTHER_GUILD, feed_id=OTHER_FEED)

    await set_up_feed(store, OTHER_GUILD, feed_id=None)

    assert await store.guilds.settings(GUILD) == EVERYTHING
    assert (await store.guilds.settings(OTHER_GUILD)).feed_id is None
