"""The feed's step of the set-up, and what is said when the feed does not work."""

from collections.abc import Sequence

from discord import ButtonStyle

from bot.ui.answer import Answer, Item
from bot.ui.components import button, channel_select
from bot.ui.custom_ids import ChooseFeed, ResumeFeed, SendTrial, StopFeed, Switch
from bot.ui.embeds import GREY, Embed
from bot.ui.names import server_name
from bot.ui.setup.permissions import POST_TYPES, Missing, give, lacks, refused
from bot.ui.setup.server import Fields, ServerSetup
from bot.ui.text import words
from data.models import ChannelId, FeedFault, FeedState, GuildSettings

_ACCESS = frozenset({FeedFault.NO_ACCESS, FeedFault.UNEXPLAINED})

_BY_COMMAND = "with `/marquee setup`"
"""Where the way out is, for those who do not see the panel."""

INTRO = "A feed is a channel into which every new review goes once, wherever it is written."


def feed_fields(setup: ServerSetup, where: str) -> Fields:
    """What is chosen for the feed, and what is wrong with it; `where` it can be changed."""
    settings, missing = setup.settings, setup.missing_for_feed
    problem = feed_problem(setup, where)
    return [
        ("Feed", _feed(settings, missing, where)),
        *([("The feed does not work", problem)] if problem else ()),
        ("Ratings without a text", _bare_ratings(settings)),
    ]


def feed_rows(setup: ServerSetup) -> list[Sequence[Item]]:
    """What the feed's step offers."""
    settings, missing = setup.settings, setup.missing_for_feed
    chosen = None if missing is None else settings.feed_id
    bare = (
        button("Keep ratings without a text out", Switch(what="bare", to="off"))
        if settings.takes_bare_ratings
        else button("Post ratings without a text", Switch(what="bare", to="on"))
    )
    buttons = [bare]

    if settings.feed_id is not None:
        buttons.append(button("Send a test post", SendTrial(of="feed")))
        buttons.append(button("Turn the feed off", StopFeed(), ButtonStyle.danger))

    if setup.feed.paused_at is not None:
        buttons.insert(0, button("Try again", ResumeFeed(), ButtonStyle.primary))

    return [(channel_select("Choose the feed's channel…", ChooseFeed(), POST_TYPES, chosen),), buttons]


def feed_chosen(channel_id: ChannelId) -> str:
    """What is said when the feed has another channel."""
    return f"New reviews go into <#{channel_id}> from now on."


def feed_refused(settings: GuildSettings, channel_id: ChannelId, missing: Missing) -> str:
    """What is said when the bot can't use the chosen channel, and the feed is as it was."""
    kept = "There is still no feed." if settings.feed_id is None else "The feed is as it was."
    return f"{refused(channel_id, missing)} {kept}"


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


def _feed(settings: GuildSettings, missing: Missing, where: str) -> str:
    if settings.feed_id is None:
        return f"There is none: a review is posted where it is written. Choose a channel {where} to have one."

    if missing is None:
        return f"Its channel is gone. Choose another one {where}."

    return f"Every new review goes into <#{settings.feed_id}>, wherever it is written."


def _bare_ratings(settings: GuildSettings) -> str:
    if settings.feed_id is None:
        return (
            f"Once there is a feed, they will {'go there, too' if settings.takes_bare_ratings else 'stay out of it'}."
        )

    return "They go into the feed, too." if settings.takes_bare_ratings else "They stay out of the feed."


def feed_problem(setup: ServerSetup, where: str = _BY_COMMAND) -> str:
    """Why nothing arrives in the feed, and what to do; empty where it works as far as is known."""
    settings, state, missing = setup.settings, setup.feed, setup.missing_for_feed

    if settings.feed_id is None:
        return ""

    if state.paused_at is not None:
        since = f"<t:{int(state.paused_at.timestamp())}:R>"
        cause = _cause(settings, state.fault, missing)
        return f"I paused it {since}: {cause} {_waiting(state)}\n{_remedy(state.fault, missing, where)}"

    if state.failures and state.waiting and not missing and missing is not None:
        cause = _cause(settings, state.fault, missing)
        return f"The last try failed: {cause} {_waiting(state)} I try again in a moment."

    if missing is None or missing:
        return f"New reviews can't arrive: {_cause(settings, None, missing)} {_remedy(None, missing, where)}"

    return ""


def _cause(settings: GuildSettings, fault: FeedFault | None, missing: Missing) -> str:
    if missing is None:
        return "its channel is gone."

    if missing:
        return f"{lacks(missing)} in <#{settings.feed_id}>."

    if fault in _ACCESS:
        return f"Discord does not let me post in <#{settings.feed_id}>."

    return f"Discord refuses what I post in <#{settings.feed_id}>."


def _remedy(fault: FeedFault | None, missing: Missing, where: str) -> str:
    """What to do about it; `where` the buttons are."""
    if missing is None:
        return f"Choose another channel {where}."

    if missing:
        return f"{give(missing)}: I then go on by myself. Or choose another channel {where}."

    look = "Look whether I am timed out or may not post there. " if fault in _ACCESS else ""
    return f"{look}Press **Try again** {where}, or choose another channel."


def _waiting(state: FeedState) -> str:
    if not state.waiting:
        return "No review waits."

    return f"{words(state.waiting, 'review')} {'waits' if state.waiting == 1 else 'wait'}; none is lost."
