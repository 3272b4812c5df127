"""`/top`: the server's ranking of films, page by page."""

from datetime import datetime, timedelta

from discord import User, app_commands
from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.posting.private_cards import NOTHING, PrivateCards
from bot.services.rankings import RankingFilter, RankingPage, check_period
from bot.ui.answer import Attachment, is_on_private_message, owns_message, show, turn
from bot.ui.asker import Asker, asker_of
from bot.ui.custom_ids import ChooseRankedFilm, TurnTop
from bot.ui.custom_ids.top import MOST_ASKED
from bot.ui.router import Press, chosen, handles
from bot.ui.top import ALL_TIME, board_of, request_of, top_page, top_periods, trait_choices
from data.models import Author, FilmKey, GuildId, Period, TraitId, TraitKind, UserId

_SECOND = timedelta(seconds=1)


class TopCog(commands.Cog):
    """The server's ranking."""

    def __init__(self, bot: Marquee) -> None:
        self.services = bot.services
        self.rankings = bot.services.rankings
        self.copies = bot.copies
        self.boards = bot.boards
        self.private_cards = PrivateCards(bot.services, bot.completing, bot.posters)

    @app_commands.command(name="top")
    @app_commands.describe(
        period="Only ratings of late; all time unless you say otherwise",
        first="Only ratings from this day on, such as 2026-11-20, 20 November or last friday",
        last="Only ratings up to this day, which counts as well",
        genre="Only films of this genre",
        decade="Only films of this decade",
        country="Only films from this country",
        director="Only films by this director",
        member="Only this member's own ratings",
        minimum="Only films with at least so many ratings",
    )
    @app_commands.rename(first="from", last="to")
    @app_commands.choices(period=top_periods())
    async def top(  # noqa: PLR0913, PLR0917  (Discord passes the options by name)
        self,
        interaction: Press,
        period: str | None = None,
        first: app_commands.Range[str, 1, 60] | None = None,
        last: app_commands.Range[str, 1, 60] | None = None,
        genre: app_commands.Range[str, 1, 100] | None = None,
        decade: app_commands.Range[str, 1, 100] | None = None,
        country: app_commands.Range[str, 1, 100] | None = None,
        director: app_commands.Range[str, 1, 100] | None = None,
        member: User | None = None,
        minimum: app_commands.Range[int, 1, MOST_ASKED] = 1,
    ) -> None:
        """See which films this server rates highest."""
        asker, now = asker_of(interaction), utcnow()
        chosen_period = None if period in {None, ALL_TIME} else Period(period)
        check_period(chosen_period, first, last)
        begin, end = await self.rankings.read_dates(asker.guild_id, first, last, now, str(interaction.locale))
        wanted = RankingFilter(
            period=chosen_period,
            begin=begin,
            # A page that is turned later is still one of this ranking. What is given in this very second is in it.
            end=end if chosen_period is None else now + _SECOND,
            genre=await self._trait(asker.guild_id, TraitKind.GENRE, genre, now),
            decade=await self._trait(asker.guild_id, TraitKind.DECADE, decade, now),
            country=await self._trait(asker.guild_id, TraitKind.COUNTRY, country, now),
            director=await self._trait(asker.guild_id, TraitKind.DIRECTOR, director, now),
            author_id=None if member is None else UserId(member.id),
            minimum=minimum,
        )
        page = await self.rankings.page(asker.guild_id, wanted)

        if page.films:
            await self._show_page(interaction, asker, page, now)
        else:
            # That there is nothing concerns only the one who asked.
            empty = top_page(_naming(page, member), asker.guild_name, is_private=True)
            await show(interaction, empty, is_private=True)

    @top.autocomplete("genre")
    async def offer_genres(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Genres of films that the server reviewed."""
        return await self._offer(interaction, TraitKind.GENRE, typed)

    @top.autocomplete("decade")
    async def offer_decades(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Their decades."""
        return await self._offer(interaction, TraitKind.DECADE, typed)

    @top.autocomplete("country")
    async def offer_countries(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Their countries."""
        return await self._offer(interaction, TraitKind.COUNTRY, typed)

    @top.autocomplete("director")
    async def offer_directors(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Their directors."""
        return await self._offer(interaction, TraitKind.DIRECTOR, typed)

    @handles(TurnTop)
    async def turn_page(self, interaction: Press, request: TurnTop) -> None:
        """Another page for the one who asked, a private copy for anyone else; or this one shown to all."""
        asker, now = asker_of(interaction), utcnow()
        page = await self.rankings.page(asker.guild_id, request.wanted, request.number)

        picture = await self.boards.of(board_of(page, asker.guild_name)) if request.picture else None

        if request.place == "show":
            await self._show_page(interaction, asker, page, now, picture)
            return

        is_own = owns_message(interaction)
        is_private = not is_own or is_on_private_message(interaction)
        answer = top_page(page, asker.guild_name, picture=picture, is_private=is_private)

        if not is_own:
            await show(interaction, answer, is_private=True)
            return

        await turn(interaction, answer)

        if not is_private and page.wanted.author_id is not None:
            await self.copies.remember_turned(
                interaction, request_of(page), page.reviews, now, author_id=page.wanted.author_id
            )

    @handles(ChooseRankedFilm)
    async def open_card(self, interaction: Press, _: ChooseRankedFilm) -> None:
        """The chosen film's card, privately: the ranking stays."""
        asker, now = asker_of(interaction), utcnow()
        film = await self.services.films.get(FilmKey(chosen(interaction)), asker.guild_id)
        card = await self.services.films.card(asker.guild_id, film, now)
        private = await self.private_cards.of(card, film, asker, interaction.locale, NOTHING)
        message_id = await show(interaction, private, is_private=True)
        await self.private_cards.follow(interaction, message_id, card, film, asker, NOTHING)
        await self.services.suggestions.looked_up(asker.author.id, card.film_id, utcnow())

    async def _show_page(
        self,
        interaction: Press,
        asker: Asker,
        page: RankingPage,
        built_at: datetime,
        picture: Attachment | None = None,
    ) -> None:
        """Show the page to all. One of a member's ratings follows them, and goes with them."""
        answer = top_page(page, asker.guild_name, picture=picture, is_private=False)
        message_id = await show(interaction, answer, is_private=False)

        if page.wanted.author_id is not None:
            await self.copies.remember(
                interaction, message_id, request_of(page), page.reviews, built_at, author_id=page.wanted.author_id
            )

    async def _offer(self, interaction: Press, kind: TraitKind, typed: str) -> list[app_commands.Choice[str]]:
        guild_id = asker_of(interaction).guild_id
        return trait_choices(await self.rankings.offers(guild_id, kind, typed, utcnow()))

    async def _trait(self, guild_id: GuildId, kind: TraitKind, typed: str | None, now: datetime) -> TraitId | None:
        return None if typed is None else await self.rankings.trait(guild_id, kind, typed, now)


def _naming(page: RankingPage, member: User | None) -> RankingPage:
    """The page with the name of the member who was asked for, also where they were never seen here."""
    if member is None or page.author is not None:
        return page

    return page.model_copy(update={"author": Author(id=UserId(member.id), name=member.display_name)})


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(TopCog(bot))
