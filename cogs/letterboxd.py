"""`/letterboxd`: bringing one's diary along, taking it along, and letting it come in by itself; all private."""

import time
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.services.imports import LARGEST_FILE
from bot.ui.answer import Answer, follow_up, replace_answer, show, turn, wait_privately
from bot.ui.asker import Asker, asker_of
from bot.ui.custom_ids import (
    AskUndoImport,
    CancelImport,
    KeepUnknown,
    PostLatest,
    ShowFaults,
    ShowImport,
    StartImport,
    UndoImport,
)
from bot.ui.fetching import fetch_file
from bot.ui.letterboxd.exports import export_answers
from bot.ui.letterboxd.faults import faults_page
from bot.ui.letterboxd.imports import CANCELLED, ask_undo, how_to_export, import_page, is_at_work, posted_latest
from bot.ui.letterboxd.links import how_to_link, link_status, linked, unlinked
from bot.ui.router import Press, handles
from bot.ui.saving import ask_to_wait, in_time
from data.errors import ExportTooLarge
from data.models import ImportId, ImportState, ImportView


class LetterboxdCog(commands.GroupCog, group_name="letterboxd", group_description="Your diary on Letterboxd"):
    """One's own diary there, and what comes of it into this server."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.services = bot.services
        self.imports = bot.services.imports
        self.following = bot.services.following

    @app_commands.command(name="import")
    @app_commands.describe(file="The ZIP that Letterboxd gives you, or a CSV file of it")
    async def import_file(self, interaction: Press, file: discord.Attachment | None = None) -> None:
        """Bring your diary along from Letterboxd, or see how your import stands."""
        if file is None:
            await self._show_latest(interaction)
        else:
            await self._begin(interaction, file)

    @app_commands.command(name="link")
    @app_commands.describe(username="Your name on Letterboxd, or your page's address; leave it out to see how it fares")
    async def link(self, interaction: Press, username: app_commands.Range[str, 1, 200] | None = None) -> None:
        """Let what you log on Letterboxd from now on come into this server, as reviews of yours."""
        begun_s, asker = time.monotonic(), asker_of(interaction)

        if username is None:
            await show(interaction, await self._status(asker), is_private=True)
            return

        linking = self.following.link(asker.guild_id, asker.author, username, utcnow())
        feed = await in_time(interaction, linking, begun_s)
        settings = await self.services.guilds.settings(asker.guild_id)
        answer = linked(feed, asker.guild_id, settings.feed_id, self.bot.command_ids)
        await show(interaction, answer, is_private=True)

    @app_commands.command(name="unlink")
    @app_commands.describe(everywhere="Out of every server, not only this one")
    async def unlink(self, interaction: Press, *, everywhere: bool = False) -> None:
        """Let your diary on Letterboxd come in no more; what it brought stays."""
        begun_s, asker = time.monotonic(), asker_of(interaction)
        unlinking = self.following.unlink(asker.guild_id, asker.author.id, everywhere=everywhere)
        count = await in_time(interaction, unlinking, begun_s)
        await show(interaction, unlinked(count, self.bot.command_ids, everywhere=everywhere), is_private=True)

    @app_commands.command(name="export")
    async def export(self, interaction: Press) -> None:
        """Get what you wrote here as files that Letterboxd can import, for you alone."""
        asker = asker_of(interaction)
        # Megabytes may take longer on their way to Discord than it waits.
        await wait_privately(interaction)
        export = await self.services.exports.export(asker.guild_id, asker.author.id)
        first, *others = export_answers(export, asker.guild_name)
        await show(interaction, first, is_private=True)

        for answer in others:
            await follow_up(interaction, answer, is_private=True)

    @handles(ShowImport)
    async def show_import(self, interaction: Press, request: ShowImport) -> None:
        """Show how the import stands."""
        asker = asker_of(interaction)
        await self._turn(interaction, asker, await self._view(asker, request.import_id))

    @handles(StartImport)
    async def start(self, interaction: Press, request: StartImport) -> None:
        """Do what the page says it would do."""
        begun_s, asker = time.monotonic(), asker_of(interaction)
        starting = self.imports.start(asker.guild_id, asker.author.id, ImportId(request.import_id), utcnow())
        await self._turn(interaction, asker, await in_time(interaction, starting, begun_s, turns=True))

    @handles(CancelImport)
    async def cancel(self, interaction: Press, request: CancelImport) -> None:
        """Forget what was handed in."""
        begun_s, asker, import_id = time.monotonic(), asker_of(interaction), ImportId(request.import_id)
        self.bot.importing.let_go(import_id)
        cancelling = self.imports.cancel(asker.guild_id, asker.author.id, import_id)
        await in_time(interaction, cancelling, begun_s, turns=True)
        await turn(interaction, CANCELLED)

    @handles(KeepUnknown)
    async def keep_unknown(self, interaction: Press, request: KeepUnknown) -> None:
        """Keep films that nothing here knows, or leave them out."""
        begun_s, asker = time.monotonic(), asker_of(interaction)
        keeping = self.imports.keep_unknown(
            asker.guild_id, asker.author.id, ImportId(request.import_id), is_kept=request.to == "on"
        )
        await self._turn(interaction, asker, await in_time(interaction, keeping, begun_s, turns=True))

    @handles(ShowFaults)
    async def show_faults(self, interaction: Press, request: ShowFaults) -> None:
        """Show a page of what could not be read."""
        view = await self._view(asker_of(interaction), request.import_id)
        self.bot.importing.let_go(view.about.id)
        await turn(interaction, faults_page(view.about, request.number))

    @handles(AskUndoImport)
    async def ask_undo(self, interaction: Press, request: AskUndoImport) -> None:
        """Ask once more."""
        view = await self._view(asker_of(interaction), request.import_id)
        self.bot.importing.let_go(view.about.id)
        await turn(interaction, ask_undo(view))

    @handles(UndoImport)
    async def undo(self, interaction: Press, request: UndoImport) -> None:
        """Take it back."""
        begun_s, asker = time.monotonic(), asker_of(interaction)
        undoing = self.imports.undo(asker.guild_id, asker.author.id, ImportId(request.import_id), utcnow())
        await self._turn(interaction, asker, await in_time(interaction, undoing, begun_s, turns=True))

    @handles(PostLatest)
    async def post_latest(self, interaction: Press, request: PostLatest) -> None:
        """Let its latest reviews go into the server's feed."""
        begun_s, asker, import_id = time.monotonic(), asker_of(interaction), ImportId(request.import_id)
        posting = self.imports.post_latest(asker.guild_id, asker.author.id, import_id, utcnow())
        count = await in_time(interaction, posting, begun_s, turns=True)
        await self._turn(interaction, asker, await self._view(asker, import_id), posted_latest(count))

    async def _status(self, asker: Asker) -> Answer:
        feed = await self.following.of_member(asker.author.id)

        if feed is None:
            self.following.check_on()
            return how_to_link(self.bot.command_ids)

        guilds = {one.guild_id: self.bot.get_guild(one.guild_id) for one in feed.servers}
        names = {guild_id: guild.name for guild_id, guild in guilds.items() if guild is not None}
        return link_status(feed, asker.guild_id, names, self.bot.command_ids, utcnow(), is_on=self.following.is_on)

    async def _show_latest(self, interaction: Press) -> None:
        asker = asker_of(interaction)
        view = await self.imports.latest(asker.guild_id, asker.author.id)

        if view is None:
            await show(interaction, how_to_export(self.bot.command_ids), is_private=True)
            return

        await show(interaction, await self._page(asker, view), is_private=True)
        self._follow(interaction, asker, view)

    async def _begin(self, interaction: Press, file: discord.Attachment) -> None:
        asker = asker_of(interaction)

        if file.size > LARGEST_FILE:
            raise ExportTooLarge(file.filename, file.size, LARGEST_FILE)

        await ask_to_wait(interaction)

        # Fetched in its turn: a hundred files that wait would fill the memory.
        async with self.imports.turn(asker.guild_id, asker.author.id):
            data = await fetch_file(self.bot, interaction, file.url)
            about = await self.imports.begin(asker.guild_id, asker.author, file.filename, data, utcnow())

        view = await self._view(asker, about.id)
        await show(interaction, await self._page(asker, view), is_private=True)
        self._follow(interaction, asker, view)

    async def _turn(self, interaction: Press, asker: Asker, view: ImportView, said: str = "") -> None:
        """Let the pressed message show how the import stands, and keep it true while something is at work."""
        await turn(interaction, await self._page(asker, view, said))
        self._follow(interaction, asker, view)

    def _follow(self, interaction: Press, asker: Asker, view: ImportView) -> None:
        if is_at_work(view):
            self.bot.importing.follow(view.about.id, interaction.id, partial(self._edit, interaction, asker))

    async def _edit(self, interaction: Press, asker: Asker, view: ImportView) -> None:
        await replace_answer(interaction, await self._page(asker, view))

    async def _page(self, asker: Asker, view: ImportView, said: str = "") -> Answer:
        is_done = view.about.state is ImportState.DONE
        has_feed = is_done and (await self.services.guilds.settings(asker.guild_id)).feed_id is not None
        return import_page(view, self.bot.command_ids, has_feed=has_feed, said=said)

    async def _view(self, asker: Asker, import_id: int) -> ImportView:
        return await self.imports.view(asker.guild_id, asker.author.id, ImportId(import_id))


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(LetterboxdCog(bot))
