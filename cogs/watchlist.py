"""`/watchlist`: the films that one wants to see, privately."""

import random

from discord import app_commands
from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.posting.private_cards import PrivateCards
from bot.ui.answer import show, turn
from bot.ui.asker import asker_of
from bot.ui.custom_ids import ToggleWatchlist, TurnWatchlist
from bot.ui.router import Press, handles
from bot.ui.watchlist import watchlist_changed, watchlist_page
from data.models import GuildId, UserId


class WatchlistCog(commands.GroupCog, group_name="watchlist", group_description="The films that you want to see"):
    """One's own list."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.services = bot.services
        self.private_cards = PrivateCards(bot.services, bot.completing, bot.posters)
        self.chance = random.SystemRandom()

    @app_commands.command(name="show")
    async def show_list(self, interaction: Press) -> None:
        """Show the films that you want to see, to you alone."""
        page = await self.services.watchlist.page(UserId(interaction.user.id), 1, _guild(interaction))
        await show(interaction, watchlist_page(page), is_private=True)

    @app_commands.command(name="random")
    async def pick(self, interaction: Press) -> None:
        """Pick one of the films that you want to see."""
        asker = asker_of(interaction)
        film = await self.services.watchlist.pick(asker.author.id, self.chance, asker.guild_id)
        card = await self.services.films.card(asker.guild_id, film, utcnow())
        private = await self.private_cards.of(card, film, asker, interaction.locale)
        message_id = await show(interaction, private, is_private=True)
        await self.private_cards.follow(interaction, message_id, card, film, asker)

    @handles(TurnWatchlist)
    async def turn_page(self, interaction: Press, request: TurnWatchlist) -> None:
        """Another page of one's own list."""
        page = await self.services.watchlist.page(UserId(interaction.user.id), request.number, _guild(interaction))
        await turn(interaction, watchlist_page(page))

    @handles(ToggleWatchlist)
    async def toggle(self, interaction: Press, request: ToggleWatchlist) -> None:
        """Put the film of a card on one's list, or take it off."""
        film = await self.services.films.get(request.film, _guild(interaction))
        is_on_it = await self.services.watchlist.toggle(UserId(interaction.user.id), film, utcnow())
        await show(interaction, watchlist_changed(film, self.bot.command_ids, is_on_it=is_on_it), is_private=True)


def _guild(interaction: Press) -> GuildId | None:
    """The server that the interaction comes from; None from a direct message."""
    return None if interaction.guild_id is None else GuildId(interaction.guild_id)


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(WatchlistCog(bot))
