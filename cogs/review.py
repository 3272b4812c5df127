"""`/review` and `/rate`: the forms, saving them, and where a review is then to be seen."""

import logging
import time
from datetime import datetime, timedelta
from functools import partial

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.posting.finding import find_film
from bot.ui.answer import Answer, begun, follow_up, show
from bot.ui.asker import asker_of
from bot.ui.by_hand import offer_by_hand
from bot.ui.choices import film_choices, rating_choices
from bot.ui.custom_ids import (
    ChooseFilmToRate,
    ChooseFilmToReview,
    ChooseFromList,
    CustomId,
    OpenReview,
    ReopenForm,
    ReplaceText,
    ShowReview,
    SubmitDetails,
    SubmitReview,
    SubmitText,
    UnknownCustomId,
    WriteReview,
)
from bot.ui.embeds import review_post
from bot.ui.fetching import fetch_file
from bot.ui.film_card import pick_film
from bot.ui.forms import read_review_form, read_text_form, review_form, text_form
from bot.ui.problems import form_returned
from bot.ui.router import Press, chosen, handles
from bot.ui.saved import IN_PUBLIC_ANSWER, KEPT_OUT, NOTHING_GIVEN, on_its_way, rated, saved_privately, stands_at
from bot.ui.saving import in_time, log_return, save_form, save_text
from bot.ui.setup import missing_for_feed
from data.errors import FilmNotFound, StoreFailed, TooOften
from data.models import (
    Change,
    ChannelId,
    Copy,
    Film,
    FilmKey,
    HalfStars,
    MessageId,
    Review,
    ReviewForm,
    ReviewId,
    SavedReview,
)

_log = logging.getLogger(__name__)

IN_FEED_WITHIN_S = 1.5
"""How long an author waits for the link to their review in the server's feed, before they hear that it is to come."""

SHOWN_AT_MOST, SHOWN_WITHIN_S = 3, 60.0
"""So many reviews a member may show again in a server in so many seconds."""


