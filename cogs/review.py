"""`/review` and `/rate`: the form, saving it, and what can be done with one review."""

import asyncio
import logging
from collections.abc import Awaitable
from typing import TypeVar

import discord
from discord import app_commands
from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.ui.answer import Answer, follow_up, show, turn
from bot.ui.asker import Asker, asker_of
from bot.ui.choices import film_choices, rating_choices
from bot.ui.custom_ids import (
    Cancel,
    ChooseFilmToRate,
    ChooseFilmToReview,
    ChooseReview,
    ConfirmDelete,
    DeleteReview,
    OpenReview,
    ReopenForm,
    ShowReview,
    SubmitReview,
    TurnLeaf,
    UnknownCustomId,
    WriteReview,
)
from bot.ui.embeds import pick_film, review_post
from bot.ui.forms import read_review_form, review_form
from bot.ui.problems import form_kept, form_returned
from bot.ui.reporter import new_reference
from bot.ui.reviews import ask_delete, deleted, open_review, rated, saved_again
from bot.ui.router import Press, chosen, handles
from data.errors import FilmNotFound, FormRefused, StoreFailed
from data.models import (
    Change,
    ChannelId,
    Film,
    FilmKey,
    HalfStars,
    Post,
    Review,
    ReviewForm,
    ReviewId,
    SavedReview,
)

_log = logging.getLogger(__name__)

ResultT = TypeVar("ResultT")

ANSWER_WITHIN_S = 2.0
"""A write that takes longer is answered with "is thinking" first: Discord gives up after 3 s."""


