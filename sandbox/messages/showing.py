"""A message as it is given out: to the bot, and to people."""

from sandbox.directory import Directory
from sandbox.messages.addresses import Addresses
from sandbox.messages.book import MessageBook
from sandbox.messages.embeds import is_shown_by, show_embed
from sandbox.messages.model import Message
from sandbox.objects import member_object
from sandbox.protocol import Json, MessageFlag


class Showing:
    """Makes Discord's message objects."""

    def __init__(self, directory: Directory, book: MessageBook, addresses: Addresses) -> None:
        self._directory = directory
        self._book = book
        self._addresses = addresses

    def message(self, message: Message) -> Json:
        """A message, with the one it replies to."""
        shown = self._plain(message)
        if message.reply_to is not None:
            parent = self._book.get(message.channel_id, message.reply_to)
            shown["referenced_message"] = None if parent is None else self._plain(parent)

        return shown

    def for_people(self, message: Message) -> Json:
        """A message as the client API gives it: a private one names its addressee."""
        shown = self.message(message)
        if message.ephemeral_for is not None:
            shown["ephemeral_for"] = str(message.ephemeral_for)

        return shown

    def for_event(self, message: Message, *, is_new: bool) -> Json:
        """A message as the gateway tells it: with server, author's membership and, once, its nonce."""
        shown = self.message(message)
        channel = self._directory.channels[message.channel_id]
        shown["channel_type"] = channel.type
        guild = self._directory.guild_of(channel)
        if guild is not None:
            shown["guild_id"] = str(guild.id)
            member = guild.member(message.author_id)
            if member is not None:
                shown["member"] = member_object(member)

        if is_new and message.nonce is not None:
            shown["nonce"] = message.nonce

        return shown

    def attachment(self, file: Json) -> Json:
        """An attachment, with whole addresses."""
        return file | {key: self._addresses.outside(file[key]) for key in ("url", "proxy_url")}

    def _plain(self, message: Message) -> Json:
        body = message.body
        embeds: list[Json] = [] if message.flags & MessageFlag.SUPPRESS_EMBEDS else body["embeds"]
        return body | {
            "embeds": [show_embed(embed, self._addresses) for embed in embeds],
            "attachments": [self.attachment(file) for file in message.files if not is_shown_by(file, body["embeds"])],
        }


def without_content(shown: Json, bot_id: int) -> Json:
    """A server's message as those get it who may not read the content of others' messages.

    Their own messages and those that mention them are given whole, as Discord's documentation has it.
    """
    if shown.get("referenced_message") is not None:
        shown = shown | {"referenced_message": without_content(shown["referenced_message"], bot_id)}

    if shown["author"]["id"] == str(bot_id) or any(user["id"] == str(bot_id) for user in shown["mentions"]):
        return shown

    return shown | {"content": "", "embeds": [], "attachments": [], "components": []}
