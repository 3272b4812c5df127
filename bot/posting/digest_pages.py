"""A server's digest with all that it shows: the best-liked review as it is now, where that stands, and the picture."""

from datetime import datetime

from bot.services import Services
from bot.services.ranking import change_of_place, weighted_mean
from bot.ui.answer import Answer, Attachment
from bot.ui.custom_ids import OpenReview
from bot.ui.digest import Admin, BestLiked, digest_page, digest_post, period_label, tally_of
from bot.ui.pictures.board import Board, BoardRow
from bot.ui.pictures.boards import Boards
from data.errors import ReviewNotFound
from data.models import Digest, Review


class DigestPages:
    """Puts digests together. Of each also the reviews in it are given, as they were read."""

    def __init__(self, services: Services, boards: Boards) -> None:
        self._services = services
        self._boards = boards

    async def post(
        self, digest: Digest, guild_name: str, now: datetime, *, has_picture: bool = True
    ) -> tuple[Answer, list[Review]]:
        """The digest as it is posted in its channel. Raises StoreFailed."""
        best = await self._best(digest)
        picture = await self._picture(digest, guild_name) if has_picture else None
        return digest_post(digest, best, guild_name, picture=picture, posted_at=now), _shown(best)

    async def page(
        self, digest: Digest, guild_name: str, *, is_private: bool, admin: Admin | None = None
    ) -> tuple[Answer, list[Review]]:
        """The digest to be browsed. Raises StoreFailed."""
        best, picture = await self._best(digest), await self._picture(digest, guild_name)
        place = await self._services.digests.place(digest)
        page = digest_page(digest, best, place, guild_name, picture=picture, is_private=is_private, admin=admin)
        return page, _shown(best)

    async def _best(self, digest: Digest) -> BestLiked:
        if digest.best_id is None:
            return BestLiked()

        try:
            review = await self._services.reviews.get(digest.guild_id, digest.best_id)
        except ReviewNotFound:
            return BestLiked()

        request = str(OpenReview(review=review.id))
        posts = await self._services.copies.of(review.id)
        return BestLiked(review, next((copy for copy in posts if copy.request == request), None))

    async def _picture(self, digest: Digest, guild_name: str) -> Attachment | None:
        if not digest.films:
            return None

        rows = [
            BoardRow(
                place=film.place,
                film=film.film,
                score=weighted_mean(tally_of(film), digest.mean, digest.prior),
                count=film.ratings,
                moved=change_of_place(film.place, film.place_before),
                is_new=film.is_new,
            )
            for film in digest.films
        ]
        period = period_label(digest.begins_at, digest.ends_at if digest.id else digest.taken_at, digest.zone)
        return await self._boards.of(Board(heading=guild_name, subheading=period, rows=rows, shows_change=True))


def _shown(best: BestLiked) -> list[Review]:
    return [] if best.review is None else [best.review]
