"""Deleting everything: what there is, the question, and what was done."""

from collections.abc import Callable, Mapping

from discord import ButtonStyle

from bot.ui.answer import Answer
from bot.ui.components import button
from bot.ui.custom_ids import Cancel, Forget
from bot.ui.embeds import GREY, Embed
from bot.ui.text import words
from data.models import Forgotten

_KINDS: dict[str, Callable[[int], str]] = {
    "reviews": lambda n: f"{words(n, 'review')} with every earlier version",
    "drafts": lambda n: f"{words(n, 'draft')} of what could not be saved",
    "films": lambda n: f"{words(n, 'film')} that you added, changed or merged",
    "watchlist": lambda n: f"{words(n, 'film')} on your watchlist",
    "likes": lambda n: f"{words(n, 'like')} of what others wrote",
    "watches": lambda n: f"{words(n, 'viewing')} of films that you neither rated nor reviewed",
    "letterboxd": lambda n: f"{words(n, 'note')} of what came from your Letterboxd account, and the link to it",
    "lookups": lambda n: f"{words(n, 'film')} that you looked up lately",
    "weeks": lambda n: f"your name among those who wrote most in {words(n, 'week')} of a server",
    "choices": lambda n: f"{words(n, 'choice')} that you made, about spoilers or a server's feed",
    "pace": lambda n: f"when you wrote {words(n, 'new review')} within the last day",
    "servers": lambda n: f"your name and avatar as seen in {words(n, 'server')}",
}
"""Everything that is kept about a person, by kind, in words."""


def ask_forget(kept: Mapping[str, int]) -> Answer:
    """Say what is kept about the one who asks, and ask whether all of it is to go."""
    if not any(kept.values()):
        return Answer(content="I keep nothing about you.")

    kinds = "\n".join(f"• {say(kept[kind])}" for kind, say in _KINDS.items() if kept[kind])
    embed = Embed(
        title="Delete everything I keep about you?",
        description=(
            f"In all servers together that is\n{kinds}\n\n"
            "A film that you added stays where others wrote about it, without your name, its synopsis and its link.\n"
            "My messages that show your reviews are deleted too, and film cards and pages that quote them are rewritten"
            " without them. **This can't be undone.**"
        ),
        colour=GREY,
    )
    buttons = (button("Delete everything", Forget(), ButtonStyle.danger), button("Keep it", Cancel()))
    return Answer(embeds=(embed,), rows=(buttons,))


def forgotten(gone: Forgotten, left: int) -> Answer:
    """What was deleted, and how many messages at Discord could not be deleted or rewritten just now."""
    said = f"Everything is deleted: {words(gone.reviews, 'review')} and all else I kept about you."

    if left:
        said += (
            f" Discord does not let me change {words(left, 'message')} of mine just now, which may still show"
            " something of yours: I keep trying, and those who manage that server can delete them at once."
        )

    return Answer(content=said)
