"""`/marquee`: what those who manage a server choose for it, and the films that they merge."""

import time
from collections.abc import Sequence

from discord import app_commands
from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.services.zones import offer_zones
from bot.ui.answer import Answer, show, turn
from bot.ui.asker import admin_of, asker_of
from bot.ui.choices import film_choices
from bot.ui.custom_ids import ConfirmMerge, LookAgain, Step, UndoMerge
from bot.ui.diagnosis import diagnosis_page
from bot.ui.merging import ask_merge, merge_choices, merged, unmerged
from bot.ui.problems import SeveralMeant
from bot.ui.router import Press, handles
from bot.ui.saving import in_time
from bot.ui.setup.permissions import missing_for_feed
from bot.ui.setup.showing import choose_zone, look_at, page_of
from bot.ui.setup.zones import zone_choices
from data.errors import CannotUndoMerge
from data.models import Film, FilmId

TypedZone = app_commands.Range[str, 1, 100]

_ZONE_HINT = "This server's time zone, for the day and hour of the weekly digest"


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class MarqueeCog(commands.GroupCog, group_name="marquee", group_description="For those who manage this server"):
    """The pages of a server's set-up, and its merges."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.services = bot.services
        self.merging = bot.services.merging

    @app_commands.command(name="setup")
    @app_commands.describe(timezone=_ZONE_HINT)
    async def set_up(self, interaction: Press, timezone: TypedZone | None = None) -> None:
        """Choose, step by step, where new reviews and the weekly digest go, and what members see."""
        await self._open(interaction, "feed", timezone)

    @app_commands.command(name="settings")
    @app_commands.describe(timezone=_ZONE_HINT)
    async def show_settings(self, interaction: Press, timezone: TypedZone | None = None) -> None:
        """See everything that is chosen for this server, and change it."""
        await self._open(interaction, "all", timezone)

    @set_up.autocomplete("timezone")
    @show_settings.autocomplete("timezone")
    async def offer_zones(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Time zones that fit what is typed so far, those of the person's language first."""
        return zone_choices(offer_zones(typed, str(interaction.locale)), utcnow())

    @app_commands.command(name="diagnose")
    async def diagnose(self, interaction: Press) -> None:
        """See what works in this server and what does not, and what mends it."""
        await show(interaction, await self._diagnosis(interaction), is_private=True)

    @handles(LookAgain)
    async def look_again(self, interaction: Press, _: LookAgain) -> None:
        """Look once more."""
        await turn(interaction, await self._diagnosis(interaction))

    @app_commands.command(name="merge")
    @app_commands.describe(film="A film that a member added by hand", into="The film that it really is")
    async def merge(
        self,
        interaction: Press,
        film: app_commands.Range[str, 1, 200],
        into: app_commands.Range[str, 1, 200],
    ) -> None:
        """Make one film of a film that a member added and another one, with all reviews."""
        admin, now = admin_of(interaction), utcnow()
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
        begun_s, admin = time.monotonic(), admin_of(interaction)
        merging = self.merging.merge(admin.guild_id, FilmId(request.own), request.film, admin.author.id, utcnow())
        await turn(interaction, merged(await in_time(interaction, merging, begun_s, turns=True)))

    @app_commands.command(name="unmerge")
    @app_commands.describe(merge="Which of them")
    async def unmerge(self, interaction: Press, merge: app_commands.Range[str, 1, 200]) -> None:
        """Make two films again of two that were merged."""
        begun_s, admin = time.monotonic(), admin_of(interaction)

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
        begun_s, admin = time.monotonic(), admin_of(interaction)
        undoing = self.merging.undo(admin.guild_id, request.merge, utcnow())
        await turn(interaction, unmerged(await in_time(interaction, undoing, begun_s, turns=True)))

    async def _open(self, interaction: Press, step: Step, zone: str | None) -> None:
        """Show that page privately, after the time zone that may have been given is chosen."""
        opening = (
            page_of(interaction, self.services, step)
            if zone is None
            else choose_zone(interaction, self.services, zone, step)
        )
        await show(interaction, await opening, is_private=True)

    async def _diagnosis(self, interaction: Press) -> Answer:
        setup = await look_at(interaction, self.services)
        guild = self.bot.get_guild(setup.settings.guild_id)
        found = await self.services.diagnosis.of(setup.settings.guild_id)
        missing = {
            one.channel_id: None if guild is None else missing_for_feed(guild, one.channel_id) for one in found.stuck
        }
        return diagnosis_page(setup, found, missing)


def _one(found: Film | Sequence[Film]) -> Film:
    """The one film that was named. Raises SeveralMeant."""
    if not isinstance(found, Film):
        raise SeveralMeant

    return found


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(MarqueeCog(bot))
