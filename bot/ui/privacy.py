"""Deleting everything: what there is, the question, and what was done."""

from collections.abc import Mapping

from discord import ButtonStyle

from bot.ui.answer import Answer
from bot.ui.components import button
from bot.ui.custom_ids import Cancel, Forget
from bot.ui.embeds import GREY, Embed
from bot.ui.text import words
from data.models import Forgotten


def ask_forget(kept: Mapping[str, int]) -> Answer:
    """Say what is kept about the one who asks, and ask whether all of it is to go."""
    if not any(kept.values()):
        return Answer(content="I keep nothing about you.")

    embed = Embed(
        title="Delete everything I keep about you?",
        description=(
            f"In all servers together that is {words(kept['reviews'], 'review')} with every earlier version,"
            f" {words(kept['drafts'], 'draft')}, {words(kept['watchlist'], 'film')} on your watchlist, and your"
            f" name and avatar as seen in {words(kept['servers'], 'server')}.\n\n"
            "My messages that show your reviews are deleted too, and film cards and pages that quote them are rewritten"
            " without them. **This can't be undone.**"
        ),
        colour=GREY,
    )
    buttons = (button("Delete everything", Forget(), ButtonStyle.danger), button("Keep it", Cancel()))
    return Answer(embeds=(embed,), rows=(buttons,))


def forgotten(gone: Forgotten, posts_left: int, quotes_left: int = 0) -> Answer:
    """What was deleted. The counts are of messages that Discord did not let us delete, or rewrite, just now."""
    said = f"Everything is deleted: {words(gone.reviews, 'review')} and all else I kept about you."

    if posts_left:
        said += (
            f" {words(posts_left, 'message')} of mine could not be deleted, because I may not see the channel:"
            " please ask those who manage that server to delete them."
        )

    if quotes_left:
        said += (
            f" {words(quotes_left, 'message')} of mine could not be rewritten and may still quote you:"
            " please ask those who manage that server to delete them. I try again when I am started next."
        )

    return Answer(content=said)
