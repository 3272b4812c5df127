"""`/marquee diagnose`: what works in a server and what does not, each with the step that mends it. No I/O."""

from collections.abc import Mapping

from discord import ButtonStyle

from bot.services.digests import POSTED_WITHIN
from bot.ui import limits
from bot.ui.answer import Answer
from bot.ui.components import button
from bot.ui.custom_ids import LookAgain, ResumeFeed, ShowStep
from bot.ui.digest_notice import cause_of, remedy_for
from bot.ui.embeds import GOLD, GREY, Embed
from bot.ui.saved import address_of
from bot.ui.setup.digest import when_due
from bot.ui.setup.feed import feed_problem
from bot.ui.setup.permissions import ATTACH_FILES, Missing, give, lacks
from bot.ui.setup.server import ServerSetup
from bot.ui.text import literal, truncated, words
from data.models import ChannelId, Diagnosis, DigestTrouble, GuildId, Posted, StuckEdits

WELL, ILL, OFF = "**Works.**", "**Needs you.**", "**Not used.**"
"""Before what works, what does not, and what is not used."""

_FAULT = 120
"""So much of what Discord said of a message is quoted."""

_TROUBLES = 3
"""So many digests that could not be posted are told of, as far as there is room."""

_FORBIDDEN = "403"
"""With this begins what Discord says where the bot may not do something; all else passes by itself."""


def diagnosis_page(setup: ServerSetup, found: Diagnosis, missing_here: Mapping[ChannelId, Missing]) -> Answer:
    """How the server's feed, digest and messages fare.

    `missing_here` has what the bot lacks in the channels of messages that it can't edit.
    """
    feed, digest = _feed(setup, found), _digest(setup, found)
    stuck = _stuck(found.stuck, missing_here)
    is_well = ILL not in f"{feed}{digest}{stuck}"
    heading = "Everything works, as far as I can see." if is_well else "Something needs you: see below what mends it."
    embed = Embed(title="How I fare in this server", description=heading, colour=GOLD if is_well else GREY)
    embed.add_field(name="Feed of reviews", value=feed, inline=False)
    embed.add_field(name="Weekly digest", value=digest, inline=False)
    embed.add_field(name="Messages that I keep true", value=stuck, inline=False)
    embed.set_footer(text="Below: look again, or change what is chosen.")
    embed.timestamp = setup.now
    buttons = [button("Look again", LookAgain()), button("Settings", ShowStep(step="all"))]

    if setup.feed.paused_at is not None:
        buttons.insert(0, button("Try the feed again", ResumeFeed(), ButtonStyle.primary))

    return Answer(embeds=(embed,), rows=(buttons,))


def _feed(setup: ServerSetup, found: Diagnosis) -> str:
    settings, waiting = setup.settings, setup.feed.waiting

    if settings.feed_id is None:
        return f"{OFF} There is none: reviews are posted where they are written."

    last = _last(settings.guild_id, found.last_review, "Nothing was posted there yet.", "The last review there:")

    if problem := feed_problem(setup):
        return f"{ILL} <#{settings.feed_id}>: {problem}\n{last}"

    waits = f" {words(waiting, 'review')} {'is' if waiting == 1 else 'are'} on the way." if waiting else ""
    return f"{WELL} <#{settings.feed_id}> takes reviews.{waits}\n{last}"


def _digest(setup: ServerSetup, found: Diagnosis) -> str:
    settings, missing = setup.settings, setup.missing_for_digest
    troubles = [_trouble(setup, trouble) for trouble in found.troubles[:_TROUBLES]]

    if settings.digest_id is None:
        lines = [f"{OFF} It is not posted. `/digest` shows it all the same; this week ends {when_due(setup)}."]
    elif missing is None:
        lines = [f"{ILL} Its channel is gone. Choose another one with **Settings**."]
    elif missing == (ATTACH_FILES,):
        here = f"<#{settings.digest_id}>"
        lines = [f"{ILL} It arrives in {here} without its picture: {lacks(missing)} there. {give(missing)}."]
    elif missing:
        lines = [f"{ILL} {lacks(missing)} in <#{settings.digest_id}>. {give(missing)}: I then go on by myself."]
    else:
        many = found.under_way
        waits = f" {words(many, 'digest')} {'is' if many == 1 else 'are'} on the way." if many else ""
        lines = [f"{WELL} I can post it in <#{settings.digest_id}>.{waits}"]

    if settings.digest_id is not None:
        lines.append(f"The next one is due {when_due(setup)}.")

    last = _last(settings.guild_id, found.last_digest, "None was posted yet.", "The last one:")

    while limits.length("\n".join([*lines, *troubles, last])) > limits.EMBED_FIELD_VALUE:
        troubles.pop()

    return "\n".join([*lines, *troubles, last])


def _trouble(setup: ServerSetup, trouble: DigestTrouble) -> str:
    """A digest that was refused."""
    due = f"<t:{int(trouble.ends_at.timestamp())}:f>"
    cause = cause_of(setup.settings.digest_id, trouble, setup.missing_for_digest)

    if trouble.is_waiting:
        remedy = remedy_for(trouble, setup.missing_for_digest)
        until = f"<t:{int((trouble.ends_at + POSTED_WITHIN).timestamp())}:f>"
        tried = f"I tried {words(trouble.failures, 'time')}, and keep trying until {until}."
        return f"{ILL} The one of {due} waits: {cause} {tried} {remedy}"

    return f"{ILL} The one of {due} was not posted: {cause} It can be browsed with `/digest`."


def _stuck(stuck: tuple[StuckEdits, ...], missing_here: Mapping[ChannelId, Missing]) -> str:
    """Messages that Discord lets nobody edit just now."""
    if not stuck:
        return f"{WELL} All say what is true."

    return "\n".join(_stuck_line(one, missing_here.get(one.channel_id)) for one in stuck)


def _stuck_line(one: StuckEdits, missing: Missing) -> str:
    many = f"{words(one.messages, 'message')} in <#{one.channel_id}> can't be brought up to date"
    again = f"I try again <t:{int(one.next_try.timestamp())}:R>."

    if missing:
        return f"{ILL} {many}: {lacks(missing)} there. {give(missing)}. {again}"

    said = truncated(literal(one.fault), _FAULT)

    if one.fault.startswith(_FORBIDDEN):
        return f"{ILL} {many}: Discord says “{said}”. Look whether I am timed out. {again}"

    return f"{many}: Discord says “{said}”. {again}"


def _last(guild_id: GuildId, posted: Posted | None, nothing: str, beginning: str) -> str:
    if posted is None:
        return f"-# {nothing}"

    address = address_of(guild_id, posted.channel_id, posted.message_id)
    return f"-# {beginning} <t:{int(posted.at.timestamp())}:R>, [see it]({address})"
