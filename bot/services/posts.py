"""Which messages at Discord show which review, and which quote it."""

from collections.abc import Sequence

from data.models import MessageId, Post, Quote, Review, ReviewId
from data.store import Store


class Posts:
    """The posted copies of reviews, and the public cards and pages that quote them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, review_id: ReviewId) -> list[Post]:
        """The messages that show the review, newest first."""
        return await self._store.reviews.posts(review_id)

    async def left_over(self) -> list[Post]:
        """The messages that still show a review which is deleted: the bot was stopped before it deleted them."""
        return await self._store.reviews.posts_without_review()

    async def review(self, review_id: ReviewId) -> Review:
        """The review as it stands now. Raises ReviewNotFound."""
        return await self._store.reviews.get(review_id)

    async def add(self, post: Post) -> None:
        """Remember the message as one that shows the review."""
        await self._store.reviews.add_post(post)

    async def forget(self, message_id: MessageId) -> None:
        """The message is gone."""
        await self._store.reviews.forget_post(message_id)

    async def quote(self, quote: Quote, reviews: Sequence[Review]) -> bool:
        """Remember what the message quotes now, in place of what it quoted; whether all of them still say the same.

        Nothing is written where it quotes nothing and quoted nothing. Raises StoreFailed.
        """
        if not reviews and await self.find_quote(quote.message_id) is None:
            return True

        return await self._store.reviews.quote(quote, reviews)

    async def find_quote(self, message_id: MessageId) -> Quote | None:
        """The message, if it quotes any review."""
        return await self._store.reviews.find_quote(message_id)

    async def quoting(self, review_id: ReviewId) -> list[MessageId]:
        """The messages that quote the review, newest first; also after it is deleted, until they are rewritten."""
        return await self._store.reviews.quoting(review_id)

    async def quotes_left_over(self) -> list[MessageId]:
        """The messages that still quote a review which is deleted: the bot was stopped before it rewrote them."""
        return await self._store.reviews.quoting_deleted()

    async def forget_quotes(self, message_id: MessageId) -> None:
        """The message is gone."""
        await self._store.reviews.forget_quotes(message_id)
