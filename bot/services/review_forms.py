"""The review form: what a filled-in one says, and what it opens with."""

from datetime import datetime

from bot.services.dates import read_watched_on
from data.errors import BadTags, NothingSaid, TextTooLong
from data.models import (
    TAG_LENGTH,
    TAG_LIMIT,
    TEXT_LIMIT,
    Model,
    Review,
    ReviewContent,
    ReviewForm,
    shows_something,
)


class OpenedForm(Model):
    """What the review form opens with.

    `is_draft` says that it was never saved as a review. `left_out` is the length of a text that is too long for the
    form: where `form.text` is None it stays as it is, else it is one of another server, which does not come along.
    """

    form: ReviewForm
    is_draft: bool = False
    left_out: int = 0


def read_form(form: ReviewForm, now: datetime, locale: str = "en-US", *, kept: str = "") -> ReviewContent:
    """What a filled-in form says; `kept` is the text that stays where the form has none.

    Raises NothingSaid, TextTooLong, BadWatchedOn, AmbiguousDate, WatchedInFuture, BadTags.
    """
    typed = kept if form.text is None else form.text

    if form.text is not None and len(form.text) > TEXT_LIMIT:
        raise TextTooLong(len(form.text), TEXT_LIMIT)

    if form.rating is None and not shows_something(typed):
        raise NothingSaid

    return ReviewContent(
        rating=form.rating,
        text=typed if typed.strip() else "",
        watched_on=read_watched_on(form.watched_on, now, locale),
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
    """The form as it would have been filled in to say `content`; without the text where that is too long for it."""
    return ReviewForm(
        rating=content.rating,
        text=content.text if len(content.text) <= TEXT_LIMIT else None,
        watched_on=content.watched_on.isoformat() if content.watched_on else "",
        tags=", ".join(content.tags),
        is_spoiler=content.is_spoiler,
        is_rewatch=content.is_rewatch,
        is_liked=content.is_liked,
    )


def opened_form(form: ReviewForm, review: Review | None, *, is_draft: bool = False) -> OpenedForm:
    """What opens with that form: with the review's text where it has none of its own, as far as that fits."""
    text = "" if review is None else review.content.text

    if form.text is not None:
        return OpenedForm(form=form, is_draft=is_draft)

    if len(text) > TEXT_LIMIT:
        return OpenedForm(form=form, is_draft=is_draft, left_out=len(text))

    return OpenedForm(form=form.model_copy(update={"text": text}), is_draft=is_draft)
