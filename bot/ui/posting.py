"""Keeping what is posted true: the copies of a review, and the public cards and pages that quote it.

All are edited by channel and message id, as the bot's own messages.
"""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

import discord
from discord.utils import utcnow

from bot.services.feed import Feed
from bot.services.films import Films
from bot.services.posts import Posts
from bot.ui.answer import Answer
from bot.ui.custom_ids import CustomId, OpenReview, ShowFilm, TurnFeed, UnknownCustomId
from bot.ui.embeds import film_card, hides_text, review_post
from bot.ui.feed import feed_page, nothing_left, request_of
from data.errors import FilmNotFound, ReviewNotFound, StoreFailed
from data.models import ChannelId, GuildId, MessageId, Post, Quote, Review, ReviewId

_log = logging.getLogger(__name__)

_GONE = frozenset({10003, 10008})
"""Discord's codes for an unknown channel and an unknown message: the copy is gone for good."""

LOOK_BACK = 50
"""How many of a channel's messages are looked through for a lost post: it was sent some seconds before."""

LOOK_WITHIN_S = 1.0
"""How long that may take, below the 3 s in which Discord wants an answer."""

_TRIES = 3
"""How often in a row a message is rewritten when what it quotes changes again meanwhile."""


@dataclass(frozen=True, slots=True)
class _Rewritten:
    """What a message is to say now, the request that rebuilds it the next time, and what it quotes."""

    answer: Answer
    request: str | None = None
    reviews: Sequence[Review] = ()
    keeps_rows: bool = False
    """Whether its buttons and selects stay as they are."""


def _custom_ids(message: discord.Message) -> set[str]:
    """The custom ids of a message's buttons."""
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    return {item.custom_id for row in rows for item in row.children if item.custom_id}


