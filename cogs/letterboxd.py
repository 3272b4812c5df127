"""`/letterboxd`: letting one's diary on Letterboxd come into a server."""

import time

from discord import app_commands
from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.ui.answer import Answer, show
from bot.ui.asker import Asker, asker_of
from bot.ui.letterboxd.links import how_to_link, link_status, linked, unlinked
from bot.ui.router import Press
from bot.ui.saving import in_time


class LetterboxdCog(commands.GroupCog, group_name="letterboxd", group_description="Your diary on Letterboxd"):
    """One's own diary there."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.services = bot.services
        self.following = bot.services.following

    @app_commands.command(name="link")
    @app_commands.describe(username="Your name on Letterboxd, or your page's address; leave it out to see how it fares")
    async def link(self, interaction: Press, username: app_commands.Range[str, 1, 200] | None = None) -> None:
        """Let what you log on Letterboxd from now on come into this server, as reviews of yours."""
        begun_s, asker = time.monotonic(), asker_of(interaction)

        if username is None:
            await show(interaction, await self._status(asker), is_private=True)
            return

        linking = self.following.link(asker.guild_id, asker.author, username, utcnow())
        feed = await in_time(interaction, linking, begun_s)
        settings = await self.services.guilds.settings(asker.guild_id)
        answer = linked(feed, asker.guild_id, settings.feed_id, self.bot.command_ids)
        await show(interaction, answer, is_private=True)

    @app_commands.command(name="unlink")
    @app_commands.describe(everywhere="Out of every server, not only this one")
    async def unlink(self, interaction: Press, *, everywhere: bool = False) -> None:
        """Let your diary on Letterboxd come in no more; what it brought stays."""
        begun_s, asker = time.monotonic(), asker_of(interaction)
        unlinking = self.following.unlink(asker.guild_id, asker.author.id, everywhere=everywhere)
        count = await in_time(interaction, unlinking, begun_s)
        await show(interaction, unlinked(count, self.bot.command_ids, everywhere=everywhere), is_private=True)

    async def _status(self, asker: Asker) -> Answer:
        feed = await self.following.of_member(asker.author.id)

        if feed is None:
            return how_to_link(self.bot.command_ids)

        guilds = {one.guild_id: self.bot.get_guild(one.guild_id) for one in feed.servers}
        names = {guild_id: guild.name for guild_id, guild in guilds.items() if guild is not None}
        return link_status(feed, asker.guild_id, names, self.bot.command_ids, utcnow(), is_on=self.following.is_on)


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(LetterboxdCog(bot))
