"""Whether spoilers open at once: what can be chosen, and what is."""

from collections.abc import Mapping

from discord import app_commands

from bot.services.spoilers import SpoilerChoices
from bot.ui.answer import Answer
from bot.ui.help import mention
from bot.ui.names import server_name

_NAMES: Mapping[bool | None, str] = {
    False: "Always ask me",
    True: "Open at once for films I have reviewed",
    None: "As each server has it",
}

_VALUES: Mapping[str, bool | None] = {"ask": False, "open": True, "server": None}


def spoiler_choices() -> list[app_commands.Choice[str]]:
    """What a person can choose."""
    return [app_commands.Choice(name=_NAMES[opens], value=value) for value, opens in _VALUES.items()]


def read_spoiler_choice(value: str) -> bool | None:
    """What a choice of `spoiler_choices` stands for: whether spoilers open; None leaves it to each server."""
    return _VALUES[value]


def spoilers_chosen(
    choices: SpoilerChoices, guild_name: str, command_ids: Mapping[str, int], *, is_new: bool = False
) -> Answer:
    """What the person has chosen, just now where it `is_new`, and in a server what the server has."""
    lines = [
        f"Spoilers for you{' from now on' if is_new else ''}: **{_NAMES[choices.own]}**.",
        _meaning(choices.own),
    ]

    if choices.guild is not None:
        lines.append(_of_server(choices, guild_name))

    if not is_new:
        lines.append(f"Change it with {mention(command_ids, 'spoilers')}.")

    return Answer(content="\n".join(lines))


def _meaning(opens: bool | None) -> str:  # noqa: FBT001  (the choice itself)
    if opens is None:
        return "Each server says whether spoilers of films that you have reviewed there open at once for you."

    if opens:
        return (
            "Where you have reviewed a film yourself, others' spoilers about it are open in what only you see in that"
            " server. What everyone sees keeps them hidden."
        )

    return "They stay hidden until you open them, whatever a server has chosen."


def _of_server(choices: SpoilerChoices, guild_name: str) -> str:
    what = "open them at once" if choices.guild else "keep them hidden until asked"
    unless = "" if choices.own is None else ", for those who leave it to the server"
    return f"{server_name(guild_name, 100)} has chosen to {what}{unless}."