class ReviewCog(commands.Cog):
    """Writing, reading and deleting reviews."""

    def __init__(self, bot: Marquee) -> None:
        self.services = bot.services
        self.posting = bot.posting
        self._being_posted: set[ReviewId] = set()

    @app_commands.command(name="review")
    @app_commands.describe(film="The film you watched")
    async def review(self, interaction: Press, film: app_commands.Range[str, 1, 200]) -> None:
        """Write or edit your review of a film: stars, text, spoilers, tags."""
        found = await self.services.films.look_up(film)

        if isinstance(found, Film):
            await self._open_form(interaction, found)
        else:
            await show(interaction, pick_film(found, ChooseFilmToReview()), is_private=True)

    @app_commands.command(name="rate")
    @app_commands.describe(film="The film you watched", rating="From half a star to five")
    @app_commands.choices(rating=rating_choices())
    async def rate(self, interaction: Press, film: app_commands.Range[str, 1, 200], rating: int) -> None:
        """Give a film stars without writing. A review that you wrote keeps its text."""
        found = await self.services.films.look_up(film)

        if isinstance(found, Film):
            await self._rate(interaction, found, rating)
        else:
            await show(interaction, pick_film(found, ChooseFilmToRate(rating=rating)), is_private=True)

    @review.autocomplete("film")
    @rate.autocomplete("film")
    async def offer_films(self, _: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Films that fit what is typed so far."""
        return film_choices(await self.services.films.suggest(typed))

    @handles(ChooseFilmToReview)
    async def choose_to_review(self, interaction: Press, _: ChooseFilmToReview) -> None:
        """Open the form for the chosen film."""
        await self._open_form(interaction, await self.services.films.get(FilmKey(chosen(interaction))))

    @handles(ChooseFilmToRate)
    async def choose_to_rate(self, interaction: Press, request: ChooseFilmToRate) -> None:
        """Rate the chosen film."""
        film = await self.services.films.get(FilmKey(chosen(interaction)))
        await self._rate(interaction, film, request.rating)

    @handles(WriteReview)
    async def write(self, interaction: Press, request: WriteReview) -> None:
        """Open the form for the film, filled with what is there."""
        await self._open_form(interaction, await self.services.films.get(request.film))

    @handles(ReopenForm)
    async def reopen(self, interaction: Press, request: ReopenForm) -> None:
        """Open the form with what could not be saved."""
        await self._open_form(interaction, await self.services.films.get(request.film), reopens=True)

    @handles(SubmitReview)
    async def submit(self, interaction: Press, request: SubmitReview) -> None:
        """Save a sent form; whatever stands in the way, what was typed is kept."""
        asker = asker_of(interaction)
        form = read_review_form(interaction.data)

        try:
            film = await self.services.films.get(request.film)
        except (FilmNotFound, StoreFailed) as error:
            # The catalogue was replaced while the form was open, or the store is out of order.
            answer = form_returned(request.film, form, error, _log_loss(error))
            await show(interaction, answer, is_private=True)
            return

        saved = await _in_time(interaction, self._save(asker, film, form))

        if isinstance(saved, Answer):
            await show(interaction, saved, is_private=True)
            return

        posts = await self._post_once(interaction, saved)

        if posts is not None:
            await show(interaction, saved_again(saved, posts[-1] if posts else None), is_private=True)
            await self.posting.refresh(saved.review.id)

        await self.posting.rewrite_quotes_of(saved.review.id)

    @handles(OpenReview)
    async def open(self, interaction: Press, request: OpenReview) -> None:
        """Show one review whole to the one who asks."""
        await show(interaction, await self._open(interaction, ReviewId(request.review), 1), is_private=True)

    @handles(ChooseReview)
    async def choose(self, interaction: Press, request: ChooseReview) -> None:
        """Show the chosen review whole to the one who asks."""
        value = chosen(interaction)

        if not value.isascii() or not value.isdigit() or len(value) > 18:
            raise UnknownCustomId(str(request))

        await show(interaction, await self._open(interaction, ReviewId(int(value)), 1), is_private=True)

    @handles(TurnLeaf)
    async def turn_leaf(self, interaction: Press, request: TurnLeaf) -> None:
        """Another page of the open review."""
        await turn(interaction, await self._open(interaction, ReviewId(request.review), request.number))

    @handles(ShowReview)
    async def show_here(self, interaction: Press, request: ShowReview) -> None:
        """Post the review in this channel too."""
        asker = asker_of(interaction)
        await self._post(interaction, await self.services.reviews.get(asker.guild_id, ReviewId(request.review)))

    @handles(DeleteReview)
    async def ask_delete(self, interaction: Press, request: DeleteReview) -> None:
        """Ask once more."""
        asker = asker_of(interaction)
        review = await self.services.reviews.get(asker.guild_id, ReviewId(request.review))
        is_author = review.author.id == asker.author.id
        await turn(interaction, ask_delete(review, is_author=is_author))

    @handles(ConfirmDelete)
    async def delete(self, interaction: Press, request: ConfirmDelete) -> None:
        """Delete the review and the messages that show it."""
        asker = asker_of(interaction)
        review, posts = await self.services.reviews.delete(
            asker.guild_id, asker.author.id, ReviewId(request.review), is_moderator=asker.is_moderator
        )

        try:
            await turn(interaction, deleted(review.film))
        finally:
            # What shows the review goes, whether or not Discord still took the answer.
            await self.posting.remove(posts)
            await self.posting.rewrite_quotes_of(review.id)

    @handles(Cancel)
    async def cancel(self, interaction: Press, _: Cancel) -> None:
        """Leave everything as it is."""
        await turn(interaction, Answer(content="Nothing was changed."))

    async def _open_form(self, interaction: Press, film: Film, *, reopens: bool = False) -> None:
        asker = asker_of(interaction)
        opened = await self.services.reviews.form_for(asker.guild_id, asker.author.id, film, utcnow(), reopens=reopens)
        await interaction.response.send_modal(review_form(film, opened.form, is_draft=opened.is_draft))

    async def _rate(self, interaction: Press, film: Film, rating: HalfStars) -> None:
        asker = asker_of(interaction)
        saving = self.services.reviews.rate(asker.guild_id, asker.author, film, rating, utcnow())
        saved = await _in_time(interaction, saving)
        await show(interaction, rated(saved), is_private=True)
        await self.posting.refresh(saved.review.id)
        await self.posting.rewrite_quotes_of(saved.review.id)

    async def _open(self, interaction: Press, review_id: ReviewId, number: int) -> Answer:
        asker = asker_of(interaction)
        review = await self.services.reviews.get(asker.guild_id, review_id)
        is_author = review.author.id == asker.author.id
        return open_review(review, number, is_author=is_author, is_moderator=asker.is_moderator)

    async def _post_once(self, interaction: Press, saved: SavedReview) -> list[Post] | None:
        """Post the review unless it is posted, or is being posted; the posts that are there, newest first, if so.

        Also one that was only rated so far, or was saved just before a crash, has yet to be posted.
        """
        review = saved.review

        if review.id in self._being_posted:
            return []

        self._being_posted.add(review.id)

        try:
            posts = await self.services.posts.of(review.id)

            if not posts and saved.change is not Change.NEW and interaction.channel_id is not None:
                lost = await self.posting.find_lost(review, ChannelId(interaction.channel_id))
                posts = [lost] if lost else []

            if posts:
                return posts

            await self._post(interaction, review)
        finally:
            self._being_posted.discard(review.id)

        return None

    async def _post(self, interaction: Press, review: Review) -> None:
        """Post the review where the interaction came from, and remember the message as one that shows it."""
        answer = review_post(review)

        if interaction.response.is_done():
            await show(interaction, Answer(content="Your review is saved."), is_private=True)
            message_id = await follow_up(interaction, answer, is_private=False)
        else:
            message_id = await show(interaction, answer, is_private=False)

        if message_id is not None and interaction.channel_id is not None:
            post = Post(review_id=review.id, channel_id=ChannelId(interaction.channel_id), message_id=message_id)
            await self.posting.note(post, review)

    async def _save(self, asker: Asker, film: Film, form: ReviewForm) -> SavedReview | Answer:
        """Save the form; where that fails, keep it as a draft, and where even that fails, give its text back."""
        guild_id, author = asker.guild_id, asker.author

        try:
            return await self.services.reviews.submit(guild_id, author, film, form, utcnow())
        except (FormRefused, StoreFailed) as error:
            reference = new_reference()

            if isinstance(error, StoreFailed):
                _log.error("a review could not be saved: %s", error.reason, extra={"reference": reference})

            try:
                await self.services.reviews.keep_draft(guild_id, author.id, film, form, utcnow())
            except StoreFailed as failure:
                _log.error("nor could its draft: %s", failure.reason, extra={"reference": reference})
                return form_returned(film.name, form, error, reference)

            return form_kept(film, error, reference)
        except Exception as error:  # noqa: BLE001  (the boundary of what a member typed: no bug may lose it)
            return form_returned(film.name, form, error, _log_loss(error))


def _log_loss(error: Exception) -> str:
    """Tell the log that a form went back unsaved; the reference that its author is told."""
    reference = new_reference()
    _log.error("a form was given back", extra={"reference": reference}, exc_info=error)
    return reference


async def _in_time(interaction: discord.Interaction[Marquee], work: Awaitable[ResultT]) -> ResultT:
    """The result of `work`; Discord is asked to wait when it takes longer than a person should."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait([task], timeout=ANSWER_WITHIN_S)

    if not done and not interaction.response.is_done():
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
        except discord.HTTPException as error:
            # The work goes on all the same: it holds what somebody typed.
            _log.warning("Discord could not be asked to wait: %s", error)

    return await task


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(ReviewCog(bot))
