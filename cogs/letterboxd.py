"""`/letterboxd`: taking along what one wrote here, for oneself alone."""

from discord import app_commands
from discord.ext import commands

from bot.client import Marquee
from bot.ui.answer import follow_up, show, wait_privately
from bot.ui.asker import asker_of
from bot.ui.letterboxd.exports import export_answers
from bot.ui.router import Press


class LetterboxdCog(commands.GroupCog, group_name="letterboxd", group_description="Your diary on Letterboxd"):
    """One's own diary there."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.services = bot.services

    @app_commands.command(name="export")
    async def export(self, interaction: Press) -> None:
        """Get what you wrote here as files that Letterboxd can import, for you alone."""
        asker = asker_of(interaction)
        # Megabytes may take longer on their way to Discord than it waits.
        await wait_privately(interaction)
        export = await self.services.exports.export(asker.guild_id, asker.author.id)
        first, *others = export_answers(export, asker.guild_name)
        await show(interaction, first, is_private=True)

        for answer in others:
            await follow_up(interaction, answer, is_private=True)


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(LetterboxdCog(bot))
