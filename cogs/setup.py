"""What those who manage a server press and choose where it is set up."""

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

import discord
from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.services.guilds import Choices
from bot.services.zones import is_zone
from bot.ui.answer import Answer, turn
from bot.ui.asker import Asker, admin_of
from bot.ui.custom_ids import (
    ChooseAmount,
    ChooseDigest,
    ChooseFeed,
    ChooseStep,
    ChooseZone,
    CustomId,
    OpenZoneForm,
    ResumeFeed,
    SendTrial,
    ShowStep,
    Step,
    StopDigest,
    StopFeed,
    SubmitZone,
    Switch,
    ToggleBareRatings,
    ToggleSpoilers,
    UnknownCustomId,
    UseZone,
)
from bot.ui.router import Press, chosen, handles
from bot.ui.saving import in_time
from bot.ui.setup.digest import UNCHOSEN_ZONE, digest_chosen, digest_refused, digest_stopped
from bot.ui.setup.feed import feed_chosen, feed_refused, feed_resumed, feed_still_refused, feed_stopped
from bot.ui.setup.pages import STEPS
from bot.ui.setup.permissions import Missing, missing_for_digest, missing_for_feed
from bot.ui.setup.reading import PRIORS
from bot.ui.setup.server import ServerSetup
from bot.ui.setup.showing import choose_zone, guess_zone, look_at, page_of
from bot.ui.setup.trials import digest_trial, feed_trial, sample_week, send_trial, trial_impossible
from bot.ui.setup.zones import read_zone_form, zone_chosen, zone_form
from data.models import ChannelId, GuildId

OfferedT = TypeVar("OfferedT")


