"""Writing reviews: the form and what it opens with, saving, rating, earlier versions, deleting and undoing that."""

from datetime import datetime

from bot.services.review_forms import OpenedForm, opened_form, read_form, to_form
from data.errors import (
    CannotRestore,
    NothingSaid,
    NotYourReview,
    ReviewNotFound,
    TextTooLong,
)
from data.models import (
    LONG_TEXT_LIMIT,
    Author,
    DeletedReview,
    Draft,
    Film,
    GuildId,
    HalfStars,
    Model,
    Pace,
    Review,
    ReviewForm,
    ReviewId,
    Revision,
    SavedReview,
    UserId,
    Viewing,
    shows_something,
)
from data.store import Store
from data.store.trash import UNDO_WITHIN


class Version(Model):
    """One of a review's earlier versions. `number` counts from the first, which is 1, to `count`."""

    review: Review
    revision: Revision
    number: int
    count: int


class Deletion(Model):
    """A review that was deleted, now or before, and until when it can come back."""

    review: Review | DeletedReview
    can_undo_until: datetime


class Reviews:
    """Reviews of one server's members."""

    def __init__(self, store: Store, pace: Pace) -> None:
        self._store = store
        self._pace = pace

    async def form_for(
        self, guild_id: GuildId, author_id: UserId, film: Film, now: datetime, *, reopens: bool = False
    ) -> OpenedForm:
        """What the form opens with.

        A draft of the last day comes first, unless the review was changed since: then only where it is asked for
        (`reopens`). Else the member's review in this server, their latest of this film in another, or nothing.
        """
        draft = await self._store.drafts.find(guild_id, author_id, film.key, now)
        review = await self._store.reviews.find(guild_id, author_id, film.key)

        if draft is not None and (reopens or review is None or draft.saved_at >= review.changed_at):
            return opened_form(draft.form, review, is_draft=True)

        if review is not None:
            return opened_form(to_form(review.content), review)

        elsewhere = await self._store.reviews.latest_anywhere(author_id, film.key)

        if elsewhere is None:
            return OpenedForm(form=ReviewForm())

        form = to_form(elsewhere.content)

        # What can't be seen in the form must not be posted with it.
        if form.text is None:
            return OpenedForm(form=form.model_copy(update={"text": ""}), left_out=len(elsewhere.content.text))

        return OpenedForm(form=form)

    async def submit(  # noqa: PLR0913, PLR0917  (who, where, what, when, and in which language)
        self, guild_id: GuildId, author: Author, film: Film, form: ReviewForm, now: datetime, locale: str = "en-US"
    ) -> SavedReview:
        """Save a filled-in form as the member's review of the film; `locale` is the member's, for dates.

        A form without a text leaves the text that is there. Raises FormRefused, ReviewNotFound where there is none any
        more, StoreFailed.
        """
        if form.text is not None:
            content = read_form(form, now, locale)
            await self._store.members.see(guild_id, author, now)
            return await self._store.reviews.save(guild_id, author, film, content, now, self._pace)

        review = await self._store.reviews.find(guild_id, author.id, film.key)

        if review is None:
            raise ReviewNotFound

        content = read_form(form, now, locale, kept=review.content.text)
        await self._store.members.see(guild_id, author, now)
        return await self._store.reviews.save_details(guild_id, author, film, content, now)

    async def replace_text(
        self, guild_id: GuildId, author: Author, review_id: ReviewId, text: str, now: datetime
    ) -> SavedReview:
        """Set the text of the author's review; all else stays.

        Raises ReviewNotFound, NotYourReview, NothingSaid, TextTooLong, TooManyReviews, StoreFailed.
        """
        review = await self.get_own(guild_id, author.id, review_id)

        if len(text) > LONG_TEXT_LIMIT:
            raise TextTooLong(len(text), LONG_TEXT_LIMIT)

        if not shows_something(text):
            raise NothingSaid

        await self._store.members.see(guild_id, author, now)
        # As it is kept: a review is shown with a poster that is the provider's.
        film = (await self._store.films.by_key(review.film.key)).film
        return await self._store.reviews.set_text(guild_id, author, film, text, now, self._pace)

    async def keep_draft(
        self, guild_id: GuildId, author_id: UserId, film: Film, form: ReviewForm, now: datetime
    ) -> None:
        """Keep a form that could not be saved for a day. Raises StoreFailed."""
        draft = Draft(film_key=film.key, form=form, saved_at=now)
        await self._store.drafts.keep(guild_id, author_id, draft)

    async def expire_drafts(self, now: datetime) -> int:
        """Delete the drafts that are past their day; how many there were. Raises StoreFailed."""
        return await self._store.drafts.expire(now)

    async def rate(
        self, guild_id: GuildId, author: Author, film: Film, rating: HalfStars, now: datetime
    ) -> SavedReview:
        """Set the member's rating of the film; a text that is there stays.

        Only a rating that goes into the server's feed is held back like a review. Raises TooManyReviews, StoreFailed.
        """
        settings = await self._store.guilds.settings(guild_id)
        is_posted = settings.feed_id is not None and settings.takes_bare_ratings
        await self._store.members.see(guild_id, author, now)
        return await self._store.reviews.rate(guild_id, author, film, rating, now, self._pace if is_posted else None)

    async def get(self, guild_id: GuildId, review_id: ReviewId) -> Review:
        """The review, if it belongs to this server. Raises ReviewNotFound."""
        review = await self._store.reviews.get(review_id)

        # An id in a custom id is what a client sent: it must never open another server's review.
        if review.guild_id != guild_id:
            raise ReviewNotFound

        return review

    async def get_own(self, guild_id: GuildId, author_id: UserId, review_id: ReviewId) -> Review:
        """The same for its author alone. Raises ReviewNotFound, NotYourReview."""
        review = await self.get(guild_id, review_id)

        if review.author.id != author_id:
            raise NotYourReview(review.author.name)

        return review

    async def viewings(self, review_id: ReviewId) -> list[Viewing]:
        """The viewings that the review is about, in the order in which they were told."""
        return await self._store.reviews.viewings(review_id)

    async def count_versions(self, review_id: ReviewId) -> int:
        """How many earlier versions of the review there are."""
        return await self._store.reviews.count_revisions(review_id)

    async def version(self, guild_id: GuildId, author_id: UserId, review_id: ReviewId, number: int) -> Version | None:
        """An earlier version of the author's review, the latest where there are fewer; None without any.

        Raises ReviewNotFound, NotYourReview.
        """
        review = await self.get_own(guild_id, author_id, review_id)
        count = await self._store.reviews.count_revisions(review_id)
        number = max(1, min(number, count))
        revision = await self._store.reviews.revision(review_id, number)
        return None if revision is None else Version(review=review, revision=revision, number=number, count=count)

    async def delete(
        self, guild_id: GuildId, actor_id: UserId, review_id: ReviewId, now: datetime, *, is_moderator: bool
    ) -> Deletion:
        """Delete the review for its author or for a moderator, who can undo that for a while.

        Raises ReviewNotFound, NotYourReview, StoreFailed.
        """
        review = await self.get(guild_id, review_id)

        if review.author.id != actor_id and not is_moderator:
            raise NotYourReview(review.author.name)

        await self._store.trash.delete(review.id, actor_id, now)
        return Deletion(review=review, can_undo_until=now + UNDO_WITHIN)

    async def deletion_by(
        self, guild_id: GuildId, actor_id: UserId, review_id: ReviewId, now: datetime
    ) -> Deletion | None:
        """The deletion that this person made and can still undo."""
        gone = await self._store.trash.find(review_id)

        if gone is None or (gone.guild_id, gone.deleted_by) != (guild_id, actor_id):
            return None

        until = gone.deleted_at + UNDO_WITHIN
        return Deletion(review=gone, can_undo_until=until) if until > now else None

    async def restore(self, guild_id: GuildId, actor_id: UserId, review_id: ReviewId, now: datetime) -> Review:
        """Bring a deleted review back for the one who deleted it; a review that is there stays as it is.

        Raises CannotRestore, StoreFailed.
        """
        try:
            await self._store.trash.restore(guild_id, review_id, actor_id, now)
        except CannotRestore as error:
            if error.is_replaced:
                raise

            try:
                # Somebody pressed twice.
                return await self.get(guild_id, review_id)
            except ReviewNotFound:
                raise error from None

        return await self.get(guild_id, review_id)

    async def purge(self, now: datetime) -> int:
        """Let go for good of what can't be brought back any more; how many reviews. Raises StoreFailed."""
        return await self._store.trash.purge(now)
