"""The pages of the set-up as they are now, for whoever may manage the server."""

import time

from discord.utils import utcnow

from bot.services import Services
from bot.services.zones import find_zone, offer_zones
from bot.ui.answer import Answer
from bot.ui.asker import admin_of
from bot.ui.custom_ids import Step
from bot.ui.router import Press
from bot.ui.saving import in_time
from bot.ui.setup.pages import setup_page
from bot.ui.setup.permissions import missing_for_digest, missing_for_feed
from bot.ui.setup.server import ServerSetup
from bot.ui.setup.zones import zone_chosen, zone_unknown
from data.models import FollowState


async def page_of(interaction: Press, services: Services, step: Step, said: str = "") -> Answer:
    """That page, below what is `said` of the last press. Raises ServersOnly, AdminsOnly."""
    return setup_page(step, await look_at(interaction, services), said)


async def look_at(interaction: Press, services: Services) -> ServerSetup:
    """What the server of the one who asks has chosen, and what comes of it. Raises ServersOnly, AdminsOnly."""
    guild_id, now = admin_of(interaction).guild_id, utcnow()
    settings = await services.guilds.settings(guild_id)
    feed_id, digest_id = settings.feed_id, settings.digest_id
    # Of a server that Discord did not tell of yet, no channel is known.
    guild = interaction.client.get_guild(guild_id)
    followed = await services.following.of_guild(guild_id)
    return ServerSetup(
        settings=settings,
        feed=await services.guilds.feed(guild_id),
        missing_for_feed=None if guild is None or feed_id is None else missing_for_feed(guild, feed_id),
        missing_for_digest=None if guild is None or digest_id is None else missing_for_digest(guild, digest_id),
        next_due=await services.digests.next_due(guild_id, now),
        is_skipped=await services.digests.is_skipped(guild_id),
        diaries=len(followed),
        diaries_asked=sum(one.state is FollowState.ASKED for one in followed),
        guess=guess_zone(interaction),
        now=now,
    )


def guess_zone(interaction: Press) -> str:
    """The time zone that the language of the one who asks suggests."""
    return offer_zones("", str(interaction.locale), 1)[0]


async def choose_zone(interaction: Press, services: Services, typed: str, step: Step, *, turns: bool = False) -> Answer:
    """Choose the zone that was typed; that page afterwards, or what may be meant where nobody knows the zone.

    `turns` says that the pressed message becomes the answer. Raises ServersOnly, AdminsOnly.
    """
    begun_s, guild_id, now = time.monotonic(), admin_of(interaction).guild_id, utcnow()
    zone = find_zone(typed)

    if zone is None:
        kept = (await services.guilds.settings(guild_id)).zone
        locale = str(interaction.locale)
        # Where nothing is like it, one that people of that language mostly mean is better than none.
        return zone_unknown(typed, offer_zones(typed, locale) or offer_zones("", locale), kept, now)

    choosing = services.guilds.change(guild_id, now, {"zone": zone})
    await in_time(interaction, choosing, begun_s, turns=turns)
    return await page_of(interaction, services, step, zone_chosen(zone, now))