class Posting:
    """Edits and deletes messages that show reviews, and rewrites those that quote them."""

    def __init__(self, client: discord.Client, posts: Posts, films: Films, feed: Feed) -> None:
        self._client = client
        self._posts = posts
        self._films = films
        self._feed = feed
        self._locks: WeakValueDictionary[MessageId, asyncio.Lock] = WeakValueDictionary()
        self._review_locks: WeakValueDictionary[ReviewId, asyncio.Lock] = WeakValueDictionary()
        self._being_rewritten: set[MessageId] = set()

    async def refresh(self, review_id: ReviewId) -> None:
        """Bring every posted copy to the review's present state; one that is gone is forgotten.

        One out of reach stays as it is, unless the text is to be hidden now: then it is deleted if that is possible.
        """
        # One after the other for each review, each with what is there now: the latest state is what stays.
        async with self._review_locks.setdefault(review_id, asyncio.Lock()):
            try:
                review = await self._posts.review(review_id)
            except ReviewNotFound:
                return

            answer = review_post(review)

            for post in await self._posts.of(review_id):
                try:
                    await self._message(post).edit(content=answer.content, embeds=answer.embeds, view=answer.view())
                except discord.HTTPException as error:
                    if not await self._take_note(post, error) and hides_text(review.content):
                        await self.remove((post,))

    async def note(self, post: Post, review: Review) -> None:
        """Remember the message as one that shows `review`, and catch up with what changed while it was sent.

        A failing store costs the log a warning, not the person their answer.
        """
        try:
            await self._posts.add(post)
            current = await self._posts.review(review.id)
        except ReviewNotFound:
            await self.remove((post,))
        except StoreFailed as error:
            _log.warning("a post is not known: %s", error.reason, extra={"message_id": post.message_id})
        else:
            if current != review:
                await self.refresh(review.id)

    async def find_lost(self, review: Review, channel_id: ChannelId) -> Post | None:
        """The message of the channel that shows the review, though nobody noted it: the bot was stopped in between."""
        wanted = str(OpenReview(review=review.id))
        channel = self._client.get_partial_messageable(channel_id)

        try:
            # The author's answer waits for this.
            async with asyncio.timeout(LOOK_WITHIN_S):
                latest = [message async for message in channel.history(limit=LOOK_BACK)]
        except (discord.HTTPException, TimeoutError) as error:
            _log.info("the channel can't be looked through: %r", error)
            return None

        for message in latest:
            if message.author == self._client.user and wanted in _custom_ids(message):
                post = Post(review_id=review.id, channel_id=channel_id, message_id=MessageId(message.id))
                await self.note(post, review)
                return post

        return None

    async def remove(self, posts: Iterable[Post]) -> int:
        """Delete the messages; how many could not be deleted."""
        left = 0

        for post in posts:
            try:
                await self._message(post).delete()
            except discord.HTTPException as error:
                if await self._take_note(post, error):
                    continue

                left += 1
            else:
                await self._posts.forget(post.message_id)

        return left

    async def remember(
        self,
        interaction: discord.Interaction[Any],
        message_id: MessageId | None,
        request: CustomId,
        reviews: Sequence[Review],
    ) -> None:
        """Remember which reviews the message shown to all quotes, and the request that rebuilds it.

        A review that changed since it was read did not yet know of this message, which is then rewritten at once.
        """
        if message_id is None or interaction.channel_id is None or interaction.guild_id is None:
            return

        quote = Quote(
            message_id=message_id,
            channel_id=ChannelId(interaction.channel_id),
            guild_id=GuildId(interaction.guild_id),
            request=str(request),
        )
        # A message that was turned while it was rewritten may have ended as either.
        is_in_doubt = message_id in self._being_rewritten

        try:
            async with self._lock(message_id):
                is_true = await self._posts.quote(quote, reviews)

                if is_in_doubt or not is_true:
                    await self._rewrite(message_id)
        except StoreFailed as error:
            # The person has the answer: this is the log's to tell.
            _log.warning("what a message quotes is not known: %s", error.reason, extra={"message_id": message_id})

    async def remember_turned(
        self, interaction: discord.Interaction[Any], request: CustomId, reviews: Sequence[Review]
    ) -> None:
        """Remember which reviews the pressed public message quotes now that it is turned."""
        message = interaction.message
        await self.remember(interaction, None if message is None else MessageId(message.id), request, reviews)

    async def rewrite_quotes_of(self, review_id: ReviewId) -> None:
        """Rewrite every public message that quotes the review, whether it is changed or deleted."""
        await self.rewrite(await self._posts.quoting(review_id))

    async def rewrite(self, message_ids: Iterable[MessageId]) -> int:
        """Rebuild the messages from what is true now, one after the other; how many could not be rewritten.

        One that is gone is forgotten, one out of reach stays as it is.
        """
        left = 0

        for message_id in message_ids:
            async with self._lock(message_id):
                self._being_rewritten.add(message_id)

                try:
                    left += not await self._rewrite(message_id)
                finally:
                    self._being_rewritten.discard(message_id)

        return left

    async def _rewrite(self, message_id: MessageId) -> bool:
        """Rebuild the message until it is true; False if it is out of reach."""
        for _ in range(_TRIES):
            quote = await self._posts.find_quote(message_id)

            if quote is None:
                return True

            now = await self._rebuild(quote)

            try:
                await self._edit(quote, now)
            except discord.HTTPException as error:
                if error.code in _GONE:
                    await self._posts.forget_quotes(message_id)
                    return True

                _log.warning("a message that quotes is out of reach: %s", error, extra={"message_id": message_id})
                return False

            if await self._posts.quote(quote.model_copy(update={"request": now.request}), now.reviews):
                return True

        _log.warning("what a message quotes changes faster than it is rewritten", extra={"message_id": message_id})
        return False

    async def _edit(self, quote: Quote, now: _Rewritten) -> None:
        message = self._client.get_partial_messageable(quote.channel_id).get_partial_message(quote.message_id)
        answer = now.answer

        if now.keeps_rows:
            await message.edit(content=answer.content, embeds=answer.embeds)
        else:
            await message.edit(content=answer.content, embeds=answer.embeds, view=answer.view())

    async def _rebuild(self, quote: Quote) -> _Rewritten:
        """What the message is to say now: a card, a page, or that nothing of it is left."""
        try:
            request = CustomId.parse(quote.request or "")

            if isinstance(request, ShowFilm):
                return await self._rebuild_card(quote, request)

            if isinstance(request, TurnFeed):
                return await self._rebuild_page(quote, request)
        except (UnknownCustomId, FilmNotFound):
            # A forgotten person's page, or what a later version wrote: what it quotes must go all the same.
            pass

        return _Rewritten(nothing_left())

    async def _rebuild_card(self, quote: Quote, request: ShowFilm) -> _Rewritten:
        film = await self._films.get(request.film)
        card = await self._films.card(quote.guild_id, film, utcnow())
        answer = film_card(card, self._guild_name(quote.guild_id))
        # Nothing below a card is a review's, and the films to see next that somebody asked for shall stay.
        return _Rewritten(answer, quote.request, card.newest, keeps_rows=True)

    async def _rebuild_page(self, quote: Quote, request: TurnFeed) -> _Rewritten:
        if request.cursor is None:
            return _Rewritten(nothing_left())

        page = await self._feed.again(quote.guild_id, request.wanted, request.cursor, request.number)

        if not page.reviews:
            return _Rewritten(nothing_left())

        answer = feed_page(page, self._guild_name(quote.guild_id), is_private=False)
        return _Rewritten(answer, str(request_of(page)), page.reviews)

    def _guild_name(self, guild_id: GuildId) -> str:
        guild = self._client.get_guild(guild_id)
        return guild.name if guild is not None and guild.name else "this server"

    def _lock(self, message_id: MessageId) -> asyncio.Lock:
        """Held while a message is rewritten, so that no older state of it lands on a newer one."""
        return self._locks.setdefault(message_id, asyncio.Lock())

    def _message(self, post: Post) -> discord.PartialMessage:
        return self._client.get_partial_messageable(post.channel_id).get_partial_message(post.message_id)

    async def _take_note(self, post: Post, error: discord.HTTPException) -> bool:
        """Forget a copy that is gone; whether it was."""
        if error.code in _GONE:
            await self._posts.forget(MessageId(post.message_id))
            return True

        _log.warning("a posted review is out of reach: %s", error, extra={"message_id": post.message_id})
        return False
