"""`/film`: a film's card, and the buttons below it."""

from collections.abc import Sequence

from discord import app_commands
from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.posting.finding import find_film
from bot.posting.private_cards import Below, PrivateCards
from bot.ui.answer import is_on_private_message, owns_message, show, turn
from bot.ui.asker import asker_of
from bot.ui.by_hand import offer_by_hand
from bot.ui.choices import film_choices
from bot.ui.custom_ids import ChooseFilm, GoBack, ShowFilm, SuggestFilms
from bot.ui.film_card import film_card, nothing_related, pick_film
from bot.ui.opening import path_of
from bot.ui.regions import region_of
from bot.ui.router import Press, chosen, handles
from data.catalogue.base import RelatedFilm
from data.errors import FilmNotFound
from data.models import Film, FilmKey, MessageId


class FilmCog(commands.Cog):
    """Looking films up."""

    def __init__(self, bot: Marquee) -> None:
        self.services = bot.services
        self.copies = bot.copies
        self.completing = bot.completing
        self.posters = bot.posters
        self.private_cards = PrivateCards(bot.services, bot.completing, bot.posters)

    @app_commands.command(name="film")
    @app_commands.describe(title="Part of the title is enough; the year or the director helps")
    async def film(self, interaction: Press, title: app_commands.Range[str, 1, 200]) -> None:
        """Look a film up: who made it, what it is about, what this server thinks."""
        found = await find_film(self.services, self.completing, interaction, title, ChooseFilm())

        if isinstance(found, Film):
            await self._show_card(interaction, found)
        elif found is not None:
            by_hand = await offer_by_hand(self.services, asker_of(interaction), title)
            await show(interaction, pick_film(found, ChooseFilm(), by_hand), is_private=False)

    @film.autocomplete("title")
    async def offer_titles(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Films that fit what is typed so far."""
        asker = asker_of(interaction)
        return film_choices(await self.services.suggestions.suggest(asker.guild_id, asker.author.id, typed, utcnow()))

    @handles(ChooseFilm)
    async def choose(self, interaction: Press, _: ChooseFilm) -> None:
        """Turn the card, or the question, into the chosen film's card; from a card there is a way back."""
        film = await self._film(interaction, FilmKey(chosen(interaction)))
        await self._turn_card(interaction, film, path=await self._path(interaction, path_of(interaction.message), film))

    @handles(GoBack)
    async def go_back(self, interaction: Press, request: GoBack) -> None:
        """Turn the card back into that of the film from which it came."""
        film = await self._film(interaction, request.path[0])
        await self._turn_card(interaction, film, path=await self._path(interaction, request.path[1:], film))

    @handles(SuggestFilms)
    async def suggest(self, interaction: Press, request: SuggestFilms) -> None:
        """Offer films to see after this one, in a select below the card."""
        film = await self._film(interaction, request.film)
        film_id = await self.services.films.id_of(film, utcnow())
        related = await self.services.related.of(asker_of(interaction).guild_id, film, film_id, utcnow())

        if related:
            path = await self._path(interaction, path_of(interaction.message)[1:], film)
            await self._turn_card(interaction, film, related, path)
        else:
            await show(interaction, nothing_related(film), is_private=True)

    @handles(ShowFilm)
    async def show_here(self, interaction: Press, request: ShowFilm) -> None:
        """Show a private card to all."""
        await self._show_card(interaction, await self._film(interaction, request.film))

    async def _film(self, interaction: Press, key: FilmKey) -> Film:
        return await self.services.films.get(key, asker_of(interaction).guild_id)

    async def _show_card(self, interaction: Press, film: Film) -> None:
        asker, built_at = asker_of(interaction), utcnow()
        card = await self.services.films.card(asker.guild_id, film, built_at)
        picture = await self.posters.of(card.film)
        answer = film_card(card, asker.guild_name, picture=picture, region=_public_region(interaction))
        message_id = await show(interaction, answer, is_private=False)
        request = ShowFilm(film=film.key)
        await self.copies.remember(interaction, message_id, request, card.shown, built_at, film_id=card.film_id)
        await self.services.suggestions.looked_up(asker.author.id, card.film_id, utcnow())

    async def _path(self, interaction: Press, keys: Sequence[FilmKey], film: Film) -> Sequence[Film]:
        """The films of the way back from `film`'s card, the nearest first; what is gone ends it."""
        path: list[Film] = []

        for key in keys:
            try:
                earlier = await self._film(interaction, key)
            except FilmNotFound:
                break

            # Who went in a circle needs no longer way back than the circle.
            if earlier.key == film.key:
                break

            path.append(earlier)

        return path

    async def _turn_card(
        self, interaction: Press, film: Film, related: Sequence[RelatedFilm] = (), path: Sequence[Film] = ()
    ) -> None:
        """The card in place of the pressed message; on somebody else's, a private copy that can be shown to all."""
        asker, built_at = asker_of(interaction), utcnow()
        card = await self.services.films.card(asker.guild_id, film, built_at)
        below = Below(related, path)

        if not owns_message(interaction):
            private = await self.private_cards.of(card, film, asker, interaction.locale, below)
            message_id = await show(interaction, private, is_private=True)
            await self.private_cards.follow(interaction, message_id, card, film, asker, below)
        elif is_on_private_message(interaction):
            await turn(interaction, await self.private_cards.of(card, film, asker, interaction.locale, below))
            message_id = None if interaction.message is None else MessageId(interaction.message.id)
            await self.private_cards.follow(interaction, message_id, card, film, asker, below)
        else:
            picture, region = await self.posters.of(card.film), _public_region(interaction)
            await turn(interaction, film_card(card, asker.guild_name, related, path, picture=picture, region=region))
            request = ShowFilm(film=film.key)
            await self.copies.remember_turned(interaction, request, card.shown, built_at, film_id=card.film_id)

        await self.services.suggestions.looked_up(asker.author.id, card.film_id, utcnow())


def _public_region(interaction: Press) -> str:
    """The country in which the server's members watch films: that of the language it has set."""
    return region_of(None if interaction.guild_locale is None else str(interaction.guild_locale))


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(FilmCog(bot))
