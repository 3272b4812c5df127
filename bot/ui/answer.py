"""One answer, and the one place that sends it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import discord
from discord.ui import Button, ChannelSelect, Select, View

from data.models import MessageId

_log = logging.getLogger(__name__)

IN_DOUBT = "in doubt"
"""Among an interaction's extras: nobody knows whether the pressed message was turned."""

TURNED = "turned"
"""Among an interaction's extras: the pressed message became something else."""

_BEGUN = "begun"
"""Among an interaction's extras: how it was answered, where Discord took that and discord.py does not know it."""

ALREADY_ANSWERED = 40060
"""Discord's code for an interaction that has its answer: the first try arrived although its own answer was lost."""

Item = Button[View] | Select[View] | ChannelSelect[View]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message. A picture's name tells it from all others, so that it is sent but once."""

    name: str
    content: bytes
    description: str = ""
    """What a picture shows, for those who do not see it."""

    @property
    def address(self) -> str:
        """The address by which an embed of the same message shows it."""
        return f"attachment://{self.name}"

    def is_shown_in(self, message: discord.Message | None) -> bool:
        """Whether an embed of the message shows it: then the message has it.

        Discord does not list such a file among the message's attachments.
        """
        embeds = () if message is None else message.embeds
        addresses = (media.url or "" for embed in embeds for media in (embed.thumbnail, embed.image))
        return any(_is_file(address, self.name) for address in addresses)


def _is_file(address: str, name: str) -> bool:
    """Whether that is where Discord keeps a file of that name."""
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and parts.path.rpartition("/")[2] == name


@dataclass(frozen=True, slots=True)
class Answer:
    """What a message of ours says and offers. `rows` are its rows of buttons, or a select alone in a row."""

    content: str = ""
    embeds: Sequence[discord.Embed] = ()
    rows: Sequence[Sequence[Item]] = ()
    attachment: Attachment | None = None
    further: Sequence[Attachment] = ()
    """More files to be kept, after `attachment`; together at most what one message takes."""

    def with_rows(self, *rows: Sequence[Item]) -> "Answer":
        """The same with further rows below."""
        return replace(self, rows=(*self.rows, *rows))

    def view(self) -> View:
        """The rows as discord.py sends them.

        It is stopped at once: presses reach us through `on_interaction`, and a view that discord.py kept for each
        message would never be let go.
        """
        view = View(timeout=None)

        for number, row in enumerate(self.rows):
            for item in row:
                item.row = number
                view.add_item(item)

        view.stop()
        return view

    def files(self) -> list[discord.File]:
        """What is attached, fresh for each sending."""
        first = () if self.attachment is None else (self.attachment,)
        return [
            discord.File(BytesIO(attached.content), attached.name, description=attached.description or None)
            for attached in (*first, *self.further)
        ]

    def files_for(self, message: discord.Message | None) -> Sequence[discord.File]:
        """What an edit of the message that becomes this answer has to say of its files: nothing where it has them.

        An edit without a word of files leaves them as they are, and an embed may go on showing them by name; an edit
        that names some takes away all others (Discord's documentation: "Edit message", "Uploading files").
        """
        if self.attachment is not None and self.attachment.is_shown_in(message):
            return discord.utils.MISSING

        return self.files()


def begun(interaction: discord.Interaction[Any]) -> discord.InteractionResponseType | None:
    """How the interaction was answered so far, also where only Discord's own answer to that was lost; None if not."""
    return interaction.response.type or interaction.extras.get(_BEGUN)


