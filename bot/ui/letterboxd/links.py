"""What a person reads of their followed diary on Letterboxd, and how they follow it."""

from collections.abc import Mapping
from datetime import datetime

from bot.services.following import LinkedFeed
from bot.ui.answer import Answer
from bot.ui.embeds import GOLD, GREY, Embed
from bot.ui.help import mention
from bot.ui.letterboxd.notices import cause_of
from bot.ui.names import server_name
from bot.ui.text import literal, words
from data.models import ChannelId, Follow, FollowedServer, FollowState, GuildId

_SERVERS_NAMED = 10


def linked(feed: LinkedFeed, guild_id: GuildId, posts_into: ChannelId | None, command_ids: Mapping[str, int]) -> Answer:
    """What is said after linking in that server; `posts_into` is the channel of its feed, where it has one."""
    state = _state_in(feed, guild_id)
    # No link in a message's own text: Discord would show the page below it.
    name = f"**{literal(feed.follow.username)}**"

    if state is FollowState.REFUSED:
        return Answer(
            content=f"Those who manage this server do not want the diary of {name} in here. Only they can change that."
        )

    if not feed.is_new:
        status = mention(command_ids, "letterboxd link")
        waits = " once those who manage this server agree" if state is FollowState.ASKED else " already"
        return Answer(content=f"The diary of {name} comes in here{waits}. {status} without a name says how it fares.")

    title = "Your diary waits to be let in" if state is FollowState.ASKED else "I follow your diary on Letterboxd"
    embed = Embed(title=title, description=_beginning(feed, state), colour=GOLD)
    embed.add_field(name="Where it is seen", value=_where_seen(posts_into, command_ids), inline=False)
    embed.add_field(name="What comes", value=_what_comes(command_ids), inline=False)
    embed.set_footer(text="Only you see this message.")
    return Answer(embeds=(embed,))


def how_to_link(command_ids: Mapping[str, int]) -> Answer:
    """What is said to one who follows nothing and named nobody."""
    embed = Embed(
        title="Let your diary on Letterboxd come in here",
        description=(
            f"Give {mention(command_ids, 'letterboxd link')} your name on Letterboxd, as it stands in the address of"
            " your page. From then on each film that you rate or review there becomes a review of yours in this server."
        ),
        colour=GOLD,
    )
    embed.add_field(name="What comes", value=_what_comes(command_ids), inline=False)
    return Answer(embeds=(embed,))


def link_status(  # noqa: PLR0913  (what is known of it, and where it is asked)
    feed: LinkedFeed,
    guild_id: GuildId,
    server_names: Mapping[GuildId, str],
    command_ids: Mapping[str, int],
    now: datetime,
    *,
    is_on: bool,
) -> Answer:
    """How one's diary fares: where it comes in, and when it was and will be read.

    `is_on` says whether any diary is read. A server that has no name among `server_names` is one that the bot left.
    """
    follow = feed.follow
    is_well = is_on and follow.ended_at is None and follow.failing_since is None
    embed = Embed(
        title="Your diary on Letterboxd",
        description=f"I know you as {_page(follow)}.",
        colour=GOLD if is_well else GREY,
    )
    embed.add_field(name="In this server", value=_in_this_server(_state_in(feed, guild_id), command_ids), inline=False)
    others = [server for server in feed.servers if server.guild_id != guild_id]

    if others:
        embed.add_field(name="Elsewhere", value=_elsewhere(others, server_names), inline=False)

    reading = _reading(follow, command_ids, now) if is_on else "I read no diaries just now: whoever runs me says so."
    embed.add_field(name="Reading it", value=reading, inline=False)
    embed.set_footer(text="Only you see this message.")
    return Answer(embeds=(embed,))


def unlinked(count: int, command_ids: Mapping[str, int], *, everywhere: bool) -> Answer:
    """What is said after the diary left so many servers."""
    where = f"any server any more: it left {words(count, 'server')}" if everywhere else "this server any more"
    return Answer(
        content=(
            f"Your diary does not come into {where}. The reviews that it brought stay: open one to delete it, or delete"
            f" all that I keep of you with {mention(command_ids, 'privacy delete')}."
            f" {mention(command_ids, 'letterboxd link')} follows it again."
        )
    )


