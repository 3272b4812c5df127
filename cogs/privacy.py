"""`/privacy`: what is kept about the one who asks, and deleting it."""

from discord import app_commands
from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.ui.answer import Answer, show, turn
from bot.ui.custom_ids import Forget
from bot.ui.privacy import ask_forget, forgotten
from bot.ui.router import Press, handles
from data.models import UserId


@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
class PrivacyCog(commands.GroupCog, group_name="privacy", group_description="What I keep about you"):
    """One's own data."""

    def __init__(self, bot: Marquee) -> None:
        self.services = bot.services
        self.copies = bot.copies

    @app_commands.command(name="delete")
    async def delete(self, interaction: Press) -> None:
        """Delete everything I keep about you, in all servers. Asks once more before it does."""
        kept = await self.services.privacy.counts(UserId(interaction.user.id))
        await show(interaction, ask_forget(kept), is_private=True)

    @handles(Forget)
    async def forget(self, interaction: Press, _: Forget) -> None:
        """Delete everything about the one who pressed, then the messages that show or quote it."""
        # Answered first: overwriting a large file can take longer than Discord waits.
        await turn(interaction, Answer(content="Deleting everything…"))
        gone = await self.services.privacy.forget(UserId(interaction.user.id), utcnow())
        left = await self.copies.settle(gone.copies)
        await interaction.edit_original_response(content=forgotten(gone, left).content)


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(PrivacyCog(bot))
