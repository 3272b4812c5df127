"""`/reviews`: browsing what the members of this server wrote."""

from datetime import datetime

from discord import User, app_commands
from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.posting.finding import find_film
from bot.services.feed import FeedPage
from bot.ui.answer import Answer, is_on_private_message, owns_message, show, turn
from bot.ui.asker import Asker, asker_of
from bot.ui.choices import film_choices, period_choices, rating_filters, read_rating_filter, sort_choices
from bot.ui.custom_ids import ChooseFilmToBrowse, SeeReviews, TurnFeed, TurnPage
from bot.ui.feed import feed_page, request_of
from bot.ui.film_card import pick_film
from bot.ui.router import Press, chosen, handles
from data.models import Author, Film, FilmKey, GuildId, Period, ReviewFilter, Sort, UserId


class FeedCog(commands.Cog):
    """Browsing reviews."""

    def __init__(self, bot: Marquee) -> None:
        self.services = bot.services
        self.copies = bot.copies
        self.completing = bot.completing

    @app_commands.command(name="reviews")
    @app_commands.describe(
        film="Only reviews of this film",
        member="Only reviews by this member",
        rating="Only reviews with such a rating",
        period="Only reviews written lately",
        with_text="Only reviews that say something beside the stars",
        sort="Which come first; the newest unless you say otherwise",
    )
    @app_commands.choices(rating=rating_filters(), period=period_choices(), sort=sort_choices())
    async def reviews(  # noqa: PLR0913, PLR0917  (Discord passes the options by name)
        self,
        interaction: Press,
        film: app_commands.Range[str, 1, 200] | None = None,
        member: User | None = None,
        rating: str | None = None,
        period: str | None = None,
        with_text: bool = False,  # noqa: FBT001, FBT002  (the same)
        sort: str = Sort.NEWEST.value,
    ) -> None:
        """Browse what the members of this server wrote, page by page."""
        asker, now = asker_of(interaction), utcnow()
        found = None

        if film:
            found = await find_film(self.services, self.completing, interaction, film, ChooseFilmToBrowse())

            if found is None:
                return

        if found is not None and not isinstance(found, Film):
            await show(interaction, pick_film(found, ChooseFilmToBrowse()), is_private=True)
            return

        lowest, highest = read_rating_filter(rating)
        wanted = ReviewFilter(
            film_id=None if found is None else await self.services.films.id_of(found, now),
            author_id=None if member is None else UserId(member.id),
            rating_min=lowest,
            rating_max=highest,
            period=None if period is None else Period(period),
            has_text=with_text,
            sort=Sort(sort),
        )
        page = await self.services.feed.first(asker.guild_id, wanted, now)

        if page.reviews:
            await self._show_page(interaction, asker, page, now)
        else:
            # That there is nothing concerns only the one who asked.
            await show(
                interaction, feed_page(_naming(page, member), asker.guild_name, is_private=True), is_private=True
            )

    @reviews.autocomplete("film")
    async def offer_films(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Films that fit what is typed so far."""
        asker = asker_of(interaction)
        return film_choices(await self.services.suggestions.suggest(asker.guild_id, asker.author.id, typed, utcnow()))

    @handles(SeeReviews)
    async def see_reviews(self, interaction: Press, request: SeeReviews) -> None:
        """Browse the reviews of the card's film, privately."""
        await self._browse(interaction, request.film)

    @handles(ChooseFilmToBrowse)
    async def choose(self, interaction: Press, _: ChooseFilmToBrowse) -> None:
        """Browse the reviews of the chosen film, privately."""
        await self._browse(interaction, FilmKey(chosen(interaction)))

    @handles(TurnFeed)
    async def turn_old_page(self, interaction: Press, request: TurnFeed) -> None:
        """The same for a page that was shown before pages had periods."""
        await self.turn_page(interaction, request.as_written_now)

    @handles(TurnPage)
    async def turn_page(self, interaction: Press, request: TurnPage) -> None:
        """Another page for the one who asked, a private copy for anyone else; or this one shown to all."""
        asker, now = asker_of(interaction), utcnow()
        page = await self._page(asker.guild_id, request, now)

        if request.turn == "show":
            await self._show_page(interaction, asker, page, now)
        elif not owns_message(interaction):
            await self._show_privately(interaction, asker, page)
        elif is_on_private_message(interaction):
            await turn(interaction, await self._private(asker, page))
        else:
            await turn(interaction, feed_page(page, asker.guild_name, is_private=False))
            await self.copies.remember_turned(
                interaction, request_of(page), page.reviews, now, author_id=page.wanted.author_id
            )

    async def _show_page(self, interaction: Press, asker: Asker, page: FeedPage, built_at: datetime) -> None:
        """Show the page to all."""
        message_id = await show(interaction, feed_page(page, asker.guild_name, is_private=False), is_private=False)
        await self.copies.remember(
            interaction, message_id, request_of(page), page.reviews, built_at, author_id=page.wanted.author_id
        )

    async def _show_privately(self, interaction: Press, asker: Asker, page: FeedPage) -> None:
        await show(interaction, await self._private(asker, page), is_private=True)

    async def _private(self, asker: Asker, page: FeedPage) -> Answer:
        """The page as only the asker sees it."""
        opened = await self.services.spoilers.opened_for(asker.guild_id, asker.author.id, page.reviews)
        return feed_page(page, asker.guild_name, is_private=True, opened=opened)

    async def _browse(self, interaction: Press, key: FilmKey) -> None:
        asker, now = asker_of(interaction), utcnow()
        film = await self.services.films.get(key, asker.guild_id)
        wanted = ReviewFilter(film_id=await self.services.films.id_of(film, now))
        await self._show_privately(interaction, asker, await self.services.feed.first(asker.guild_id, wanted, now))

    async def _page(self, guild_id: GuildId, request: TurnPage, now: datetime) -> FeedPage:
        feed, wanted, cursor = self.services.feed, request.wanted, request.cursor

        match request.turn:
            case "last":
                return await feed.last(guild_id, wanted, now)
            case "after" if cursor:
                return await feed.after(guild_id, wanted, cursor, request.number, now)
            case "before" if cursor:
                return await feed.before(guild_id, wanted, cursor, request.number, now)
            case "show" if cursor:
                return await feed.starting_at(guild_id, wanted, cursor, request.number, now)
            case _:
                return await feed.first(guild_id, wanted, now)


def _naming(page: FeedPage, member: User | None) -> FeedPage:
    """The page with the name of the member who was asked for, also where they were never seen here."""
    if member is None or page.author is not None:
        return page

    return page.model_copy(update={"author": Author(id=UserId(member.id), name=member.display_name)})


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(FeedCog(bot))