async def show(interaction: discord.Interaction[Any], answer: Answer, *, is_private: bool) -> MessageId | None:
    """Answer the interaction with a message of its own; the message's id, where Discord told it.

    After a defer, the waiting message becomes the answer, and stays as private as it was begun. What comes after an
    answer is a message of its own: it never takes the answer's place.
    """
    if begun(interaction) is discord.InteractionResponseType.deferred_channel_message:
        message = await interaction.edit_original_response(
            content=answer.content, embeds=answer.embeds, view=answer.view(), attachments=answer.files()
        )
        return MessageId(message.id)

    if begun(interaction) is not None:
        return await follow_up(interaction, answer, is_private=is_private)

    try:
        response = await interaction.response.send_message(
            answer.content, embeds=answer.embeds, view=answer.view(), files=answer.files(), ephemeral=is_private
        )
    except discord.HTTPException as error:
        if error.code != ALREADY_ANSWERED:
            raise

        return await _id_of_taken(interaction)
    except (aiohttp.ClientError, OSError) as error:
        # The connection broke; Discord may have taken the answer all the same, and what it shows has to be known.
        try:
            return await _id_of_taken(interaction)
        except discord.HTTPException:
            raise error from None

    return None if response.message_id is None else MessageId(response.message_id)


async def follow_up(interaction: discord.Interaction[Any], answer: Answer, *, is_private: bool) -> MessageId:
    """Send a further message after the answer; its id."""
    message = await interaction.followup.send(
        answer.content,
        embeds=list(answer.embeds),
        view=answer.view(),
        files=answer.files(),
        ephemeral=is_private,
        wait=True,
    )
    return MessageId(message.id)


async def _id_of_taken(interaction: discord.Interaction[Any]) -> MessageId:
    """The id of an answer that Discord took although nobody told us. Raises discord.HTTPException where it did not."""
    message = await interaction.original_response()
    interaction.extras[_BEGUN] = discord.InteractionResponseType.channel_message
    return MessageId(message.id)


async def wait_privately(interaction: discord.Interaction[Any]) -> None:
    """Ask Discord to wait for a private answer. Raises discord.HTTPException."""
    try:
        await interaction.response.defer(ephemeral=True, thinking=True)
    except discord.HTTPException as error:
        if error.code != ALREADY_ANSWERED:
            raise

        # The first try arrived, only its answer did not: Discord waits, and discord.py does not know it.
        interaction.extras[_BEGUN] = discord.InteractionResponseType.deferred_channel_message


async def acknowledge(interaction: discord.Interaction[Any]) -> None:
    """Tell Discord that the press arrived; what it changes on the message, if anything, follows."""
    try:
        await interaction.response.defer()
    except discord.HTTPException as error:
        if error.code != ALREADY_ANSWERED:
            raise

        interaction.extras[_BEGUN] = discord.InteractionResponseType.deferred_message_update


async def replace_answer(interaction: discord.Interaction[Any], answer: Answer) -> None:
    """Let the message that answered the interaction, or was turned by it, become `answer`, within fifteen minutes."""
    await interaction.edit_original_response(
        content=answer.content, embeds=answer.embeds, view=answer.view(), attachments=answer.files()
    )


async def turn(interaction: discord.Interaction[Any], answer: Answer) -> None:
    """Let the message that was pressed become the answer, also after the press was acknowledged."""
    files = answer.files_for(interaction.message)
    interaction.extras[TURNED] = True

    if begun(interaction) is discord.InteractionResponseType.deferred_message_update:
        await interaction.edit_original_response(
            content=answer.content, embeds=answer.embeds, view=answer.view(), attachments=files
        )
        return

    try:
        await interaction.response.edit_message(
            content=answer.content, embeds=answer.embeds, view=answer.view(), attachments=files
        )
    except discord.HTTPException as error:
        if error.code != ALREADY_ANSWERED:
            raise
    except (aiohttp.ClientError, OSError) as error:
        # It may have been turned all the same: whoever remembers what it shows has to know that nobody knows.
        _log.warning("whether a message was turned is not known: %r", error)
        interaction.extras[IN_DOUBT] = True


def owns_message(interaction: discord.Interaction[Any]) -> bool:
    """Whether the pressed message answers the one who pressed. A private message has no other reader."""
    message = interaction.message

    if message is None:
        return False

    asked = message.interaction_metadata
    return message.flags.ephemeral or (asked is not None and asked.user.id == interaction.user.id)


def is_on_private_message(interaction: discord.Interaction[Any]) -> bool:
    """Whether the pressed message has no other reader than the one who pressed."""
    return interaction.message is not None and interaction.message.flags.ephemeral
