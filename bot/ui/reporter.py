"""Where every exception ends: the person gets words, and an unexpected error a reference that stands in the log too."""

import logging
import secrets
from typing import Any

import discord
from discord import app_commands

from bot.ui.answer import ALREADY_ANSWERED, Answer, show
from bot.ui.asker import asker_of
from bot.ui.by_hand import offer_by_hand
from bot.ui.problems import film_not_found, is_typed_title, not_now, unexpected, worded
from data.errors import FilmNotFound, StoreFailed

_log = logging.getLogger(__name__)

_TOO_LATE = 10062
"""Discord's code for an interaction that it has given up: nobody waits for the answer any more."""


def new_reference() -> str:
    """Eight characters that stand in a person's message and in the log alike."""
    return secrets.token_hex(4).upper()


async def report(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Tell the person, privately, and the log. Never raises."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    words = worded(cause)

    if isinstance(cause, discord.HTTPException) and cause.code in {_TOO_LATE, ALREADY_ANSWERED}:
        _log.warning("an answer came too late: %s", cause, extra={"of": _name(interaction)})
        return

    if isinstance(cause, StoreFailed):
        reference = new_reference()
        _log.error("the store failed: %s", cause.reason, extra={"reference": reference, "of": _name(interaction)})
        answer = not_now(reference)
    elif words is None:
        reference = new_reference()
        _log.error("an interaction failed", extra={"reference": reference, "of": _name(interaction)}, exc_info=cause)
        answer = unexpected(reference)
    else:
        _log.info("an interaction was refused: %s", type(cause).__name__, extra={"of": _name(interaction)})
        answer = Answer(content=words)

    try:
        await show(interaction, await _with_offer(interaction, cause) or answer, is_private=True)
    except Exception as failure:  # noqa: BLE001  (the last boundary: Discord refused, or the network is gone)
        _log.warning("the person could not be told: %s", failure)


async def _with_offer(interaction: discord.Interaction[Any], error: Exception) -> Answer | None:
    """What is said of a title that was typed with a command and not found: in a server it can be added by hand."""
    is_command = interaction.type is discord.InteractionType.application_command

    if not isinstance(error, FilmNotFound) or not is_command or interaction.guild_id is None:
        return None

    if not is_typed_title(error):
        return None

    by_hand = await offer_by_hand(interaction.client.services, asker_of(interaction), error.query)
    return film_not_found(error, by_hand)


def _name(interaction: discord.Interaction[Any]) -> str:
    """Which command, button or form it was, without anything that was typed."""
    if interaction.command is not None:
        return f"/{interaction.command.qualified_name}"

    data: Any = interaction.data or {}
    return str(data.get("custom_id", interaction.type.name))
