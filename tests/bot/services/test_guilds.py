from datetime import UTC, datetime

from bot.services import Services
from data.models import ChannelId, GuildSettings
from tests.builders import ALICE, GUILD

NOW = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
SUNDAY, FRIDAY = datetime(2026, 11, 22, 18, tzinfo=UTC), datetime(2026, 11, 27, 18, tzinfo=UTC)
FEED, DIGEST = ChannelId(7), ChannelId(8)


async def test_day_hour_and_zone_move_the_next_digest_and_nothing_else_does(services: Services) -> None:
    guilds, due = services.guilds, [await services.digests.next_due(GUILD, NOW)]

    for chosen in ({"prior": 5, "tells_of_empty_weeks": True}, {"weekday": 4}, {"hour": 19}, {"zone": "Asia/Tokyo"}):
        await guilds.change(GUILD, NOW, chosen)  # pyright: ignore[reportArgumentType]  (a table of them)
        due.append(await services.digests.next_due(GUILD, NOW))

    assert due == [SUNDAY, SUNDAY, FRIDAY, NOW.replace(hour=19, minute=0), FRIDAY.replace(hour=10)]


async def test_choice_leaves_all_others_as_they_are(services: Services) -> None:
    await services.guilds.choose_feed(GUILD, FEED, ALICE, FEED)
    await services.guilds.change(GUILD, NOW, {"zone": "Asia/Tokyo", "takes_bare_ratings": True})

    await services.guilds.choose_digest(GUILD, DIGEST, ALICE, DIGEST, NOW)

    assert await services.guilds.settings(GUILD) == GuildSettings(
        guild_id=GUILD,
        feed_id=FEED,
        digest_id=DIGEST,
        zone="Asia/Tokyo",
        takes_bare_ratings=True,
        set_up_by=ALICE,
        set_up_in=DIGEST,
    )


async def test_who_set_it_up_is_forgotten_once_nothing_is_posted_any_more(services: Services) -> None:
    await services.guilds.choose_feed(GUILD, FEED, ALICE, FEED)
    await services.guilds.choose_digest(GUILD, DIGEST, ALICE, FEED, NOW)
    await services.guilds.stop_feed(GUILD)
    known = (await services.guilds.settings(GUILD)).set_up_by

    await services.guilds.stop_digest(GUILD)

    assert known == ALICE
    assert await services.guilds.settings(GUILD) == GuildSettings(guild_id=GUILD)
