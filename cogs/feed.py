"""`/reviews`: browsing what the members of this server wrote."""

from discord import User, app_commands
from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.services.feed import FeedPage
from bot.ui.answer import is_on_private_message, owns_message, show, turn
from bot.ui.asker import Asker, asker_of
from bot.ui.choices import film_choices, rating_filters, read_rating_filter, sort_choices
from bot.ui.custom_ids import ChooseFilmToBrowse, SeeReviews, TurnFeed
from bot.ui.embeds import pick_film
from bot.ui.feed import feed_page, request_of
from bot.ui.router import Press, chosen, handles
from data.models import Film, FilmKey, GuildId, ReviewFilter, Sort, UserId


class FeedCog(commands.Cog):
    """Browsing reviews."""

    def __init__(self, bot: Marquee) -> None:
        self.services = bot.services
        self.posting = bot.posting

    @app_commands.command(name="reviews")
    @app_commands.describe(
        film="Only reviews of this film",
        member="Only reviews by this member",
        rating="Only reviews with such a rating",
        sort="Which come first; the newest unless you say otherwise",
    )
    @app_commands.choices(rating=rating_filters(), sort=sort_choices())
    async def reviews(
        self,
        interaction: Press,
        film: app_commands.Range[str, 1, 200] | None = None,
        member: User | None = None,
        rating: str | None = None,
        sort: str = Sort.NEWEST.value,
    ) -> None:
        """Browse what the members of this server wrote, page by page."""
        asker = asker_of(interaction)
        found = await self.services.films.look_up(film) if film else None

        if found is not None and not isinstance(found, Film):
            await show(interaction, pick_film(found, ChooseFilmToBrowse()), is_private=True)
            return

        lowest, highest = read_rating_filter(rating)
        wanted = ReviewFilter(
            film_id=None if found is None else await self.services.films.id_of(found, utcnow()),
            author_id=None if member is None else UserId(member.id),
            rating_min=lowest,
            rating_max=highest,
            sort=Sort(sort),
        )
        page = await self.services.feed.first(asker.guild_id, wanted)

        if page.reviews:
            await self._show_page(interaction, asker, page)
        else:
            # That there is nothing concerns only the one who asked.
            await show(interaction, feed_page(page, asker.guild_name, is_private=True), is_private=True)

    @reviews.autocomplete("film")
    async def offer_films(self, _: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Films that fit what is typed so far."""
        return film_choices(await self.services.films.suggest(typed))

    @handles(SeeReviews)
    async def see_reviews(self, interaction: Press, request: SeeReviews) -> None:
        """Browse the reviews of the card's film, privately."""
        await self._browse(interaction, await self.services.films.get(request.film))

    @handles(ChooseFilmToBrowse)
    async def choose(self, interaction: Press, _: ChooseFilmToBrowse) -> None:
        """Browse the reviews of the chosen film, privately."""
        await self._browse(interaction, await self.services.films.get(FilmKey(chosen(interaction))))

    @handles(TurnFeed)
    async def turn_page(self, interaction: Press, request: TurnFeed) -> None:
        """Another page for the one who asked, a private copy for anyone else; or this one shown to all."""
        asker = asker_of(interaction)
        page = await self._page(asker.guild_id, request)

        if request.turn == "show":
            await self._show_page(interaction, asker, page)
        elif not owns_message(interaction):
            await show(interaction, feed_page(page, asker.guild_name, is_private=True), is_private=True)
        elif is_on_private_message(interaction):
            await turn(interaction, feed_page(page, asker.guild_name, is_private=True))
        else:
            await turn(interaction, feed_page(page, asker.guild_name, is_private=False))
            await self.posting.remember_turned(interaction, request_of(page), page.reviews)

    async def _show_page(self, interaction: Press, asker: Asker, page: FeedPage) -> None:
        """Show the page to all."""
        message_id = await show(interaction, feed_page(page, asker.guild_name, is_private=False), is_private=False)
        await self.posting.remember(interaction, message_id, request_of(page), page.reviews)

    async def _browse(self, interaction: Press, film: Film) -> None:
        asker = asker_of(interaction)
        wanted = ReviewFilter(film_id=await self.services.films.id_of(film, utcnow()))
        page = await self.services.feed.first(asker.guild_id, wanted)
        await show(interaction, feed_page(page, asker.guild_name, is_private=True), is_private=True)

    async def _page(self, guild_id: GuildId, request: TurnFeed) -> FeedPage:
        feed, wanted, cursor = self.services.feed, request.wanted, request.cursor

        match request.turn:
            case "last":
                return await feed.last(guild_id, wanted)
            case "after" if cursor:
                return await feed.after(guild_id, wanted, cursor, request.number)
            case "before" if cursor:
                return await feed.before(guild_id, wanted, cursor, request.number)
            case "show" if cursor:
                return await feed.starting_at(guild_id, wanted, cursor, request.number)
            case _:
                return await feed.first(guild_id, wanted)


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(FeedCog(bot))
