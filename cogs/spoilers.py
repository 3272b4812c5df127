"""`/spoilers`: whether spoilers of films that one has reviewed open at once."""

from discord import app_commands
from discord.ext import commands

from bot.client import Marquee
from bot.ui.answer import show
from bot.ui.router import Press
from bot.ui.spoilers import read_spoiler_choice, spoiler_choices, spoilers_chosen
from data.models import GuildId, UserId


class SpoilersCog(commands.Cog):
    """One's own choice about spoilers."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.services = bot.services

    @app_commands.command(name="spoilers")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.rename(choice="show")
    @app_commands.describe(choice="When you see spoilers; leave it out to see what you have chosen")
    @app_commands.choices(choice=spoiler_choices())
    async def spoilers(self, interaction: Press, choice: str | None = None) -> None:
        """Choose when you see spoilers, or see what you have chosen."""
        user_id = UserId(interaction.user.id)
        guild_id = None if interaction.guild_id is None else GuildId(interaction.guild_id)
        guild_name = (interaction.guild.name if interaction.guild else None) or ""

        if choice is not None:
            await self.services.spoilers.choose(user_id, opens=read_spoiler_choice(choice))

        choices = await self.services.spoilers.choices(guild_id, user_id)
        answer = spoilers_chosen(choices, guild_name, self.bot.command_ids, is_new=choice is not None)
        await show(interaction, answer, is_private=True)


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(SpoilersCog(bot))
