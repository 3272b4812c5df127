"""The button that likes what others wrote."""

from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.ui.answer import acknowledge, is_on_private_message, turn
from bot.ui.asker import asker_of
from bot.ui.custom_ids import LikeReview
from bot.ui.opening import opened_again
from bot.ui.router import Press, handles
from data.models import ReviewId


class LikeCog(commands.Cog):
    """Likes, one of each member for each review."""

    def __init__(self, bot: Marquee) -> None:
        self.services = bot.services

    @handles(LikeReview)
    async def like(self, interaction: Press, request: LikeReview) -> None:
        """Like the review, or take the like back. The public messages that show the number follow by themselves."""
        asker, review_id = asker_of(interaction), ReviewId(request.review)
        # Answered first: hundreds may press at once, and the store takes them one by one.
        await acknowledge(interaction)
        await self.services.likes.toggle(asker.guild_id, review_id, asker.author.id, utcnow())

        # Nobody but Discord's answer to this press can change a private message.
        if interaction.message is not None and is_on_private_message(interaction):
            await turn(interaction, await opened_again(self.services, asker, interaction.message, review_id))


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(LikeCog(bot))
