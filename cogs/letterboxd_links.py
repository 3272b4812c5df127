"""Whose diaries come in from Letterboxd: what those who manage a server see of it and decide."""

import time

from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.ui.answer import Answer, turn
from bot.ui.asker import admin_of
from bot.ui.custom_ids import ChooseDiary, DecideDiary, DecideFollow, ShowDiaries, UnknownCustomId
from bot.ui.letterboxd.diaries import GONE, decided, diaries_page, on_page
from bot.ui.router import Press, chosen, handles
from bot.ui.saving import in_time
from data.errors import NotLinked
from data.models import UserId


class LetterboxdLinksCog(commands.Cog):
    """The followed diaries of a server."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.following = bot.services.following
        self.members = bot.services.members

    @handles(ShowDiaries)
    async def show_diaries(self, interaction: Press, request: ShowDiaries) -> None:
        """Show that page of them."""
        await self._turn(interaction, request.number)

    @handles(ChooseDiary)
    async def choose(self, interaction: Press, request: ChooseDiary) -> None:
        """Offer what can be done about the chosen one."""
        value = chosen(interaction)

        if not value.isascii() or not value.isdigit() or len(value) > 20:
            raise UnknownCustomId(str(request))

        await self._turn(interaction, request.number, UserId(int(value)))

    @handles(DecideDiary)
    async def decide(self, interaction: Press, request: DecideDiary) -> None:
        """Let it come in, or not, and show the page anew."""
        user_id = UserId(request.user)
        said = await self._decide(interaction, user_id, request.username, agrees=request.agrees == "y")
        await self._turn(interaction, request.number, user_id, said)

    @handles(DecideFollow)
    async def answer_notice(self, interaction: Press, request: DecideFollow) -> None:
        """The same below the notice that somebody asks, which says from then on what was decided."""
        user_id, agrees = UserId(request.user), request.agrees == "y"
        said = await self._decide(interaction, user_id, request.username, agrees=agrees)
        await turn(interaction, Answer(content=said))

    async def _decide(self, interaction: Press, user_id: UserId, username: str, *, agrees: bool) -> str:
        """Let that diary of the member's come in, or not; what is said of it."""
        begun_s, admin = time.monotonic(), admin_of(interaction)
        deciding = self.following.decide(admin.guild_id, user_id, username, agrees=agrees, now=utcnow())

        try:
            return decided(await in_time(interaction, deciding, begun_s, turns=True))
        except NotLinked:
            return GONE

    async def _turn(self, interaction: Press, number: int, chosen_id: UserId | None = None, said: str = "") -> None:
        guild_id = admin_of(interaction).guild_id
        diaries = await self.following.of_guild(guild_id)
        members = {one.user_id: await self.members.find(guild_id, one.user_id) for one in on_page(diaries, number)}
        await turn(interaction, diaries_page(diaries, number, members, chosen_id, said))


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(LetterboxdLinksCog(bot))
