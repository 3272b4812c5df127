"""Writing reviews: the form and what it opens with, saving, rating, deleting."""

from datetime import datetime

from bot.services.dates import read_watched_on
from data.errors import BadTags, NothingSaid, NotYourReview, ReviewNotFound, TextTooLong
from data.models import (
    TAG_LENGTH,
    TAG_LIMIT,
    TEXT_LIMIT,
    Author,
    Draft,
    Film,
    GuildId,
    HalfStars,
    Model,
    Post,
    Review,
    ReviewContent,
    ReviewForm,
    ReviewId,
    SavedReview,
    UserId,
    shows_something,
)
from data.store import Store


class OpenedForm(Model):
    """What the review form opens with, and whether that is a draft: something that was never saved as a review."""

    form: ReviewForm
    is_draft: bool


class Reviews:
    """Reviews of one server's members."""

    def __init__(self, store: Store) -> None:
        self._store = store

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
            return OpenedForm(form=draft.form, is_draft=True)

        said = review or await self._store.reviews.latest_anywhere(author_id, film.key)
        return OpenedForm(form=ReviewForm() if said is None else to_form(said.content), is_draft=False)

    async def submit(
        self, guild_id: GuildId, author: Author, film: Film, form: ReviewForm, now: datetime
    ) -> SavedReview:
        """Save a filled-in form as the member's review of the film. Raises FormRefused, StoreFailed."""
        content = read_form(form, now)
        await self._store.members.see(guild_id, author, now)
        return await self._store.reviews.save(guild_id, author, film, content, now)

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
        """Set the member's rating of the film; a text that is there stays. Raises StoreFailed."""
        await self._store.members.see(guild_id, author, now)
        return await self._store.reviews.rate(guild_id, author, film, rating, now)

    async def get(self, guild_id: GuildId, review_id: ReviewId) -> Review:
        """The review, if it belongs to this server. Raises ReviewNotFound."""
        review = await self._store.reviews.get(review_id)

        # An id in a custom id is what a client sent: it must never open another server's review.
        if review.guild_id != guild_id:
            raise ReviewNotFound

        return review

    async def delete(
        self, guild_id: GuildId, actor_id: UserId, review_id: ReviewId, *, is_moderator: bool
    ) -> tuple[Review, list[Post]]:
        """Delete the review for its author or for a moderator; it and the messages that still show it.

        Raises ReviewNotFound, NotYourReview, StoreFailed.
        """
        review = await self.get(guild_id, review_id)

        if review.author.id != actor_id and not is_moderator:
            raise NotYourReview(review.author.name)

        posts = await self._store.reviews.posts(review_id)
        await self._store.reviews.delete(review_id)
        return review, posts


def read_form(form: ReviewForm, now: datetime) -> ReviewContent:
    """What a filled-in form says. Raises NothingSaid, TextTooLong, BadWatchedOn, WatchedInFuture, BadTags."""
    if len(form.text) > TEXT_LIMIT:
        raise TextTooLong(len(form.text), TEXT_LIMIT)

    if form.rating is None and not shows_something(form.text):
        raise NothingSaid

    return ReviewContent(
        rating=form.rating,
        text=form.text if form.text.strip() else "",
        watched_on=read_watched_on(form.watched_on, now),
        tags=read_tags(form.tags),
        is_spoiler=form.is_spoiler,
        is_rewatch=form.is_rewatch,
        is_liked=form.is_liked,
    )


def read_tags(typed: str) -> tuple[str, ...]:
    """The tags in a comma-separated list, in its order, each once whatever its case, without a leading `#`.

    Raises BadTags.
    """
    found: dict[str, str] = {}

    for part in typed.split(","):
        if tag := " ".join(part.split()).lstrip("# "):
            found.setdefault(tag.casefold(), tag)

    tags = tuple(found.values())
    longest = max(tags, key=len, default="")

    if len(tags) > TAG_LIMIT or len(longest) > TAG_LENGTH:
        raise BadTags(len(tags), longest)

    return tags


def to_form(content: ReviewContent) -> ReviewForm:
    """The form as it would have been filled in to say `content`."""
    return ReviewForm(
        rating=content.rating,
        text=content.text,
        watched_on=content.watched_on.isoformat() if content.watched_on else "",
        tags=", ".join(content.tags),
        is_spoiler=content.is_spoiler,
        is_rewatch=content.is_rewatch,
        is_liked=content.is_liked,
    )