def _beginning(feed: LinkedFeed, state: FollowState | None) -> str:
    name = _page(feed.follow)

    if state is FollowState.ASKED:
        return (
            f"Those who manage this server have to agree before the diary of {name} comes in. I have asked them;"
            " nothing comes until then, and what you log meanwhile stays there."
        )

    late = "" if feed.follow.is_begun else " Letterboxd did not answer yet: I begin as soon as it does."
    return f"From now on each film that you rate or review as {name} becomes a review of yours in this server.{late}"


def _where_seen(posts_into: ChannelId | None, command_ids: Mapping[str, int]) -> str:
    where = "In" if posts_into is None else f"In <#{posts_into}>, in"
    return (
        f"{where} {mention(command_ids, 'reviews')} and on the films' cards. Everybody sees that it is “on Letterboxd”,"
        " with a link to your page there."
    )


def _what_comes(command_ids: Mapping[str, int]) -> str:
    return (
        "What you logged there before stays there;"
        f" {mention(command_ids, 'letterboxd import')} brings it along."
        "\nWhat you change there changes here; what you delete there stays here, and what you delete here does not come"
        " back. A film that you only log, without stars and words, is for your own diary alone."
        f"\n{mention(command_ids, 'letterboxd unlink')} ends it, and the reviews stay."
    )


def _state_in(feed: LinkedFeed, guild_id: GuildId) -> FollowState | None:
    return next((server.state for server in feed.servers if server.guild_id == guild_id), None)


def _in_this_server(state: FollowState | None, command_ids: Mapping[str, int]) -> str:
    match state:
        case FollowState.ON:
            return f"It comes in. {mention(command_ids, 'letterboxd unlink')} ends that."
        case FollowState.ASKED:
            return "It waits for those who manage the server: they have to agree first."
        case FollowState.REFUSED:
            return "It does not come in: those who manage the server do not want it."
        case None:
            return f"It does not come in. Name it in {mention(command_ids, 'letterboxd link')}, and it does."


def _elsewhere(servers: list[FollowedServer], names: Mapping[GuildId, str]) -> str:
    states = {FollowState.ON: "comes in", FollowState.ASKED: "waits for an admin", FollowState.REFUSED: "not wanted"}
    lines = [f"· {_called(names.get(server.guild_id))}: {states[server.state]}" for server in servers[:_SERVERS_NAMED]]
    more = len(servers) - _SERVERS_NAMED
    return "\n".join([*lines, *([f"· and {more:,} more"] if more > 0 else ())])


def _called(name: str | None) -> str:
    return "a server that I left" if name is None else server_name(name, 60)


def _reading(follow: Follow, command_ids: Mapping[str, int], now: datetime) -> str:
    """When it was read, and when it will be."""
    because = f"The last time {cause_of(follow.fault)}"

    if follow.ended_at is not None:
        again = mention(command_ids, "letterboxd link")
        return (
            f"I gave up {_ago(follow.ended_at)}: for thirty days I could not read it. {because}"
            f" Name it in {again} to begin anew."
        )

    read = "It was not read yet." if follow.asked_at is None else f"I last looked {_ago(follow.asked_at)}."
    following = "Next in a moment." if follow.due_at <= now else f"Next {_ago(follow.due_at)}."

    if follow.failing_since is None:
        news = "" if follow.news_at is None else f" Something new last came {_ago(follow.news_at)}."
        return f"{read}{news} {following} I look the more rarely the less you log."

    return f"{read} I can't read it just now, which began {_ago(follow.failing_since)}. {because} {following}"


def _ago(moment: datetime) -> str:
    return f"<t:{int(moment.timestamp())}:R>"


def _page(follow: Follow) -> str:
    """Whose diary it is, with their page there. The name has no other signs than a link can hold."""
    return f"**[{literal(follow.username)}]({follow.page})**"
