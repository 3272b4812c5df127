"""`/film`: a film's card, and the buttons below it."""

from collections.abc import Sequence

from discord import app_commands
from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.posting.finding import find_film
from bot.posting.private_cards import PrivateCards, private_card
from bot.ui.answer import is_on_private_message, owns_message, show, turn
from bot.ui.asker import asker_of
from bot.ui.choices import film_choices
from bot.ui.custom_ids import ChooseFilm, ShowFilm, SuggestFilms
from bot.ui.film_card import film_card, nothing_related, pick_film
from bot.ui.regions import region_of
from bot.ui.router import Press, chosen, handles
from data.catalogue.base import RelatedFilm
from data.models import Film, FilmKey, MessageId


class FilmCog(commands.Cog):
    """Looking films up."""

    def __init__(self, bot: Marquee) -> None:
        self.services = bot.services
        self.copies = bot.copies
        self.completing = bot.completing
        self.private_cards = PrivateCards(bot.services, bot.completing)

    @app_commands.command(name="film")
    @app_commands.describe(title="Part of the title is enough; the year or the director helps")
    async def film(self, interaction: Press, title: app_commands.Range[str, 1, 200]) -> None:
        """Look a film up: who made it, what it is about, what this server thinks."""
        found = await find_film(self.services, self.completing, interaction, title, ChooseFilm())

        if isinstance(found, Film):
            await self._show_card(interaction, found)
        elif found is not None:
            await show(interaction, pick_film(found, ChooseFilm()), is_private=False)

    @film.autocomplete("title")
    async def offer_titles(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Films that fit what is typed so far."""
        asker = asker_of(interaction)
        return film_choices(await self.services.suggestions.suggest(asker.guild_id, asker.author.id, typed, utcnow()))

    @handles(ChooseFilm)
    async def choose(self, interaction: Press, _: ChooseFilm) -> None:
        """Turn the card, or the question, into the chosen film's card."""
        await self._turn_card(interaction, await self.services.films.get(FilmKey(chosen(interaction))))

    @handles(SuggestFilms)
    async def suggest(self, interaction: Press, request: SuggestFilms) -> None:
        """Offer films to see after this one, in a select below the card."""
        film = await self.services.films.get(request.film)
        related = await self.services.films.related(film)

        if related:
            await self._turn_card(interaction, film, related)
        else:
            await show(interaction, nothing_related(film), is_private=True)

    @handles(ShowFilm)
    async def show_here(self, interaction: Press, request: ShowFilm) -> None:
        """Show a private card to all."""
        await self._show_card(interaction, await self.services.films.get(request.film))

    async def _show_card(self, interaction: Press, film: Film) -> None:
        asker, built_at = asker_of(interaction), utcnow()
        card = await self.services.films.card(asker.guild_id, film, built_at)
        answer = film_card(card, asker.guild_name, region=_public_region(interaction))
        message_id = await show(interaction, answer, is_private=False)
        request = ShowFilm(film=film.key)
        await self.copies.remember(interaction, message_id, request, card.shown, built_at, film_id=card.film_id)
        await self.services.suggestions.looked_up(asker.author.id, card.film_id, utcnow())

    async def _turn_card(self, interaction: Press, film: Film, related: Sequence[RelatedFilm] = ()) -> None:
        """The card in place of the pressed message; on somebody else's, a private copy that can be shown to all."""
        asker, built_at = asker_of(interaction), utcnow()
        card = await self.services.films.card(asker.guild_id, film, built_at)
        private = private_card(card, film, asker, interaction.locale, related)

        if not owns_message(interaction):
            message_id = await show(interaction, private, is_private=True)
            await self.private_cards.follow(interaction, message_id, card, film, asker, related)
        elif is_on_private_message(interaction):
            await turn(interaction, private)
            message_id = None if interaction.message is None else MessageId(interaction.message.id)
            await self.private_cards.follow(interaction, message_id, card, film, asker, related)
        else:
            await turn(interaction, film_card(card, asker.guild_name, related, _public_region(interaction)))
            request = ShowFilm(film=film.key)
            await self.copies.remember_turned(interaction, request, card.shown, built_at, film_id=card.film_id)

        await self.services.suggestions.looked_up(asker.author.id, card.film_id, utcnow())


def _public_region(interaction: Press) -> str:
    """The country in which the server's members watch films: that of the language it has set."""
    return region_of(None if interaction.guild_locale is None else str(interaction.guild_locale))


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(FilmCog(bot))
