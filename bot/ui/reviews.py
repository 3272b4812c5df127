"""A review that is open, page by page, with what its reader may do; and what is said when one is deleted."""

from collections.abc import Sequence
from datetime import datetime

from discord import ButtonStyle
from discord.ui import Button, View

from bot.services.reviews import Deletion, Version
from bot.ui import limits
from bot.ui.answer import Answer
from bot.ui.components import button
from bot.ui.custom_ids import (
    MOST_PAGES,
    Cancel,
    ConfirmDelete,
    DeleteReview,
    OpenReview,
    ReplaceText,
    SeeVersions,
    ShowReview,
    TurnLeaf,
    UndoDelete,
    WriteReview,
)
from bot.ui.embeds import (
    GREY,
    SPOILER_NOTICE,
    Embed,
    author_name,
    hides_text,
    like_button,
    review_embed,
)
from bot.ui.names import film_name
from bot.ui.stars import stars
from bot.ui.text import literal, pages
from data.models import Review, Viewing

_VIEWINGS_TOLD = 10
"""The latest viewings that stand one by one below a review: more would crowd out its text."""


def open_review(  # noqa: PLR0913  (what one reader is to one review)
    review: Review,
    number: int,
    *,
    is_author: bool,
    is_moderator: bool,
    is_liked: bool,
    versions: int = 0,
    viewings: Sequence[Viewing] = (),
    is_hidden: bool = False,
) -> Answer:
    """Page `number` of a review in full, for one reader.

    Its spoilers are the reader's to see, unless the text `is_hidden` until they ask. `versions` and `viewings` are the
    author's own: how many earlier versions there are, and when the film was watched.
    """
    is_hidden = is_hidden and hides_text(review.content)
    text = [SPOILER_NOTICE] if is_hidden else pages(review.content.text, limits.EMBED_DESCRIPTION) or [""]
    number = min(number, len(text))
    embed = review_embed(review, text[number - 1])

    if len(viewings) > 1:
        embed.add_field(name=f"Watched {len(viewings)} times", value=_viewings(viewings), inline=False)

    answer = Answer(embeds=(embed,))

    if len(text) > 1:
        answer = answer.with_rows(_leaves(review, number, len(text)))

    if is_author:
        return answer.with_rows(_for_author(review, versions))

    return answer.with_rows(_for_reader(review, is_moderator=is_moderator, is_liked=is_liked, is_hidden=is_hidden))


def earlier_version(version: Version, leaf: int) -> Answer:
    """Page `leaf` of an earlier version of one's own review, with the way to those before and after it.

    One goes through them from the latest to the first, each page by page.
    """
    review, revision, number = version.review, version.revision, version.number
    text = pages(revision.content.text, limits.EMBED_DESCRIPTION) or [""]
    leaf = min(leaf, len(text))
    page = f" · page {leaf} of {len(text)}" if len(text) > 1 else ""
    said = (
        f"**Earlier version {number:,} of {version.count:,}**{page}\n"
        f"-# {_moment(revision.written_at)} – {_moment(revision.replaced_at)}"
    )
    then = review.model_copy(update={"content": revision.content, "edited_at": None})
    embed = review_embed(then, text[leaf - 1])
    embed.timestamp = None
    answer = Answer(content=said, embeds=(embed,))
    before = (number, leaf - 1) if leaf > 1 else (number + 1, MOST_PAGES) if number < version.count else None
    after = (number, leaf + 1) if leaf < len(text) else (number - 1, 1) if number > 1 else None

    if before or after:
        answer = answer.with_rows(
            (
                _turn("Previous" if leaf > 1 else "Newer", review, before, (number, leaf)),
                _turn("Next" if leaf < len(text) else "Older", review, after, (number, leaf)),
            )
        )

    return answer.with_rows((button("Back", TurnLeaf(review=review.id, number=1)),))


def no_versions() -> Answer:
    """What is said where a review has no earlier version."""
    return Answer(content="This review has no earlier version.")


