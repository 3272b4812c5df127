"""`/marquee setup`: what those who manage a server choose for it."""

import time

from discord import app_commands
from discord.ext import commands

from bot.client import Marquee
from bot.ui.answer import Answer, show, turn
from bot.ui.asker import Asker, asker_of
from bot.ui.custom_ids import ChooseFeed, ResumeFeed, StopFeed, ToggleBareRatings, ToggleSpoilers, UnknownCustomId
from bot.ui.problems import AdminsOnly
from bot.ui.router import Press, chosen, handles
from bot.ui.saving import in_time
from bot.ui.setup import (
    Missing,
    feed_chosen,
    feed_refused,
    feed_resumed,
    feed_still_refused,
    feed_stopped,
    missing_for_feed,
    setup_panel,
)
from data.models import ChannelId, GuildId


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class MarqueeCog(commands.GroupCog, group_name="marquee", group_description="For those who manage this server"):
    """A server's choices, made on one private panel."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.guilds = bot.services.guilds

    @app_commands.command(name="setup")
    async def set_up(self, interaction: Press) -> None:
        """Choose the channel for new reviews, and how I treat ratings and spoilers."""
        admin = _admin(interaction)
        await show(interaction, await self._panel(admin.guild_id), is_private=True)

    @handles(ChooseFeed)
    async def choose_feed(self, interaction: Press, request: ChooseFeed) -> None:
        """Let new reviews go into the chosen channel, if the bot can post and read there."""
        begun_s, admin = time.monotonic(), _admin(interaction)
        channel_id = _channel(chosen(interaction), request)
        missing = self._missing(admin.guild_id, channel_id)

        # None is no channel, and nothing missing is an empty list.
        if missing is None or missing:
            settings = await self.guilds.settings(admin.guild_id)
            said = feed_refused(settings, channel_id, missing)
        else:
            here = None if interaction.channel_id is None else ChannelId(interaction.channel_id)
            choosing = self.guilds.choose_feed(admin.guild_id, channel_id, admin.author.id, here)
            await in_time(interaction, choosing, begun_s, turns=True)
            said = feed_chosen(channel_id)

        await turn(interaction, await self._panel(admin.guild_id, said))

    @handles(StopFeed)
    async def stop_feed(self, interaction: Press, _: StopFeed) -> None:
        """Post reviews where they are written again."""
        begun_s, admin = time.monotonic(), _admin(interaction)
        said = feed_stopped(await in_time(interaction, self.guilds.stop_feed(admin.guild_id), begun_s, turns=True))
        await turn(interaction, await self._panel(admin.guild_id, said))

    @handles(ResumeFeed)
    async def resume_feed(self, interaction: Press, _: ResumeFeed) -> None:
        """Let a paused feed go on, unless it would only fail again."""
        begun_s, admin = time.monotonic(), _admin(interaction)
        feed_id = (await self.guilds.settings(admin.guild_id)).feed_id

        if feed_id is None or self._missing(admin.guild_id, feed_id) != ():
            said = feed_still_refused()
        else:
            await in_time(interaction, self.guilds.resume(admin.guild_id), begun_s, turns=True)
            said = feed_resumed((await self.guilds.feed(admin.guild_id)).waiting)

        await turn(interaction, await self._panel(admin.guild_id, said))

    @handles(ToggleBareRatings)
    async def toggle_bare_ratings(self, interaction: Press, _: ToggleBareRatings) -> None:
        """Let ratings without a text go into the feed, or no longer."""
        begun_s, admin = time.monotonic(), _admin(interaction)
        await in_time(interaction, self.guilds.toggle_bare_ratings(admin.guild_id), begun_s, turns=True)
        await turn(interaction, await self._panel(admin.guild_id))

    @handles(ToggleSpoilers)
    async def toggle_spoilers(self, interaction: Press, _: ToggleSpoilers) -> None:
        """Open spoilers at once for members who have reviewed the film, or no longer."""
        begun_s, admin = time.monotonic(), _admin(interaction)
        await in_time(interaction, self.guilds.toggle_spoilers(admin.guild_id), begun_s, turns=True)
        await turn(interaction, await self._panel(admin.guild_id))

    async def _panel(self, guild_id: GuildId, said: str = "") -> Answer:
        settings, state = await self.guilds.settings(guild_id), await self.guilds.feed(guild_id)
        missing = None if settings.feed_id is None else self._missing(guild_id, settings.feed_id)
        return setup_panel(settings, state, missing, said)

    def _missing(self, guild_id: GuildId, channel_id: ChannelId) -> Missing:
        guild = self.bot.get_guild(guild_id)
        return None if guild is None else missing_for_feed(guild, channel_id)


def _admin(interaction: Press) -> Asker:
    """The one who asks, who may manage the server. Raises ServersOnly, AdminsOnly."""
    asker = asker_of(interaction)

    if not asker.is_moderator:
        raise AdminsOnly

    return asker


def _channel(value: str, request: ChooseFeed) -> ChannelId:
    """The id that a client sent as the chosen channel. Raises UnknownCustomId."""
    if not value.isascii() or not value.isdigit() or len(value) > 20:
        raise UnknownCustomId(str(request))

    return ChannelId(int(value))


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(MarqueeCog(bot))
