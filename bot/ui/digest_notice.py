"""The notice to a server's admins that its weekly digest can't be posted, and what to do."""

from datetime import datetime

from bot.ui.answer import Answer
from bot.ui.embeds import GREY, Embed
from bot.ui.names import server_name
from bot.ui.setup import Missing
from data.models import ChannelId, DigestTrouble, FeedFault


def digest_held_up(
    channel_id: ChannelId, trouble: DigestTrouble, guild_name: str, missing: Missing, until: datetime
) -> Answer:
    """The notice: why the digest is not there, what to do, and `until` when it can still be posted."""
    embed = Embed(
        title="The weekly digest can't be posted",
        description=(
            f"The digest of **{server_name(guild_name, 100)}** was due <t:{int(trouble.ends_at.timestamp())}:F>:"
            f" {_cause(channel_id, trouble.fault, missing)}\n\n{_remedy(trouble.fault, missing)}\n"
            f"I keep trying until <t:{int(until.timestamp())}:f>. Whatever happens, it can be read with `/digest`."
        ),
        colour=GREY,
    )
    return Answer(embeds=(embed,))


def _cause(channel_id: ChannelId, fault: FeedFault | None, missing: Missing) -> str:
    if missing is None:
        return "its channel is gone."

    if missing:
        return f"I lack {_listed(missing)} in <#{channel_id}>."

    if fault in {FeedFault.NO_ACCESS, FeedFault.UNEXPLAINED}:
        return f"Discord does not let me post in <#{channel_id}>."

    return f"Discord refuses what I post in <#{channel_id}>."


def _remedy(fault: FeedFault | None, missing: Missing) -> str:
    if missing is None:
        return "Choose another channel with `/marquee setup`: it is then posted there at once."

    if missing:
        them = "that permission" if len(missing) == 1 else "those permissions"
        return (
            f"Give me {them} in the channel's settings, under *Permissions*: it is then posted at once. Or choose"
            " another channel with `/marquee setup`."
        )

    look = (
        "Look whether I am timed out or may not post there, or choose" if fault is not FeedFault.REFUSED else "Choose"
    )
    return f"{look} another channel with `/marquee setup`."


def _listed(names: Missing) -> str:
    *first, last = (f"**{name}**" for name in names or ())
    return f"{', '.join(first)} and {last}" if first else last
