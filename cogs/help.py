"""`/help`: what there is."""

from discord import app_commands
from discord.ext import commands

from bot.client import Marquee
from bot.ui.answer import show
from bot.ui.help import help_page
from bot.ui.router import Press


class HelpCog(commands.Cog):
    """Finding one's way."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot

    @app_commands.command(name="help")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def help(self, interaction: Press) -> None:
        """Show what I can do."""
        page = help_page(
            self.bot.command_ids,
            is_direct=interaction.guild_id is None,
            is_admin=interaction.guild_id is not None and interaction.permissions.manage_guild,
            sources=self.bot.services.details.sources,
        )
        await show(interaction, page, is_private=True)


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(HelpCog(bot))
