"""`/marquee setup`: what the server has chosen, and what is said when its feed does not work."""

from collections.abc import Mapping, Sequence

import discord
from discord import ButtonStyle, ChannelType
from discord.ui import Button, View

from bot.ui.answer import Answer
from bot.ui.components import button, channel_select
from bot.ui.custom_ids import ChooseFeed, ResumeFeed, StopFeed, ToggleBareRatings, ToggleSpoilers
from bot.ui.embeds import GOLD, GREY, Embed
from bot.ui.names import server_name
from bot.ui.text import words
from data.models import ChannelId, FeedFault, FeedState, GuildSettings

FEED_TYPES = (ChannelType.text, ChannelType.news)
"""The kinds of channel that can be a feed."""

_NEEDED: Mapping[str, str] = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
}
"""What the bot needs in a feed's channel, and how Discord calls it.

Without the history it could not tell after a crash whether a review is there already.
"""

_ACCESS = frozenset({FeedFault.NO_ACCESS, FeedFault.UNEXPLAINED})

_BELOW, _BY_COMMAND = "below", "with `/marquee setup`"
"""Where the way out is: under the panel itself, or for those who do not see it."""

Missing = Sequence[str] | None
"""The permissions that the bot lacks in the feed's channel, as Discord calls them; None where there is no channel."""


def missing_for_feed(guild: discord.Guild, channel_id: ChannelId) -> Missing:
    """What the bot lacks in the channel; None where there is no such channel, or it can be no feed."""
    channel = guild.get_channel(channel_id)

    if channel is None or channel.type not in FEED_TYPES:
        return None

    has = channel.permissions_for(guild.me)
    missing = [permission for permission in _NEEDED if not getattr(has, permission)]

    # Who may not see a channel may do nothing in it, and who may not write there may embed nothing:
    # https://discord.com/developers/docs/topics/permissions#implicit-permissions
    if "view_channel" in missing:
        missing = ["view_channel"]
    elif "send_messages" in missing and "embed_links" in missing:
        missing.remove("embed_links")

    return tuple(_NEEDED[permission] for permission in missing)


def setup_panel(settings: GuildSettings, state: FeedState, missing: Missing, said: str = "") -> Answer:
    """What is set now and the ways to change it, below what is `said` of the last press."""
    embed = Embed(title="How I work in this server", description=said or None, colour=GOLD)
    embed.add_field(name="Feed", value=_feed(settings, missing), inline=False)

    if problem := _problem(settings, state, missing):
        embed.add_field(name="The feed does not work", value=problem, inline=False)

    embed.add_field(name="Ratings without a text", value=_bare_ratings(settings), inline=False)
    embed.add_field(name="Spoilers", value=_spoilers(settings), inline=False)
    chosen = None if missing is None else settings.feed_id
    channels = channel_select("Choose the feed's channel…", ChooseFeed(), FEED_TYPES, chosen)
    return Answer(embeds=(embed,), rows=((channels,), _buttons(settings, state)))


def feed_chosen(channel_id: ChannelId) -> str:
    """What is said when the feed has another channel."""
    return f"New reviews go into <#{channel_id}> from now on."


def feed_refused(settings: GuildSettings, channel_id: ChannelId, missing: Missing) -> str:
    """What is said when the bot can't use the chosen channel, and the feed is as it was."""
    kept = "There is still no feed." if settings.feed_id is None else "The feed is as it was."

    if missing is None:
        return f"I can't find that channel, or it takes no messages. Choose another one. {kept}"

    return f"I can't use <#{channel_id}> yet: {_lacks(missing)} there. {_give(missing)}, then choose it again. {kept}"


def feed_stopped(waiting: int) -> str:
    """What is said when the server has no feed any more, into which so many reviews were still to go."""
    left = f" {words(waiting, 'review')} that waited for it can be read in `/reviews`." if waiting else ""
    return f"There is no feed any more: a review is posted where it is written.{left}"


def feed_resumed(waiting: int) -> str:
    """What is said when a paused feed goes on."""
    return f"I go on: {words(waiting, 'review')} {'waits' if waiting == 1 else 'wait'} to be posted."


def feed_still_refused() -> str:
    """What is said when a paused feed could only fail again."""
    return "That would fail again: see below what is missing."


