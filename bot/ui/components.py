"""Buttons and selects, made from a label and what pressing them asks for."""

from collections.abc import Iterable, Sequence

from discord import ButtonStyle, ChannelType, SelectDefaultValue, SelectDefaultValueType, SelectOption
from discord.ui import Button, ChannelSelect, Select, View

from bot.ui import limits
from bot.ui.custom_ids import CustomId
from bot.ui.names import film_label
from bot.ui.text import plain, truncated
from data.models import ChannelId, Film

_NOTHING = "–"
"""Discord takes no label without a character."""


def button(
    label: str, request: CustomId, style: ButtonStyle = ButtonStyle.secondary, *, is_disabled: bool = False
) -> Button[View]:
    """A button that asks for `request`."""
    return Button(
        label=truncated(plain(label), limits.BUTTON_LABEL) or _NOTHING,
        custom_id=str(request),
        style=style,
        disabled=is_disabled,
    )


def select(placeholder: str, request: CustomId, options: Iterable[SelectOption]) -> Select[View]:
    """A select of one option; its value comes with `request`. At most 25 options are offered."""
    return Select(
        placeholder=truncated(plain(placeholder), limits.SELECT_PLACEHOLDER),
        custom_id=str(request),
        options=list(options)[: limits.SELECT_OPTIONS],
    )


def channel_select(
    placeholder: str, request: CustomId, types: Sequence[ChannelType], chosen: ChannelId | None = None
) -> ChannelSelect[View]:
    """A select of one of the server's channels of these types, with the `chosen` one chosen already."""
    defaults = [] if chosen is None else [SelectDefaultValue(id=chosen, type=SelectDefaultValueType.channel)]
    return ChannelSelect(
        placeholder=truncated(plain(placeholder), limits.SELECT_PLACEHOLDER),
        custom_id=str(request),
        channel_types=list(types),
        default_values=defaults,
    )


def option(label: str, value: str, description: str = "", *, is_default: bool = False) -> SelectOption:
    """An option of a select, its words cut to what Discord shows."""
    return SelectOption(
        label=truncated(plain(label), limits.OPTION_LABEL) or _NOTHING,
        value=value,
        description=truncated(plain(description), limits.OPTION_DESCRIPTION) or None,
        default=is_default,
    )


def film_option(film: Film, description: str = "") -> SelectOption:
    """A film to choose: title and year, and who directed it unless something else is said."""
    return option(film_label(film, limits.OPTION_LABEL), film.key, description or ", ".join(film.directors))
