"""The digest's step of the set-up."""

from collections.abc import Sequence
from datetime import datetime

from discord import ButtonStyle

from bot.ui.answer import Item
from bot.ui.components import button, channel_select, option, select
from bot.ui.custom_ids import ChooseAmount, ChooseDigest, OpenZoneForm, SendTrial, StopDigest, Switch, UseZone
from bot.ui.setup.permissions import POST_TYPES, Missing, give, lacks, refused
from bot.ui.setup.server import Fields, ServerSetup
from bot.ui.setup.zones import time_there
from data.models import ChannelId, GuildSettings

INTRO = (
    "Once a week I can post what happened: the best-rated films of the week, what divided you most, who wrote most, and"
    " the best-liked review."
)

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

UNCHOSEN_ZONE = "UTC"
"""The zone of a server that never chose one; of one that did, a suggestion more does no harm."""


def digest_fields(setup: ServerSetup, where: str) -> Fields:
    """What is chosen for the digest, and what is wrong with it; `where` it can be changed."""
    settings = setup.settings
    problem = _problem(settings, setup.missing_for_digest, where)
    empty = "told of in one line" if settings.tells_of_empty_weeks else "passed over"
    return [
        ("Weekly digest", _digest(setup, where)),
        *([("The digest can't arrive", problem)] if problem else ()),
        ("Day and time", _moment(settings, setup.now)),
        ("Empty weeks", f"A week without a rating or a review is {empty}."),
    ]


def digest_rows(setup: ServerSetup) -> list[Sequence[Item]]:
    """What the digest's step offers."""
    settings = setup.settings
    chosen = None if setup.missing_for_digest is None else settings.digest_id
    days = [option(day, str(number), is_default=number == settings.weekday) for number, day in enumerate(DAYS)]
    hours = [
        option(f"{hour:02}:00", str(hour), f"{hour % 12 or 12} {'am' if hour < 12 else 'pm'}", is_default=is_chosen)
        for hour in range(24)
        for is_chosen in (hour == settings.hour,)
    ]
    return [
        (channel_select("Choose the digest's channel…", ChooseDigest(), POST_TYPES, chosen),),
        (select("On which day?", ChooseAmount(what="weekday"), days),),
        (select("At which hour?", ChooseAmount(what="hour"), hours),),
        _buttons(setup),
    ]


def when_due(setup: ServerSetup) -> str:
    """When the next digest comes: the day and time where the reader is, and how far away that is."""
    due_s = int(setup.next_due.timestamp())
    return f"<t:{due_s}:F> (<t:{due_s}:R>){', but is skipped' if setup.is_skipped else ''}"


def digest_chosen(channel_id: ChannelId) -> str:
    """What is said when the digest has another channel."""
    return f"The weekly digest goes into <#{channel_id}> from now on."


def digest_refused(settings: GuildSettings, channel_id: ChannelId, missing: Missing) -> str:
    """What is said when the bot can't use the chosen channel, and the digest is as it was."""
    kept = "There is still no digest." if settings.digest_id is None else "The digest is as it was."
    return f"{refused(channel_id, missing)} {kept}"


def digest_stopped() -> str:
    """What is said when no digest is posted any more."""
    return "No digest is posted any more."


def _digest(setup: ServerSetup, where: str) -> str:
    if setup.settings.digest_id is None:
        first = f"the first one comes {when_due(setup)}"
        return f"It is not posted; `/digest` shows it. Choose a channel {where}, and {first}."

    if setup.missing_for_digest is None:
        return f"Its channel is gone. Choose another one {where}."

    return f"It goes into <#{setup.settings.digest_id}>. The next one comes {when_due(setup)}."


def _problem(settings: GuildSettings, missing: Missing, where: str) -> str:
    if settings.digest_id is None or not missing:
        return ""

    return f"{lacks(missing)} in <#{settings.digest_id}>. {give(missing)}, or choose another channel {where}."


def _moment(settings: GuildSettings, now: datetime) -> str:
    there = time_there(settings.zone, now)
    clock = f", where it is {there} now" if there else ", a time zone that there is no more: I go by UTC"
    return f"{DAYS[settings.weekday]}s at {settings.hour:02}:00, in `{settings.zone}`{clock}."


def _buttons(setup: ServerSetup) -> Sequence[Item]:
    settings = setup.settings
    buttons = [button("Time zone…", OpenZoneForm())]

    if settings.zone == UNCHOSEN_ZONE and setup.guess != settings.zone:
        buttons.append(button(f"Use {setup.guess}", UseZone(zone=setup.guess), ButtonStyle.primary))

    buttons.append(
        button("Pass over empty weeks", Switch(what="empty", to="off"))
        if settings.tells_of_empty_weeks
        else button("Tell of empty weeks", Switch(what="empty", to="on"))
    )

    if settings.digest_id is not None:
        buttons.append(button("Send a test post", SendTrial(of="digest")))
        buttons.append(button("Turn the digest off", StopDigest(), ButtonStyle.danger))

    return buttons
