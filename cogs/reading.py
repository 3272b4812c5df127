"""What can be done with one review: reading it whole, its earlier versions, deleting it and undoing that."""

import time

from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.ui.answer import Answer, is_on_private_message, show, turn
from bot.ui.asker import asker_of
from bot.ui.custom_ids import (
    Cancel,
    ChooseFromList,
    ChooseReview,
    ConfirmDelete,
    CustomId,
    DeleteReview,
    OpenReview,
    SeeVersions,
    TurnLeaf,
    UndoDelete,
    UnknownCustomId,
)
from bot.ui.opening import is_hidden_in, opened, opened_unasked
from bot.ui.reviews import ask_delete, deleted, earlier_version, no_versions, restored
from bot.ui.router import Press, chosen, handles
from bot.ui.saving import in_time
from data.errors import ReviewNotFound
from data.models import ReviewId


class ReadingCog(commands.Cog):
    """Reading, deleting and bringing back what was written."""

    def __init__(self, bot: Marquee) -> None:
        self.services = bot.services

    @handles(OpenReview)
    async def open(self, interaction: Press, request: OpenReview) -> None:
        """Show one review whole to the one who asks, in place of a private message that hides its text."""
        answer = await opened(self.services, asker_of(interaction), ReviewId(request.review))

        if is_on_private_message(interaction):
            await turn(interaction, answer)
        else:
            await show(interaction, answer, is_private=True)

    @handles(ChooseReview)
    async def choose(self, interaction: Press, request: ChooseReview) -> None:
        """Open the chosen review privately; a text that gives something away as its reader has chosen."""
        await self._open_chosen(interaction, request)

    @handles(ChooseFromList)
    async def choose_from_list(self, interaction: Press, request: ChooseFromList) -> None:
        """The same for a list in the server's feed."""
        await self._open_chosen(interaction, request)

    @handles(TurnLeaf)
    async def turn_leaf(self, interaction: Press, request: TurnLeaf) -> None:
        """Another page of the open review."""
        answer = await opened(self.services, asker_of(interaction), ReviewId(request.review), request.number)
        await turn(interaction, answer)

    @handles(SeeVersions)
    async def see_versions(self, interaction: Press, request: SeeVersions) -> None:
        """An earlier version of one's own review, in place of the open one."""
        asker = asker_of(interaction)
        version = await self.services.reviews.version(
            asker.guild_id, asker.author.id, ReviewId(request.review), request.number
        )
        await turn(interaction, no_versions() if version is None else earlier_version(version, request.leaf))

    @handles(DeleteReview)
    async def ask_delete(self, interaction: Press, request: DeleteReview) -> None:
        """Ask once more."""
        asker, review_id = asker_of(interaction), ReviewId(request.review)
        review = await self.services.reviews.get(asker.guild_id, review_id)
        is_hidden = is_hidden_in(interaction.message, review_id)
        await turn(interaction, ask_delete(review, is_author=review.author.id == asker.author.id, is_hidden=is_hidden))

    @handles(ConfirmDelete)
    async def delete(self, interaction: Press, request: ConfirmDelete) -> None:
        """Delete the review; what shows it follows, and for a while it can come back."""
        begun_s, asker = time.monotonic(), asker_of(interaction)
        deleting = self.services.reviews.delete(
            asker.guild_id, asker.author.id, ReviewId(request.review), utcnow(), is_moderator=asker.is_moderator
        )

        try:
            deletion = await in_time(interaction, deleting, begun_s, turns=True)
        except ReviewNotFound:
            # Pressed again, as the first answer came too late for Discord: there was no way back yet.
            done = await self.services.reviews.deletion_by(
                asker.guild_id, asker.author.id, ReviewId(request.review), utcnow()
            )

            if done is None:
                raise

            deletion = done

        await turn(interaction, deleted(deletion))

    @handles(UndoDelete)
    async def undo_delete(self, interaction: Press, request: UndoDelete) -> None:
        """Bring the review back for the one who deleted it; what showed it follows."""
        begun_s, asker = time.monotonic(), asker_of(interaction)
        restoring = self.services.reviews.restore(asker.guild_id, asker.author.id, ReviewId(request.review), utcnow())
        review = await in_time(interaction, restoring, begun_s, turns=True)
        await turn(interaction, restored(review, is_author=review.author.id == asker.author.id))

    @handles(Cancel)
    async def cancel(self, interaction: Press, _: Cancel) -> None:
        """Leave everything as it is."""
        await turn(interaction, Answer(content="Nothing was changed."))

    async def _open_chosen(self, interaction: Press, request: CustomId) -> None:
        value = chosen(interaction)

        if not value.isascii() or not value.isdigit() or len(value) > 15:
            raise UnknownCustomId(str(request))

        answer = await opened_unasked(self.services, asker_of(interaction), ReviewId(int(value)))
        await show(interaction, answer, is_private=True)


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(ReadingCog(bot))
