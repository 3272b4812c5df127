"""What is said where a server's weekly digest can't be posted: why, and what to do."""

from datetime import datetime

from bot.ui.answer import Answer
from bot.ui.embeds import GREY, Embed
from bot.ui.names import server_name
from bot.ui.setup.permissions import Missing, give, lacks
from data.models import ChannelId, DigestTrouble, FeedFault


def digest_held_up(
    channel_id: ChannelId, trouble: DigestTrouble, guild_name: str, missing: Missing, until: datetime
) -> Answer:
    """The notice to a server's admins; `until` when it can still be posted."""
    embed = Embed(
        title="The weekly digest can't be posted",
        description=(
            f"The digest of **{server_name(guild_name, 100)}** was due <t:{int(trouble.ends_at.timestamp())}:F>:"
            f" {cause_of(channel_id, trouble, missing)}\n\n{remedy_for(trouble, missing)}\n"
            f"I keep trying until <t:{int(until.timestamp())}:f>. Whatever happens, it can be read with `/digest`."
        ),
        colour=GREY,
    )
    return Answer(embeds=(embed,))


def cause_of(channel_id: ChannelId | None, trouble: DigestTrouble, missing: Missing) -> str:
    """Why a digest could not be posted in that channel, as the end of a sentence."""
    if missing is None or channel_id is None:
        return "its channel is gone."

    if missing:
        return f"{lacks(missing)} in <#{channel_id}>."

    if trouble.fault in {FeedFault.NO_ACCESS, FeedFault.UNEXPLAINED}:
        return f"Discord did not let me post in <#{channel_id}>."

    if trouble.fault is FeedFault.CHANNEL_GONE:
        return "the channel that it was to go into is gone."

    return f"Discord refused what I posted in <#{channel_id}>."


def remedy_for(trouble: DigestTrouble, missing: Missing) -> str:
    """What to do about it."""
    if missing is None:
        return "Choose another channel with `/marquee setup`: it is then posted there at once."

    if missing:
        return f"{give(missing)}: it is then posted at once. Or choose another channel with `/marquee setup`."

    if trouble.fault in {FeedFault.NO_ACCESS, FeedFault.UNEXPLAINED}:
        return "Look whether I am timed out or may not post there, or choose another channel with `/marquee setup`."

    return "I try again by myself. If that does not help, choose another channel with `/marquee setup`."
