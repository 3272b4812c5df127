"""Merging films: the question, what was done, and the merges that can be undone. No I/O."""

from collections.abc import Sequence

from discord import ButtonStyle, app_commands

from bot.ui import limits
from bot.ui.answer import Answer
from bot.ui.components import button
from bot.ui.custom_ids import Cancel, ConfirmMerge, UndoMerge
from bot.ui.embeds import GREY, Embed
from bot.ui.names import film_label, film_name
from bot.ui.text import words
from data.models import Merge, MergePlan

_NAME = 120
_ARROW = " → "


def ask_merge(plan: MergePlan) -> Answer:
    """Say what will happen, and ask whether it shall."""
    film, into = film_name(plan.film, _NAME), film_name(plan.into, _NAME)
    lines = [
        f"**{film}** becomes **{into}** in this server.",
        f"• {_moving(plan)}",
        "• Messages that show them follow, and what leads to the one film leads to the other.",
        "• What was merged into it before stays so for good.",
        "You can undo this at any time: what is written from now on then stays with the second film.",
    ]

    if plan.both:
        lines.insert(
            2,
            f"• {words(plan.both, 'member')} reviewed both: the later of the two reviews stays, the other one becomes"
            " an earlier version of it, and the likes of both count.",
        )

    embed = Embed(title="Make one film of these two?", description="\n".join(lines), colour=GREY)
    buttons = (
        button("Merge", ConfirmMerge(own=plan.film_id, film=plan.into.key), ButtonStyle.primary),
        button("Keep both", Cancel()),
    )
    return Answer(embeds=(embed,), rows=(buttons,))


def merged(merge: Merge) -> Answer:
    """What was done, with the way back."""
    return Answer(
        content=f"**{film_name(merge.film, _NAME)}** is **{film_name(merge.into, _NAME)}** now.",
        rows=((button("Undo", UndoMerge(merge=merge.id)),),),
    )


def unmerged(merge: Merge) -> Answer:
    """What was undone."""
    return Answer(
        content=f"**{film_name(merge.film, _NAME)}** and **{film_name(merge.into, _NAME)}** are two films again."
    )


def merge_choices(merges: Sequence[Merge], typed: str) -> list[app_commands.Choice[str]]:
    """Merges as autocomplete offers them, those that hold what is typed."""
    half = (limits.CHOICE_NAME - len(_ARROW)) // 2
    names = {str(merge.id): f"{film_label(merge.film, half)}{_ARROW}{film_label(merge.into, half)}" for merge in merges}
    return [
        app_commands.Choice(name=name, value=number)
        for number, name in names.items()
        if typed.casefold() in name.casefold()
    ][: limits.CHOICES]


def _moving(plan: MergePlan) -> str:
    if not plan.reviews:
        return "Nobody reviewed it yet."

    return f"{words(plan.reviews, 'review')} of it {'moves' if plan.reviews == 1 else 'move'} there."