class ReviewCog(commands.Cog):
    """Writing reviews, and showing them."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.services = bot.services
        self._being_posted: set[ReviewId] = set()
        self._shown = commands.CooldownMapping[Press].from_cooldown(SHOWN_AT_MOST, SHOWN_WITHIN_S, _who_and_where)

    @app_commands.command(name="review")
    @app_commands.describe(film="The film you watched")
    async def review(self, interaction: Press, film: app_commands.Range[str, 1, 200]) -> None:
        """Write or edit your review of a film: stars, text, spoilers, tags."""
        found = await find_film(self.services, self.bot.completing, interaction, film, ChooseFilmToReview())

        if isinstance(found, Film):
            await self._open_form(interaction, found)
        elif found is not None:
            by_hand = await offer_by_hand(self.services, asker_of(interaction), film)
            await show(interaction, pick_film(found, ChooseFilmToReview(), by_hand), is_private=True)

    @app_commands.command(name="rate")
    @app_commands.describe(film="The film you watched", rating="From half a star to five")
    @app_commands.choices(rating=rating_choices())
    async def rate(self, interaction: Press, film: app_commands.Range[str, 1, 200], rating: int) -> None:
        """Give a film stars without writing. A review that you wrote keeps its text."""
        request = ChooseFilmToRate(rating=rating)
        found = await find_film(self.services, self.bot.completing, interaction, film, request)

        if isinstance(found, Film):
            await self._rate(interaction, found, rating)
        elif found is not None:
            by_hand = await offer_by_hand(self.services, asker_of(interaction), film)
            await show(interaction, pick_film(found, request, by_hand), is_private=True)

    @review.autocomplete("film")
    @rate.autocomplete("film")
    async def offer_films(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Films that fit what is typed so far."""
        asker = asker_of(interaction)
        suggestions = self.services.suggestions
        return film_choices(await suggestions.suggest(asker.guild_id, asker.author.id, typed, utcnow()))

    @handles(ChooseFilmToReview)
    async def choose_to_review(self, interaction: Press, _: ChooseFilmToReview) -> None:
        """Open the form for the chosen film."""
        await self._open_form(interaction, await self._film(interaction, FilmKey(chosen(interaction))))

    @handles(ChooseFilmToRate)
    async def choose_to_rate(self, interaction: Press, request: ChooseFilmToRate) -> None:
        """Rate the chosen film."""
        film = await self._film(interaction, FilmKey(chosen(interaction)))
        await self._rate(interaction, film, request.rating)

    @handles(WriteReview)
    async def write(self, interaction: Press, request: WriteReview) -> None:
        """Open the form for the film, filled with what is there."""
        await self._open_form(interaction, await self._film(interaction, request.film))

    @handles(ReopenForm)
    async def reopen(self, interaction: Press, request: ReopenForm) -> None:
        """Open the form with what could not be saved."""
        await self._open_form(interaction, await self._film(interaction, request.film), reopens=True)

    @handles(ReplaceText)
    async def open_text_form(self, interaction: Press, request: ReplaceText) -> None:
        """Open the form that takes a new text."""
        asker = asker_of(interaction)
        review = await self.services.reviews.get_own(asker.guild_id, asker.author.id, ReviewId(request.review))
        await interaction.response.send_modal(text_form(review))

    @handles(SubmitReview)
    async def submit(self, interaction: Press, request: SubmitReview) -> None:
        """Save a sent form; whatever stands in the way, what was typed is kept."""
        await self._submit(interaction, request.film, read_review_form(interaction.data))

    @handles(SubmitDetails)
    async def submit_details(self, interaction: Press, request: SubmitDetails) -> None:
        """Save a sent form that had no field for the text: it was too long for one, and stays."""
        await self._submit(interaction, request.film, read_review_form(interaction.data, has_text=False))

    @handles(SubmitText)
    async def submit_text(self, interaction: Press, request: SubmitText) -> None:
        """Save a new text, typed or from a file; what was typed is never lost."""
        begun_s = time.monotonic()
        asker = asker_of(interaction)
        new = read_text_form(interaction.data)

        if new.file is None and not new.typed.strip():
            await show(interaction, NOTHING_GIVEN, is_private=True)
            return

        built_at = utcnow()
        fetch = partial(fetch_file, self.bot, interaction)
        saving = save_text(self.services, asker, ReviewId(request.review), new, fetch)
        saved = await in_time(interaction, saving, begun_s)
        await self._answer(interaction, saved, built_at, begun_s)

    @handles(ShowReview)
    async def show_here(self, interaction: Press, request: ShowReview) -> None:
        """Post the review in this channel too."""
        asker, built_at = asker_of(interaction), utcnow()
        review = await self.services.reviews.get(asker.guild_id, ReviewId(request.review))
        retry_after_s = self._shown.update_rate_limit(interaction)

        if retry_after_s is not None:
            raise TooOften(utcnow() + timedelta(seconds=retry_after_s))

        await self._post(interaction, review, built_at)

    async def _film(self, interaction: Press, key: FilmKey) -> Film:
        return await self.services.films.get(key, asker_of(interaction).guild_id)

    async def _open_form(self, interaction: Press, film: Film, *, reopens: bool = False) -> None:
        asker = asker_of(interaction)
        opened = await self.services.reviews.form_for(asker.guild_id, asker.author.id, film, utcnow(), reopens=reopens)
        await interaction.response.send_modal(review_form(film, opened))

    async def _submit(self, interaction: Press, film_key: FilmKey, form: ReviewForm) -> None:
        begun_s = time.monotonic()
        asker = asker_of(interaction)

        try:
            film = await self._film(interaction, film_key)
        except (FilmNotFound, StoreFailed) as error:
            # The catalogue was replaced while the form was open, or the store is out of order.
            await show(interaction, form_returned(film_key, form, error, log_return(error)), is_private=True)
            return

        built_at = utcnow()
        saving = save_form(self.services, asker, film, form, str(interaction.locale))
        saved = await in_time(interaction, saving, begun_s)
        await self._answer(interaction, saved, built_at, begun_s)

    async def _rate(self, interaction: Press, film: Film, rating: HalfStars) -> None:
        begun_s = time.monotonic()
        asker = asker_of(interaction)
        saving = self.services.reviews.rate(asker.guild_id, asker.author, film, rating, utcnow())
        saved = await in_time(interaction, saving, begun_s)
        # A rating is never posted as an answer: without a feed there is nothing to say of where it is.
        place = await self._place(interaction, saved, begun_s) if saved.feed_id is not None else ""
        await show(interaction, rated(saved, place or ""), is_private=True)

    async def _answer(
        self, interaction: Press, saved: SavedReview | Answer, built_at: datetime, begun_s: float
    ) -> None:
        """Tell the author, privately, what became of a form; or post the review as the answer, for all to see."""
        if isinstance(saved, Answer):
            await show(interaction, saved, is_private=True)
            return

        review_id = saved.review.id
        is_first = review_id not in self._being_posted
        self._being_posted.add(review_id)

        try:
            place = await self._place(interaction, saved, begun_s, is_being_posted=not is_first)

            if place is None:
                await self._post(interaction, saved.review, built_at)
            else:
                await show(interaction, saved_privately(saved, place), is_private=True)
        finally:
            if is_first:
                self._being_posted.discard(review_id)

    async def _place(
        self, interaction: Press, saved: SavedReview, begun_s: float, *, is_being_posted: bool = False
    ) -> str | None:
        """Where the review is, in words; None where it is to be posted as the answer.

        Also one that was only rated so far, or was saved just before a crash, has yet to be posted.
        """
        try:
            if saved.feed_id is not None:
                return await self._place_in_feed(interaction, saved.review, saved.feed_id, begun_s)

            return "" if is_being_posted else await self._place_elsewhere(interaction, saved, begun_s)
        except StoreFailed as error:
            # It is saved, and that is what its author has to hear.
            _log.warning("where a review is could not be found out: %s", error.reason)
            return ""

    async def _place_in_feed(self, interaction: Press, review: Review, feed_id: ChannelId, begun_s: float) -> str:
        copy = await in_time(interaction, self.bot.outbox.sent(review.id, IN_FEED_WITHIN_S), begun_s)

        if copy is None and await self.services.outbox.is_waiting(review.id):
            state = await self.services.guilds.feed(review.guild_id)
            guild = interaction.guild
            is_shut = guild is not None and missing_for_feed(guild, feed_id) != ()
            return on_its_way(feed_id, is_paused=is_shut or state.paused_at is not None)

        # The message in the feed may have been deleted, and the review be shown elsewhere.
        copy = copy or await self._posted(review)
        return stands_at(copy, feed_id) if copy else ""

    async def _place_elsewhere(self, interaction: Press, saved: SavedReview, begun_s: float) -> str | None:
        review = saved.review
        settings = await self.services.guilds.settings(review.guild_id)
        copy = await self._posted(review)
        may_be_lost = saved.change is not Change.NEW and settings.feed_id is None

        if copy is None and may_be_lost and interaction.channel_id is not None:
            looking = self.bot.copies.find_lost(review, ChannelId(interaction.channel_id))
            copy = await in_time(interaction, looking, begun_s)

        if copy is not None:
            return stands_at(copy, settings.feed_id)

        if settings.feed_id is None:
            return None

        return "" if review.content.text or settings.takes_bare_ratings else KEPT_OUT

    async def _posted(self, review: Review) -> Copy | None:
        """The message that was first posted to show the review, or a list with it."""
        own = str(OpenReview(review=review.id))
        copies = await self.services.copies.of(review.id)
        return next((copy for copy in reversed(copies) if copy.request == own or _is_list(copy)), None)

    async def _post(self, interaction: Press, review: Review, built_at: datetime) -> None:
        """Post the review where the interaction came from, and remember the message as one that shows it."""
        answer = review_post(review)

        request = OpenReview(review=review.id)
        is_further = begun(interaction) is not None

        if is_further:
            await show(interaction, IN_PUBLIC_ANSWER, is_private=True)
            message_id = await self._post_after(interaction, answer, request)
        else:
            message_id = await show(interaction, answer, is_private=False)

        await self.bot.copies.remember(interaction, message_id, request, [review], built_at)

        if is_further:
            await self.bot.copies.lone(interaction, message_id, request)

    async def _post_after(self, interaction: Press, answer: Answer, request: OpenReview) -> MessageId:
        """Post it below the private answer; its id, also where Discord took it and nobody told us."""
        try:
            return await follow_up(interaction, answer, is_private=False)
        except (aiohttp.ClientError, OSError, discord.DiscordServerError):
            message_id = await self.bot.copies.lone(interaction, None, request)

            if message_id is None:
                raise

            return message_id


def _is_list(copy: Copy) -> bool:
    """Whether the message is a list in a feed."""
    try:
        return isinstance(CustomId.parse(copy.request or ""), ChooseFromList)
    except UnknownCustomId:
        return False


def _who_and_where(interaction: Press) -> tuple[int, int | None]:
    return interaction.user.id, interaction.guild_id


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(ReviewCog(bot))
