"""What the bot does with an interaction's token after its first answer."""

from sandbox.directory import Directory
from sandbox.errors import unknown_message
from sandbox.interactions.answers import Answers
from sandbox.interactions.model import Interaction
from sandbox.messages.book import MessageBook
from sandbox.messages.building import Draft
from sandbox.messages.model import Message, Upload
from sandbox.messages.posting import Posting
from sandbox.protocol import Json
from sandbox.snowflakes import parse_id

ORIGINAL = "@original"


class Followups:
    """Further messages, and the first answer again."""

    def __init__(self, answers: Answers, posting: Posting, book: MessageBook, directory: Directory) -> None:
        self._answers = answers
        self._posting = posting
        self._book = book
        self._directory = directory

    def send(self, interaction: Interaction, payload: Json, uploads: list[Upload]) -> Message:
        """A further message of a checked payload.

        The first one after a deferred answer takes that answer's place, and stays as private or public as that was:
        Discord's documentation calls this deprecated, and it does so still ("Create Followup Message").
        Raises ApiError 10008 when the deferred answer has been deleted.
        """
        if interaction.is_pending:
            original = self.message(interaction, ORIGINAL)
            self.edit(interaction, original, payload, uploads)
            return original

        return self._answers.post(interaction, payload, uploads)

    def message(self, interaction: Interaction, which: str) -> Message:
        """A message that the token opens: the first answer, or the application's own. Raises ApiError 10008."""
        message_id = interaction.original_id if which == ORIGINAL else parse_id(which)
        message = self._book.get(interaction.channel_id, message_id)
        if message is None or message.author_id != self._directory.bot.id:
            raise unknown_message()

        if message.ephemeral_for not in (None, interaction.user_id):
            raise unknown_message()

        return message

    def edit(self, interaction: Interaction, message: Message, payload: Json, uploads: list[Upload]) -> None:
        """Apply a checked edit; a deferred answer becomes the real one."""
        channel = self._directory.channel(interaction.channel_id)
        self._posting.edit(message, Draft(payload, uploads), channel)
        if message.id == interaction.original_id:
            interaction.is_pending = False

    def delete(self, message: Message) -> None:
        """Remove a message."""
        self._posting.delete(message)
