"""What is said of followed feeds without being asked: that one was given up, and that somebody asks for one."""

from discord import ButtonStyle

from bot.ui.answer import Answer
from bot.ui.components import button
from bot.ui.custom_ids.links import DecideFollow
from bot.ui.embeds import GREY, Embed
from bot.ui.letterboxd.diaries import DIARIES
from bot.ui.names import server_name
from bot.ui.text import literal
from data.models import Follow, FollowedServer, FollowFault

_CAUSES = {
    FollowFault.UNREACHABLE: "Letterboxd did not answer when I asked for it.",
    FollowFault.GONE: "Letterboxd knows no member of that name any more, or the diary became private.",
    FollowFault.REFUSED: "Letterboxd did not let me read it.",
    FollowFault.MOVED: "its address leads elsewhere, where I do not go.",
    FollowFault.STRANGE: "what Letterboxd gave in its place was no diary that I can read.",
}


def given_up(follow: Follow) -> Answer:
    """The direct message to a member whose feed could not be read for thirty days."""
    embed = Embed(
        title="I no longer follow your Letterboxd diary",
        description=(
            f"For thirty days I could not read the diary of **{literal(follow.username)}**:"
            f" {cause_of(follow.fault)} So I stopped asking for it.\n\nAll that came in by then stays as it is."
            " `/letterboxd link` in a server begins anew, with this name or another one."
        ),
        colour=GREY,
    )
    return Answer(embeds=(embed,))


def asked_notice(server: FollowedServer, guild_name: str) -> Answer:
    """The notice to a server's admins that a member's feed waits for them to agree."""
    embed = Embed(
        title="A Letterboxd diary waits for you",
        description=(
            f"<@{server.user_id}> says that they are **{literal(server.username)}** on Letterboxd"
            f" (https://letterboxd.com/{server.username}/), and wants what they write there to come into"
            f" **{server_name(guild_name, 100)}** by itself. Nothing does before somebody who manages the server"
            " agrees.\n\nThat this is their name I can't check: agree if you know it, or ask them. In that server,"
            f" `/marquee settings` has a button **{DIARIES}**, below which you agree or refuse, now or later."
        ),
        colour=GREY,
    )
    buttons = (
        button("Agree", DecideFollow(user=server.user_id, username=server.username, agrees="y"), ButtonStyle.primary),
        button("Refuse", DecideFollow(user=server.user_id, username=server.username, agrees="n")),
    )
    return Answer(embeds=(embed,), rows=(buttons,))


def cause_of(fault: FollowFault | None) -> str:
    """Why a feed could not be read, as the end of a sentence."""
    return _CAUSES[fault or FollowFault.UNREACHABLE]
