"""The questions around a server's digests: which week, and whether it is to be posted at once. No I/O."""

from collections.abc import Sequence
from datetime import datetime

from discord import ButtonStyle, app_commands
from discord.ui import Modal, TextInput

from bot.ui import limits
from bot.ui.answer import Answer
from bot.ui.components import button
from bot.ui.custom_ids import Cancel, PostDigest, SkipDigest, SubmitDigestDate
from bot.ui.digest import period_label
from bot.ui.forms import entries_of, labelled, stopped
from bot.ui.setup.permissions import Missing, give, lacks
from bot.ui.text import words
from data.models import ChannelId, DigestId, PastWeek

DAY = "day"
"""The custom id of the form's one field."""

_MARK = "#"
"""Stands before a week's number where a week was chosen; whoever types writes days."""


def week_choices(weeks: Sequence[PastWeek], typed: str) -> list[app_commands.Choice[str]]:
    """The weeks whose days hold all that is typed, as choices, in their order."""
    wanted = typed.casefold().split()
    named = [(_name(week), week) for week in weeks]
    return [
        app_commands.Choice(name=name, value=f"{_MARK}{week.id}")
        for name, week in named
        if all(word in name.casefold() for word in wanted)
    ][: limits.CHOICES]


def chosen_week(value: str) -> DigestId | None:
    """The number of the week that was chosen; None where something was typed."""
    number = value.removeprefix(_MARK)
    is_chosen = value.startswith(_MARK) and number.isascii() and number.isdigit() and len(number) <= 15
    return DigestId(int(number)) if is_chosen else None


def day_form() -> Modal:
    """The form that asks for a day."""
    modal = Modal(title="Go to the week of a day", custom_id=str(SubmitDigestDate()))
    field = TextInput[Modal](custom_id=DAY, placeholder="2026-11-20", max_length=60)
    modal.add_item(labelled("Day", field, "2026-11-20, 20 November, last Friday, 3 weeks ago…"))
    return stopped(modal)


def read_day_form(submission: object) -> str:
    """What was typed into it, from a submission's raw data; empty where nothing was."""
    return next((entry.value or "" for entry in entries_of(submission) if entry.custom_id == DAY), "")


def ask_post(due_s: int, channel_id: ChannelId) -> Answer:
    """Ask once more before the digest of the present week is posted."""
    said = (
        f"Post this week's digest in <#{channel_id}> now? It takes the place of the one that is due <t:{due_s}:F>; the"
        " next one, a week after that, covers all that comes from now on."
    )
    buttons = (button("Post it now", PostDigest(due_s=due_s), ButtonStyle.primary), button("Cancel", Cancel()))
    return Answer(content=said, rows=(buttons,))


def can_not_post(channel_id: ChannelId, missing: Missing) -> Answer:
    """What is said instead of that question where the digest could not arrive."""
    if not missing:
        return Answer(content="The digest's channel is gone. Choose another one with `/marquee setup`.")

    return Answer(content=f"I can't post it: {lacks(missing)} in <#{channel_id}>. {give(missing)}, then press again.")


def posted_now(channel_id: ChannelId, next_due: datetime) -> Answer:
    """What is said when it is on its way."""
    return Answer(content=f"On its way into <#{channel_id}>. The next digest is due {_when(next_due)}.")


def skipped(due_at: datetime, *, is_skipped: bool) -> Answer:
    """What is said when this week's digest will not be posted, or will after all; with the way back."""
    due_s = int(due_at.timestamp())

    if is_skipped:
        return Answer(
            content=f"I won't post the digest that is due {_when(due_at)}. It can still be browsed with `/digest`.",
            rows=((button("Do not skip this week", SkipDigest(due_s=due_s, undo="u")),),),
        )

    return Answer(
        content=f"I'll post the digest {_when(due_at)} after all.",
        rows=((button("Skip this week", SkipDigest(due_s=due_s)),),),
    )


def _name(week: PastWeek) -> str:
    return f"{period_label(week.begins_at, week.ends_at, week.zone)} · {words(week.ratings, 'rating')}"


def _when(moment: datetime) -> str:
    seconds = int(moment.timestamp())
    return f"<t:{seconds}:F> (<t:{seconds}:R>)"