def ask_delete(review: Review, *, is_author: bool, is_hidden: bool = False) -> Answer:
    """Ask once more before a review goes; its text stays hidden for one for whom it `is_hidden`."""
    whose = "your review" if is_author else f"{literal(author_name(review))}'s review"
    word = "Delete it" if is_author else "Remove it"
    embed = Embed(
        title=f"{'Delete' if is_author else 'Remove'} this review?",
        description=(
            f"This deletes {whose} of **{film_name(review.film)}** with every earlier version and its likes."
            " You can undo that for ten minutes; then it is gone for good."
        ),
        colour=GREY,
    )
    buttons = (
        button(word, ConfirmDelete(review=review.id), ButtonStyle.danger),
        button("Keep it", Cancel() if is_hidden else TurnLeaf(review=review.id, number=1)),
    )
    return Answer(embeds=(embed,), rows=(buttons,))


def deleted(deletion: Deletion) -> Answer:
    """What is said after a review went, with the way back."""
    review = deletion.review
    until = f"<t:{int(deletion.can_undo_until.timestamp())}:t>"
    return Answer(
        content=(
            f"The review of **{film_name(review.film)}** is deleted, and what showed it says so."
            f" You can bring it back until {until}; then it is gone for good."
        ),
        rows=((button("Undo", UndoDelete(review=review.id), ButtonStyle.primary),),),
    )


def restored(review: Review, *, is_author: bool) -> Answer:
    """What is said after a deleted review came back."""
    said = f"The review of **{film_name(review.film)}** is back, with its likes and earlier versions."
    return Answer(content=said).with_rows(own_buttons(review) if is_author else (_open_button(review),))


def own_buttons(review: Review) -> tuple[Button[View], ...]:
    """What an author may do with a review that is not open."""
    return (
        button("Edit", WriteReview(film=review.film.key)),
        button("More", OpenReview(review=review.id)),
        button("Show here", ShowReview(review=review.id)),
    )


def _open_button(review: Review) -> Button[View]:
    return button("Read it", OpenReview(review=review.id))


def _leaves(review: Review, number: int, count: int) -> tuple[Button[View], ...]:
    """What turns the pages of a long review."""
    return (
        button("Previous", TurnLeaf(review=review.id, number=max(1, number - 1)), is_disabled=number == 1),
        button(f"Page {number} of {count}", Cancel(), is_disabled=True),
        button("Next", TurnLeaf(review=review.id, number=number + 1), is_disabled=number == count),
    )


def _for_author(review: Review, versions: int) -> list[Button[View]]:
    """What its author may do with an open review."""
    buttons = [
        button("Edit", WriteReview(film=review.film.key), ButtonStyle.primary),
        button("Replace text" if review.content.text else "Add a text", ReplaceText(review=review.id)),
    ]

    if versions:
        label = f"Earlier versions ({versions:,})"
        buttons.append(button(label, SeeVersions(review=review.id, number=min(versions, MOST_PAGES), leaf=1)))

    buttons.append(button("Show here", ShowReview(review=review.id)))
    buttons.append(button("Delete", DeleteReview(review=review.id), ButtonStyle.danger))
    return buttons


def _for_reader(review: Review, *, is_moderator: bool, is_liked: bool, is_hidden: bool) -> list[Button[View]]:
    """What anybody else may do with an open review."""
    buttons = [button("Read it", OpenReview(review=review.id), ButtonStyle.primary)] if is_hidden else []
    buttons += [
        like_button(review, is_liked=is_liked),
        button("Review it too", WriteReview(film=review.film.key)),
        button("Show here", ShowReview(review=review.id)),
    ]

    if is_moderator:
        buttons.append(button("Remove", DeleteReview(review=review.id), ButtonStyle.danger))

    return buttons


def _turn(label: str, review: Review, to: tuple[int, int] | None, here: tuple[int, int]) -> Button[View]:
    """A button to another page of another version; one that leads nowhere is there all the same, so that none moves."""
    number, leaf = to or here
    return button(label, SeeVersions(review=review.id, number=number, leaf=leaf), is_disabled=to is None)


def _viewings(viewings: Sequence[Viewing]) -> str:
    """Viewings, the latest first, a line each."""
    told = [
        f"{_day(viewing)}{f' · {stars(viewing.rating)}' if viewing.rating else ''}"
        for viewing in reversed(viewings[-_VIEWINGS_TOLD:])
    ]
    more = len(viewings) - len(told)
    return "\n".join([*told, f"and {more:,} before that"] if more else told)


def _day(viewing: Viewing) -> str:
    watched = viewing.watched_on
    return f"{watched.day} {watched:%B %Y}" if watched else "Day not given"


def _moment(moment: datetime) -> str:
    return f"<t:{int(moment.timestamp())}:f>"