def feed_paused(settings: GuildSettings, state: FeedState, guild_name: str, missing: Missing) -> Answer:
    """The notice to a server's admins that its feed is paused."""
    said = (
        f"New reviews in **{server_name(guild_name, 100)}** do not reach their feed any more:"
        f" {_cause(settings, state.fault, missing)} {_waiting(state)}"
    )
    remedy = _remedy(state.fault, missing, _BY_COMMAND)
    embed = Embed(title="The feed of reviews is paused", description=f"{said}\n\n{remedy}", colour=GREY)
    return Answer(embeds=(embed,))


def _feed(settings: GuildSettings, missing: Missing) -> str:
    if settings.feed_id is not None and missing is None:
        return "Its channel is gone. Choose another one below."

    if settings.feed_id is None:
        return (
            "There is none: a review is posted where it is written. Choose a channel below, and every new review goes"
            " there, wherever it is written."
        )

    return f"Every new review goes into <#{settings.feed_id}>, wherever it is written."


def _bare_ratings(settings: GuildSettings) -> str:
    if settings.feed_id is None:
        return (
            f"Once there is a feed, they will {'go there, too' if settings.takes_bare_ratings else 'stay out of it'}."
        )

    return "They go into the feed, too." if settings.takes_bare_ratings else "They stay out of the feed."


def _spoilers(settings: GuildSettings) -> str:
    how = "open for those who have reviewed the film" if settings.opens_spoilers else "hidden until somebody asks"
    return f"They are {how}. Each member can choose otherwise with `/spoilers`."


def _problem(settings: GuildSettings, state: FeedState, missing: Missing) -> str:
    """Why nothing arrives in the feed, and what to do; empty where it works as far as is known."""
    if settings.feed_id is None:
        return ""

    if state.paused_at is not None:
        since = f"<t:{int(state.paused_at.timestamp())}:R>"
        cause = _cause(settings, state.fault, missing)
        return f"I paused it {since}: {cause} {_waiting(state)}\n{_remedy(state.fault, missing, _BELOW)}"

    if state.failures and state.waiting and not missing and missing is not None:
        cause = _cause(settings, state.fault, missing)
        return f"The last try failed: {cause} {_waiting(state)} I try again in a moment."

    if missing is None or missing:
        return f"New reviews can't arrive: {_cause(settings, None, missing)} {_remedy(None, missing, _BELOW)}"

    return ""


def _cause(settings: GuildSettings, fault: FeedFault | None, missing: Missing) -> str:
    if missing is None:
        return "its channel is gone."

    if missing:
        return f"{_lacks(missing)} in <#{settings.feed_id}>."

    if fault in _ACCESS:
        return f"Discord does not let me post in <#{settings.feed_id}>."

    return f"Discord refuses what I post in <#{settings.feed_id}>."


def _remedy(fault: FeedFault | None, missing: Missing, where: str) -> str:
    """What to do about it; `where` the buttons are."""
    if missing is None:
        return f"Choose another channel {where}."

    if missing:
        return f"{_give(missing)}: I then go on by myself. Or choose another channel {where}."

    look = "Look whether I am timed out or may not post there. " if fault in _ACCESS else ""
    return f"{look}Press **Try again** {where}, or choose another channel."


def _waiting(state: FeedState) -> str:
    if not state.waiting:
        return "No review waits."

    return f"{words(state.waiting, 'review')} {'waits' if state.waiting == 1 else 'wait'}; none is lost."


def _lacks(missing: Sequence[str]) -> str:
    return f"I lack {_listed(missing)}"


def _give(missing: Sequence[str]) -> str:
    them = "that permission" if len(missing) == 1 else "those permissions"
    return f"Give me {them} in the channel's settings, under *Permissions*"


def _listed(names: Sequence[str]) -> str:
    *first, last = (f"**{name}**" for name in names)
    return f"{', '.join(first)} and {last}" if first else last


def _buttons(settings: GuildSettings, state: FeedState) -> Sequence[Button[View]]:
    bare = "Keep ratings without a text out" if settings.takes_bare_ratings else "Post ratings without a text"
    spoilers = "Hide spoilers from all" if settings.opens_spoilers else "Open spoilers for reviewers"
    buttons = [button(bare, ToggleBareRatings()), button(spoilers, ToggleSpoilers())]

    if settings.feed_id is not None:
        buttons.append(button("Turn the feed off", StopFeed(), ButtonStyle.danger))

    if state.paused_at is not None:
        buttons.insert(0, button("Try again", ResumeFeed(), ButtonStyle.primary))

    return buttons
