"""A review that is open, page by page, with what its reader may do; and what is said when one is saved or deleted."""

from discord import ButtonStyle
from discord.ui import Button, View

from bot.ui import limits
from bot.ui.answer import Answer
from bot.ui.components import button
from bot.ui.custom_ids import Cancel, ConfirmDelete, DeleteReview, ShowReview, TurnLeaf, WriteReview
from bot.ui.embeds import GREY, Embed, author_name, review_embed
from bot.ui.names import film_name
from bot.ui.stars import in_words, stars
from bot.ui.text import literal, pages
from data.models import Change, Film, Post, Review, SavedReview


def open_review(review: Review, number: int, *, is_author: bool, is_moderator: bool) -> Answer:
    """Page `number` of a review in full, for one reader: the spoilers are theirs to see."""
    text = pages(review.content.text, limits.EMBED_DESCRIPTION) or [""]
    number = min(number, len(text))
    embed = review_embed(review, text[number - 1])
    answer = Answer(embeds=(embed,))

    if len(text) > 1:
        answer = answer.with_rows(
            (
                button("Previous", TurnLeaf(review=review.id, number=max(1, number - 1)), is_disabled=number == 1),
                button(f"Page {number} of {len(text)}", Cancel(), is_disabled=True),
                button("Next", TurnLeaf(review=review.id, number=number + 1), is_disabled=number == len(text)),
            )
        )

    film = review.film.key

    if is_author:
        return answer.with_rows(
            (
                button("Edit", WriteReview(film=film), ButtonStyle.primary),
                button("Delete", DeleteReview(review=review.id), ButtonStyle.danger),
                button("Show here", ShowReview(review=review.id)),
            )
        )

    buttons = [button("Review it too", WriteReview(film=film)), button("Show here", ShowReview(review=review.id))]

    if is_moderator:
        buttons.append(button("Remove", DeleteReview(review=review.id), ButtonStyle.danger))

    return answer.with_rows(buttons)


def saved_again(saved: SavedReview, post: Post | None) -> Answer:
    """What the author hears after an edit, privately, with the way to the `post` that was edited."""
    said = "Nothing to change: that is what your review says already." if saved.change is Change.UNCHANGED else "Saved."

    if post is not None:
        link = f"https://discord.com/channels/{saved.review.guild_id}/{post.channel_id}/{post.message_id}"
        said += f" [See it where it was posted]({link})."

    return Answer(content=said).with_rows(_own_buttons(saved.review))


def rated(saved: SavedReview) -> Answer:
    """What a member hears after `/rate`, privately."""
    review = saved.review
    rating = review.content.rating or 0
    kept = " The text of your review is as it was." if review.content.text else ""
    said = f"You gave **{film_name(review.film)}** {stars(rating)} ({in_words(rating)}).{kept}"
    return Answer(content=said).with_rows(_own_buttons(review))


def ask_delete(review: Review, *, is_author: bool) -> Answer:
    """Ask once more before a review goes."""
    whose = "your review" if is_author else f"{literal(author_name(review))}'s review"
    word = "Delete it" if is_author else "Remove it"
    embed = Embed(
        title=f"{'Delete' if is_author else 'Remove'} this review?",
        description=f"This deletes {whose} of **{film_name(review.film)}** with every earlier version, for good.",
        colour=GREY,
    )
    buttons = (
        button(word, ConfirmDelete(review=review.id), ButtonStyle.danger),
        button("Keep it", TurnLeaf(review=review.id, number=1)),
    )
    return Answer(embeds=(embed,), rows=(buttons,))


def deleted(film: Film) -> Answer:
    """What is said after a review went."""
    return Answer(content=f"The review of **{film_name(film)}** is deleted.")


def _own_buttons(review: Review) -> tuple[Button[View], ...]:
    return (
        button("Edit", WriteReview(film=review.film.key)),
        button("Show here", ShowReview(review=review.id)),
    )
