"""Time zones: offered while a command is typed, taken from a form, and what is said of one that nobody knows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from discord import ButtonStyle, app_commands
from discord.ui import Modal, TextInput

from bot.ui import limits
from bot.ui.answer import Answer
from bot.ui.components import button, option, select
from bot.ui.custom_ids import ZONE_LENGTH, ChooseZone, OpenZoneForm, ShowStep, SubmitZone
from bot.ui.forms import entries_of, labelled, stopped
from bot.ui.text import literal, plain, truncated

_ZONE = "zone"
"""The custom id of the form's one field."""


def time_there(zone: str, now: datetime) -> str:
    """What the clocks of the zone show; empty where this computer does not know the zone any more."""
    try:
        return f"{now.astimezone(ZoneInfo(zone)):%H:%M}"
    except (ZoneInfoNotFoundError, ValueError):
        return ""


def zone_choices(zones: Iterable[str], now: datetime) -> list[app_commands.Choice[str]]:
    """Zones as autocomplete offers them, with the time there."""
    return [app_commands.Choice(name=_with_time(zone, now), value=zone) for zone in list(zones)[: limits.CHOICES]]


def zone_form(filled: str) -> Modal:
    """The form for the time zone, filled with the present one or with what was typed before."""
    modal = Modal(title="This server's time zone", custom_id=str(SubmitZone()))
    field = TextInput[Any](
        custom_id=_ZONE,
        default=filled[:ZONE_LENGTH] or None,
        placeholder="Europe/Berlin, or just a city",
        max_length=ZONE_LENGTH,
    )
    modal.add_item(labelled("Time zone", field, "A continent and a city, as in Europe/Berlin or America/New_York."))
    return stopped(modal)


def read_zone_form(submission: object) -> str:
    """What was typed, on one line; empty where there is nothing to be seen."""
    typed = next((entry.value or "" for entry in entries_of(submission) if entry.custom_id == _ZONE), "")
    return _on_a_line(typed)


def zone_chosen(zone: str, now: datetime) -> str:
    """What is said when the server has another time zone."""
    there = time_there(zone, now)
    return f"This server's time zone is `{zone}`{f': it is {there} there' if there else ''}."


def zone_unknown(typed: str, near: Sequence[str], kept: str, now: datetime) -> Answer:
    """Say that there is no zone of what was typed, and offer some that may be meant; the one `kept` still holds."""
    quoted = truncated(literal(typed), limits.QUOTED)
    called = f"called “{quoted}”" if quoted else "without a name"
    buttons = (
        button("Back to the form", OpenZoneForm(typed=_on_a_line(typed) or None), ButtonStyle.primary),
        button(f"Keep {kept}", ShowStep(step="digest")),
    )
    said = f"I know no time zone {called}. They are named like `Europe/Berlin`. This server's is `{kept}`, as it was."
    choices = [option(_with_time(zone, now), zone) for zone in near[: limits.SELECT_OPTIONS]]
    rows = ((select("Is it one of these?", ChooseZone(), choices),),) if choices else ()
    return Answer(content=said, rows=(*rows, buttons))


def _on_a_line(typed: str) -> str:
    """What was typed, as far as a custom id and the form's field hold it."""
    return plain(typed)[:ZONE_LENGTH].strip()


def _with_time(zone: str, now: datetime) -> str:
    there = time_there(zone, now)
    return f"{zone} (now {there})" if there else zone