class SetupCog(commands.Cog):
    """A server's choices, made on the pages of its set-up."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.services = bot.services
        self.guilds = bot.services.guilds
        self.pages = bot.digest_pages

    @handles(ShowStep)
    async def show_step(self, interaction: Press, request: ShowStep) -> None:
        """Turn to another page."""
        await self._turn(interaction, request.step)

    @handles(ChooseStep)
    async def choose_step(self, interaction: Press, request: ChooseStep) -> None:
        """Turn to the page on which the chosen thing is changed."""
        await self._turn(interaction, _one_of(STEPS, interaction, request))

    @handles(ChooseFeed)
    async def choose_feed(self, interaction: Press, request: ChooseFeed) -> None:
        """Let new reviews go into the chosen channel, if the bot can post and read there."""
        begun_s, admin = time.monotonic(), admin_of(interaction)
        channel_id = _channel(interaction, request)
        missing = self._missing(admin.guild_id, channel_id, missing_for_feed)

        # None is no channel, and nothing missing is an empty list.
        if missing is None or missing:
            said = feed_refused(await self.guilds.settings(admin.guild_id), channel_id, missing)
        else:
            choosing = self.guilds.choose_feed(admin.guild_id, channel_id, admin.author.id, _here(interaction))
            await in_time(interaction, choosing, begun_s, turns=True)
            said = feed_chosen(channel_id)

        await self._turn(interaction, "feed", said)

    @handles(StopFeed)
    async def stop_feed(self, interaction: Press, _: StopFeed) -> None:
        """Post reviews where they are written again."""
        begun_s, admin = time.monotonic(), admin_of(interaction)
        waiting = await in_time(interaction, self.guilds.stop_feed(admin.guild_id), begun_s, turns=True)
        await self._turn(interaction, "feed", feed_stopped(waiting))

    @handles(ResumeFeed)
    async def resume_feed(self, interaction: Press, _: ResumeFeed) -> None:
        """Let a paused feed go on, unless it would only fail again."""
        begun_s, admin = time.monotonic(), admin_of(interaction)
        feed_id = (await self.guilds.settings(admin.guild_id)).feed_id

        if feed_id is None or self._missing(admin.guild_id, feed_id, missing_for_feed) != ():
            said = feed_still_refused()
        else:
            await in_time(interaction, self.guilds.resume(admin.guild_id), begun_s, turns=True)
            said = feed_resumed((await self.guilds.feed(admin.guild_id)).waiting)

        await self._turn(interaction, "feed", said)

    @handles(ChooseDigest)
    async def choose_digest(self, interaction: Press, request: ChooseDigest) -> None:
        """Let the weekly digest go into the chosen channel, if the bot can post it there."""
        begun_s, admin = time.monotonic(), admin_of(interaction)
        channel_id = _channel(interaction, request)
        missing = self._missing(admin.guild_id, channel_id, missing_for_digest)

        if missing is None or missing:
            said = digest_refused(await self.guilds.settings(admin.guild_id), channel_id, missing)
        else:
            choosing = self.guilds.choose_digest(
                admin.guild_id, channel_id, admin.author.id, _here(interaction), utcnow()
            )
            await in_time(interaction, choosing, begun_s, turns=True)
            said = digest_chosen(channel_id)

        await self._turn(interaction, "digest", said)

    @handles(StopDigest)
    async def stop_digest(self, interaction: Press, _: StopDigest) -> None:
        """Post no digest any more."""
        begun_s, admin = time.monotonic(), admin_of(interaction)
        await in_time(interaction, self.guilds.stop_digest(admin.guild_id), begun_s, turns=True)
        await self._turn(interaction, "digest", digest_stopped())

    @handles(SendTrial)
    async def send_trial(self, interaction: Press, request: SendTrial) -> None:
        """Send a test post into the channel of the feed or the digest."""
        begun_s, admin = time.monotonic(), admin_of(interaction)
        setup = await look_at(interaction, self.services)
        is_feed = request.of == "feed"
        channel_id = setup.settings.feed_id if is_feed else setup.settings.digest_id
        missing = setup.missing_for_feed if is_feed else setup.missing_for_digest

        if channel_id is None or missing is None or missing:
            said = trial_impossible(channel_id, missing)
        else:
            trial = feed_trial(admin.guild_id, setup.now) if is_feed else await self._digest_trial(admin, setup)
            sending = send_trial(self.bot, admin.guild_id, channel_id, trial)
            said = await in_time(interaction, sending, begun_s, turns=True)

        await self._turn(interaction, request.of, said)

    @handles(Switch)
    async def switch(self, interaction: Press, request: Switch) -> None:
        """Turn something on or off."""
        is_on = request.to == "on"

        match request.what:
            case "bare":
                await self._change(interaction, "feed", {"takes_bare_ratings": is_on})
            case "empty":
                await self._change(interaction, "digest", {"tells_of_empty_weeks": is_on})
            case "spoilers":
                await self._change(interaction, "reading", {"opens_spoilers": is_on})
            case "diaries":
                await self._change(interaction, "diaries", {"checks_letterboxd": is_on})

    @handles(ChooseAmount)
    async def choose_amount(self, interaction: Press, request: ChooseAmount) -> None:
        """Let the week end on another day or at another hour, or the server's mean weigh more or less."""
        match request.what:
            case "weekday":
                await self._change(interaction, "digest", {"weekday": _one_of(range(7), interaction, request)})
            case "hour":
                await self._change(interaction, "digest", {"hour": _one_of(range(24), interaction, request)})
            case "prior":
                await self._change(interaction, "reading", {"prior": _one_of(PRIORS, interaction, request)})

    @handles(OpenZoneForm)
    async def open_zone_form(self, interaction: Press, request: OpenZoneForm) -> None:
        """Open the form for the time zone, with what was typed, the present zone, or a guess."""
        zone = (await self.guilds.settings(admin_of(interaction).guild_id)).zone
        known = guess_zone(interaction) if zone == UNCHOSEN_ZONE else zone
        await interaction.response.send_modal(zone_form(request.typed or known))

    @handles(SubmitZone)
    async def submit_zone(self, interaction: Press, _: SubmitZone) -> None:
        """Choose the zone that was typed, or ask which is meant."""
        typed = read_zone_form(interaction.data)
        await turn(interaction, await choose_zone(interaction, self.services, typed, "digest", turns=True))

    @handles(UseZone)
    async def use_zone(self, interaction: Press, request: UseZone) -> None:
        """Choose the zone that the button names."""
        await self._change_zone(interaction, request.zone, request)

    @handles(ChooseZone)
    async def choose_zone(self, interaction: Press, request: ChooseZone) -> None:
        """Choose the zone that was meant."""
        await self._change_zone(interaction, chosen(interaction), request)

    @handles(ToggleBareRatings)
    async def toggle_bare_ratings(self, interaction: Press, _: ToggleBareRatings) -> None:
        """On an old panel: let ratings without a text go into the feed, or no longer."""
        settings = await self.guilds.settings(admin_of(interaction).guild_id)
        await self._change(interaction, "feed", {"takes_bare_ratings": not settings.takes_bare_ratings})

    @handles(ToggleSpoilers)
    async def toggle_spoilers(self, interaction: Press, _: ToggleSpoilers) -> None:
        """On an old panel: open spoilers at once for members who have reviewed the film, or no longer."""
        settings = await self.guilds.settings(admin_of(interaction).guild_id)
        await self._change(interaction, "reading", {"opens_spoilers": not settings.opens_spoilers})

    async def _digest_trial(self, admin: Asker, setup: ServerSetup) -> Answer:
        post, _ = await self.pages.post(sample_week(setup), admin.guild_name, setup.now)
        return digest_trial(post)

    async def _change_zone(self, interaction: Press, zone: str, request: CustomId) -> None:
        if not is_zone(zone):
            raise UnknownCustomId(str(request))

        await self._change(interaction, "digest", {"zone": zone}, zone_chosen(zone, utcnow()))

    async def _change(self, interaction: Press, step: Step, choices: Choices, said: str = "") -> None:
        """Change these choices and show the page on which they stand."""
        begun_s, admin = time.monotonic(), admin_of(interaction)
        await in_time(interaction, self.guilds.change(admin.guild_id, utcnow(), choices), begun_s, turns=True)
        await self._turn(interaction, step, said)

    async def _turn(self, interaction: Press, step: Step, said: str = "") -> None:
        await turn(interaction, await page_of(interaction, self.services, step, said))

    def _missing(
        self, guild_id: GuildId, channel_id: ChannelId, look: Callable[[discord.Guild, ChannelId], Missing]
    ) -> Missing:
        guild = self.bot.get_guild(guild_id)
        return None if guild is None else look(guild, channel_id)


def _one_of(offered: Iterable[OfferedT], interaction: Press, request: CustomId) -> OfferedT:
    """The one that was chosen of what a select offers. Raises UnknownCustomId for what no select of ours does."""
    value = chosen(interaction)

    for one in offered:
        if str(one) == value:
            return one

    raise UnknownCustomId(str(request))


def _channel(interaction: Press, request: CustomId) -> ChannelId:
    """The channel that was chosen. Raises UnknownCustomId."""
    value = chosen(interaction)

    if not value.isascii() or not value.isdigit() or len(value) > 20:
        raise UnknownCustomId(str(request))

    return ChannelId(int(value))


def _here(interaction: Press) -> ChannelId | None:
    return None if interaction.channel_id is None else ChannelId(interaction.channel_id)


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(SetupCog(bot))
