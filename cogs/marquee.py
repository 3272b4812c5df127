"""`/marquee`: what those who manage a server choose for it, and the films that they merge."""

import time
from collections.abc import Sequence

from discord import app_commands
from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.ui.answer import Answer, show, turn
from bot.ui.asker import Asker, asker_of
from bot.ui.choices import film_choices
from bot.ui.custom_ids import (
    ChooseFeed,
    ConfirmMerge,
    ResumeFeed,
    StopFeed,
    ToggleBareRatings,
    ToggleSpoilers,
    UndoMerge,
    UnknownCustomId,
)
from bot.ui.merging import ask_merge, merge_choices, merged, unmerged
from bot.ui.problems import AdminsOnly, SeveralMeant
from bot.ui.router import Press, chosen, handles
from bot.ui.saving import in_time
from bot.ui.setup import (
    Missing,
    feed_chosen,
    feed_refused,
    feed_resumed,
    feed_still_refused,
    feed_stopped,
    missing_for_feed,
    setup_panel,
)
from data.errors import CannotUndoMerge
from data.models import ChannelId, Film, FilmId, GuildId


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class MarqueeCog(commands.GroupCog, group_name="marquee", group_description="For those who manage this server"):
    """A server's choices, made on one private panel, and its merges."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.services = bot.services
        self.guilds = bot.services.guilds
        self.merging = bot.services.merging

    @app_commands.command(name="setup")
    async def set_up(self, interaction: Press) -> None:
        """Choose the channel for new reviews, and how I treat ratings and spoilers."""
        admin = _admin(interaction)
        await show(interaction, await self._panel(admin.guild_id), is_private=True)

    @handles(ChooseFeed)
    async def choose_feed(self, interaction: Press, request: ChooseFeed) -> None:
        """Let new reviews go into the chosen channel, if the bot can post and read there."""
        begun_s, admin = time.monotonic(), _admin(interaction)
        channel_id = _channel(chosen(interaction), request)
        missing = self._missing(admin.guild_id, channel_id)

        # None is no channel, and nothing missing is an empty list.
        if missing is None or missing:
            settings = await self.guilds.settings(admin.guild_id)
            said = feed_refused(settings, channel_id, missing)
        else:
            here = None if interaction.channel_id is None else ChannelId(interaction.channel_id)
            choosing = self.guilds.choose_feed(admin.guild_id, channel_id, admin.author.id, here)
            await in_time(interaction, choosing, begun_s, turns=True)
            said = feed_chosen(channel_id)

        await turn(interaction, await self._panel(admin.guild_id, said))

    @handles(StopFeed)
    async def stop_feed(self, interaction: Press, _: StopFeed) -> None:
        """Post reviews where they are written again."""
        begun_s, admin = time.monotonic(), _admin(interaction)
        said = feed_stopped(await in_time(interaction, self.guilds.stop_feed(admin.guild_id), begun_s, turns=True))
        await turn(interaction, await self._panel(admin.guild_id, said))

    @handles(ResumeFeed)
    async def resume_feed(self, interaction: Press, _: ResumeFeed) -> None:
        """Let a paused feed go on, unless it would only fail again."""
        begun_s, admin = time.monotonic(), _admin(interaction)
        feed_id = (await self.guilds.settings(admin.guild_id)).feed_id

        if feed_id is None or self._missing(admin.guild_id, feed_id) != ():
            said = feed_still_refused()
        else:
            await in_time(interaction, self.guilds.resume(admin.guild_id), begun_s, turns=True)
            said = feed_resumed((await self.guilds.feed(admin.guild_id)).waiting)

        await turn(interaction, await self._panel(admin.guild_id, said))

    @handles(ToggleBareRatings)
    async def toggle_bare_ratings(self, interaction: Press, _: ToggleBareRatings) -> None:
        """Let ratings without a text go into the feed, or no longer."""
        begun_s, admin = time.monotonic(), _admin(interaction)
        await in_time(interaction, self.guilds.toggle_bare_ratings(admin.guild_id), begun_s, turns=True)
        await turn(interaction, await self._panel(admin.guild_id))

    @handles(ToggleSpoilers)
    async def toggle_spoilers(self, interaction: Press, _: ToggleSpoilers) -> None:
        """Open spoilers at once for members who have reviewed the film, or no longer."""
        begun_s, admin = time.monotonic(), _admin(interaction)
        await in_time(interaction, self.guilds.toggle_spoilers(admin.guild_id), begun_s, turns=True)
        await turn(interaction, await self._panel(admin.guild_id))

    @app_commands.command(name="merge")
    @app_commands.describe(film="A film that a member added by hand", into="The film that it really is")
    async def merge(
        self,
        interaction: Press,
        film: app_commands.Range[str, 1, 200],
        into: app_commands.Range[str, 1, 200],
    ) -> None:
        """Make one film of a film that a member added and another one, with all reviews."""
        admin, now = _admin(interaction), utcnow()
        first = _one(await self.merging.own_named(admin.guild_id, film, now))
        second = _one(await self.services.films.look_up(into, admin.guild_id, now))
        await show(interaction, ask_merge(await self.merging.plan(admin.guild_id, first, second, now)), is_private=True)

    @merge.autocomplete("film")
    async def offer_own_films(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Films of this server that fit what is typed so far."""
        return film_choices(await self.merging.offer_own(asker_of(interaction).guild_id, typed, utcnow()))

    @merge.autocomplete("into")
    async def offer_films(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """All films that do."""
        asker = asker_of(interaction)
        return film_choices(await self.services.suggestions.suggest(asker.guild_id, asker.author.id, typed, utcnow()))

    @handles(ConfirmMerge)
    async def confirm_merge(self, interaction: Press, request: ConfirmMerge) -> None:
        """Merge the two films."""
        begun_s, admin = time.monotonic(), _admin(interaction)
        merging = self.merging.merge(admin.guild_id, FilmId(request.own), request.film, admin.author.id, utcnow())
        await turn(interaction, merged(await in_time(interaction, merging, begun_s, turns=True)))

    @app_commands.command(name="unmerge")
    @app_commands.describe(merge="Which of them")
    async def unmerge(self, interaction: Press, merge: app_commands.Range[str, 1, 200]) -> None:
        """Make two films again of two that were merged."""
        begun_s, admin = time.monotonic(), _admin(interaction)

        if not merge.isascii() or not merge.isdigit() or len(merge) > 15:
            raise CannotUndoMerge

        undoing = self.merging.undo(admin.guild_id, int(merge), utcnow())
        await show(interaction, unmerged(await in_time(interaction, undoing, begun_s)), is_private=True)

    @unmerge.autocomplete("merge")
    async def offer_merges(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """The merges of this server that can be undone."""
        return merge_choices(await self.merging.undoable(asker_of(interaction).guild_id), typed)

    @handles(UndoMerge)
    async def undo_merge(self, interaction: Press, request: UndoMerge) -> None:
        """Undo the merge."""
        begun_s, admin = time.monotonic(), _admin(interaction)
        undoing = self.merging.undo(admin.guild_id, request.merge, utcnow())
        await turn(interaction, unmerged(await in_time(interaction, undoing, begun_s, turns=True)))

    async def _panel(self, guild_id: GuildId, said: str = "") -> Answer:
        settings, state = await self.guilds.settings(guild_id), await self.guilds.feed(guild_id)
        missing = None if settings.feed_id is None else self._missing(guild_id, settings.feed_id)
        return setup_panel(settings, state, missing, said)

    def _missing(self, guild_id: GuildId, channel_id: ChannelId) -> Missing:
        guild = self.bot.get_guild(guild_id)
        return None if guild is None else missing_for_feed(guild, channel_id)


def _admin(interaction: Press) -> Asker:
    """The one who asks, who may manage the server. Raises ServersOnly, AdminsOnly."""
    asker = asker_of(interaction)

    if not asker.is_moderator:
        raise AdminsOnly

    return asker


def _one(found: Film | Sequence[Film]) -> Film:
    """The one film that was named. Raises SeveralMeant."""
    if not isinstance(found, Film):
        raise SeveralMeant

    return found


def _channel(value: str, request: ChooseFeed) -> ChannelId:
    """The id that a client sent as the chosen channel. Raises UnknownCustomId."""
    if not value.isascii() or not value.isdigit() or len(value) > 20:
        raise UnknownCustomId(str(request))

    return ChannelId(int(value))


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(MarqueeCog(bot))
