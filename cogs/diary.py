"""`/diary`: everything that one watched, over all servers, for oneself alone."""

from discord import app_commands
from discord.ext import commands

from bot.client import Marquee
from bot.ui.answer import Answer, show, turn
from bot.ui.asker import asker_of
from bot.ui.custom_ids import ChooseDiaryReview, ChooseMonth, TurnDiary, TurnDiaryReview, UnknownCustomId
from bot.ui.diary import Servers, diary_page, diary_review, empty_diary, read_month
from bot.ui.opening import opened
from bot.ui.router import Press, chosen, handles
from data.models import GuildId, Month, ReviewId, UserId


class DiaryCog(commands.Cog):
    """One's own diary."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.services = bot.services

    @app_commands.command(name="diary")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def diary(self, interaction: Press) -> None:
        """Look at everything you watched, month by month, over all servers. Only you see it."""
        await show(interaction, await self._page(interaction), is_private=True)

    @handles(TurnDiary)
    async def turn_page(self, interaction: Press, request: TurnDiary) -> None:
        """Another page, or another month."""
        await turn(interaction, await self._page(interaction, Month(request.year, request.month), request.number))

    @handles(ChooseMonth)
    async def go_to_month(self, interaction: Press, _: ChooseMonth) -> None:
        """The month that was chosen."""
        await turn(interaction, await self._page(interaction, read_month(chosen(interaction))))

    @handles(ChooseDiaryReview)
    async def read(self, interaction: Press, request: ChooseDiaryReview) -> None:
        """The chosen review of one's own, whole; in its own server with all that its author may do there."""
        value = chosen(interaction)

        if not value.isascii() or not value.isdigit() or len(value) > 15:
            raise UnknownCustomId(str(request))

        review = await self.services.diary.review(UserId(interaction.user.id), ReviewId(int(value)))

        if interaction.guild_id == review.guild_id:
            answer = await opened(self.services, asker_of(interaction), review.id)
        else:
            answer = diary_review(review, 1, self._servers())

        await show(interaction, answer, is_private=True)

    @handles(TurnDiaryReview)
    async def turn_leaf(self, interaction: Press, request: TurnDiaryReview) -> None:
        """Another page of a review that was opened from the diary."""
        review = await self.services.diary.review(UserId(interaction.user.id), ReviewId(request.review))
        await turn(interaction, diary_review(review, request.number, self._servers()))

    async def _page(self, interaction: Press, month: Month | None = None, number: int = 1) -> Answer:
        page = await self.services.diary.page(UserId(interaction.user.id), month, number)
        return empty_diary(self.bot.command_ids) if page is None else diary_page(page, self._servers())

    def _servers(self) -> Servers:
        return {GuildId(guild.id): guild.name for guild in self.bot.guilds}


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(DiaryCog(bot))
