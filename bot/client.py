"""The Discord client: intents, extensions, command sync, one error path, shutdown."""

import asyncio
import hashlib
import json
import logging
import time
from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands, tasks
from typing_extensions import override

from bot.log import interaction_id
from bot.posting.completing import Completing
from bot.posting.copies import Copies
from bot.posting.digest_pages import DigestPages
from bot.posting.digests import DigestPosts
from bot.posting.following import Feeds
from bot.posting.importing import Importing
from bot.posting.outbox import Outbox
from bot.posting.rebuilding import Sources
from bot.rest import make_cancellable
from bot.services import Services
from bot.ui.answer import TURNED
from bot.ui.help import hello
from bot.ui.pictures.boards import Boards
from bot.ui.pictures.posters import Posters
from bot.ui.reporter import report
from bot.ui.router import Router
from data.errors import StoreFailed
from data.models import GuildId, MessageId

_log = logging.getLogger(__name__)

EXTENSIONS = (
    "cogs.film",
    "cogs.review",
    "cogs.reading",
    "cogs.feed",
    "cogs.top",
    "cogs.digest",
    "cogs.like",
    "cogs.spoilers",
    "cogs.watchlist",
    "cogs.diary",
    "cogs.letterboxd",
    "cogs.own_films",
    "cogs.letterboxd_films",
    "cogs.letterboxd_links",
    "cogs.marquee",
    "cogs.setup",
    "cogs.privacy",
    "cogs.help",
)
"""The slash commands, by topic."""

PERMISSIONS_TO_POST = discord.Permissions(view_channel=True, send_messages=True, embed_links=True)
"""What posting an embed in a channel needs."""

PERMISSIONS = PERMISSIONS_TO_POST | discord.Permissions(read_message_history=True, attach_files=True)
"""All that the invitation asks for: to post, to find one again that a crash left unknown, and the digest's picture."""

FINISH_WITHIN_S = 5.0
"""How long running answers may take to finish at shutdown; closing socket and store included, it is over in 8 s."""

CANCEL_WITHIN_S = 0.3
"""How long answers that are given up may take to let go of what they were writing."""

_COMMANDS_NOTE = "commands"

# Two warnings at every start about voice libraries that a bot without a voice does not miss.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False


class Tree(app_commands.CommandTree["Marquee"]):
    """The command tree, with the interaction's id on every log record and errors where all errors end."""

    @override
    async def interaction_check(self, interaction: discord.Interaction["Marquee"], /) -> bool:
        interaction_id.set(interaction.id)
        return not interaction.client.is_leaving

    @override
    async def on_error(
        self, interaction: discord.Interaction["Marquee"], error: app_commands.AppCommandError, /
    ) -> None:
        await report(interaction, error)
        interaction.client.nudge()


class Marquee(commands.AutoShardedBot):
    """The bot, with its services at hand for every command and button."""

    def __init__(self, services: Services) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            # discord.py calls itself ready this long after the last server arrived; we wait for no members.
            guild_ready_timeout=0.2,
        )
        make_cancellable(self.http)
        self.services = services
        self.posters = Posters()
        self.boards = Boards(self.posters.thread)
        self.digest_pages = DigestPages(services, self.boards)
        self.copies = Copies(self, Sources(services, self.posters, self.digest_pages))
        self.outbox = Outbox(self, services, self.copies.nudge)
        self.digests = DigestPosts(self, services, self.digest_pages, self.copies.nudge)
        self.completing = Completing(services, self.copies.nudge)
        self.feeds = Feeds(self, services, self.nudge)
        self.importing = Importing(services)
        self.command_ids: Mapping[str, int] = {}
        self.is_ready_for_use = asyncio.Event()
        self.is_leaving = False
        """Whether the bot takes no more presses and commands, because it is about to end."""
        self._router = Router()

    @override
    async def setup_hook(self) -> None:
        for extension in EXTENSIONS:
            await self.load_extension(extension)

        for cog in self.cogs.values():
            self._router.add_all(cog)

        self.expire.start()
        self.purge.start()
        self.command_ids = await self._sync_commands()

    @tasks.loop(hours=1)
    async def expire(self) -> None:
        """Delete drafts, imports and details past their time; forget the messages that nothing happens to any more."""
        now = discord.utils.utcnow()

        try:
            await self.services.reviews.expire_drafts(now)
            await self.services.own_films.expire_drafts(now)
            await self.services.copies.expire(now)
            await self.services.details.expire(now)
            await self.services.imports.expire(now)
        except StoreFailed as error:
            # The next hour tries again; one failure must not end the loop.
            _log.warning("what is old could not be deleted: %s", error.reason)

    @tasks.loop(seconds=30)
    async def purge(self) -> None:
        """Let go of deleted reviews that can't come back any more, and of what stands in for them."""
        try:
            if await self.services.reviews.purge(discord.utils.utcnow()):
                self.copies.nudge()
        except StoreFailed as error:
            _log.warning("deleted reviews could not be let go: %s", error.reason)

    @expire.before_loop
    @purge.before_loop
    async def _wait_for_use(self) -> None:
        await self.is_ready_for_use.wait()

    def nudge(self) -> None:
        """Something may have changed that is shown or waits to be posted."""
        self.copies.nudge()
        self.outbox.nudge()
        self.digests.nudge()
        self.completing.nudge()
        self.feeds.nudge()
        self.importing.nudge()

    async def _sync_commands(self) -> dict[str, int]:
        """Tell Discord of the commands if they are not those it was last told of; their ids by name.

        Discord allows few changes of commands a day, and each takes seconds: an unchanged restart makes no request.
        """
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        text = json.dumps([self.application_id, payload], sort_keys=True, default=str)
        digest = hashlib.sha256(text.encode()).hexdigest()
        note = f"{_COMMANDS_NOTE}:{self.application_id}"
        known = json.loads(await self.services.notes.get(note) or "{}")
        known_ids = {str(name): int(command_id) for name, command_id in known.get("ids", {}).items()}

        if known.get("digest") == digest:
            return known_ids

        try:
            synced = await self.tree.sync()
        except discord.HTTPException as error:
            # The commands that Discord knows still work; the next start tries again.
            _log.error("Discord did not take the commands: %s", error)
            return known_ids

        ids = {command.name: command.id for command in synced}
        await self.services.notes.set(note, json.dumps({"digest": digest, "ids": ids}))
        _log.info("told Discord of %d commands", len(synced))
        return ids

    async def on_ready(self) -> None:
        """Say in the log that the bot can be used, and how to invite it."""
        if self.is_ready_for_use.is_set():
            return

        self.copies.start()
        self.outbox.start()
        self.digests.start()
        self.completing.start()
        self.feeds.start()
        self.importing.start()
        self.is_ready_for_use.set()
        address = discord.utils.oauth_url(
            self.application_id or 0, permissions=PERMISSIONS, scopes=("bot", "applications.commands")
        )
        _log.info("ready as %s in %d servers", self.user, len(self.guilds))
        _log.info("invite it with %s", address)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say hello where the server wants newcomers to be greeted, if the bot may write there."""
        await self._repaired(guild)
        channel = guild.system_channel

        if channel is None or not channel.permissions_for(guild.me).is_superset(PERMISSIONS_TO_POST):
            _log.info("joined a server without a channel to say hello in", extra={"guild_id": guild.id})
            return

        answer = hello(self.command_ids, guild.name)

        try:
            await channel.send(embeds=list(answer.embeds))
        except discord.HTTPException as error:
            _log.warning("could not say hello: %s", error, extra={"guild_id": guild.id})

    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        """Look whether what could not be posted or edited in the server can be now."""
        await self._repaired(channel.guild)

    async def on_guild_channel_update(self, _: discord.abc.GuildChannel, channel: discord.abc.GuildChannel) -> None:
        """The same."""
        await self._repaired(channel.guild)

    async def on_guild_role_update(self, _: discord.Role, role: discord.Role) -> None:
        """The same."""
        await self._repaired(role.guild)

    async def on_member_update(self, _: discord.Member, member: discord.Member) -> None:
        """The same, where it is the bot that got or lost a role."""
        if member == member.guild.me:
            await self._repaired(member.guild)

    async def _repaired(self, guild: discord.Guild) -> None:
        guild_id = GuildId(guild.id)

        try:
            await self.services.copies.hasten(guild_id, discord.utils.utcnow())
            self.copies.nudge()
            await self.outbox.repaired(guild_id)
            await self.digests.repaired(guild_id)
        except StoreFailed as error:
            # What waits is looked at again and again by itself.
            _log.warning("what waits could not be looked at: %s", error.reason, extra={"guild_id": guild.id})

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer presses, choices and forms; slash commands go through the tree."""
        if interaction.type not in {discord.InteractionType.component, discord.InteractionType.modal_submit}:
            return

        if self.is_leaving:
            return

        interaction_id.set(interaction.id)

        try:
            await self._router.answer(interaction)
        except Exception as error:  # noqa: BLE001  (the boundary: every error of a press or form ends here)
            await report(interaction, error)

        if TURNED in interaction.extras and interaction.message is not None:
            self.completing.let_go(MessageId(interaction.message.id), interaction.id)

        self.nudge()

    async def on_app_command_completion(
        self, _interaction: discord.Interaction[Any], _command: app_commands.Command[Any, ..., Any]
    ) -> None:
        """Look for what a command has changed."""
        self.nudge()

    @override
    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        _log.exception("an error in %s", event_method)

    @override
    async def close(self) -> None:
        self.expire.cancel()
        self.purge.cancel()
        await self.feeds.stop()
        await self.copies.stop()
        await asyncio.gather(self.outbox.stop(), self.digests.stop(), self.importing.stop())
        self.posters.close()
        await self.completing.stop()
        await super().close()

    async def finish_answers(self) -> None:
        """Wait until the answers that are under way are given, up to `FINISH_WITHIN_S`; then give them up."""
        begun = time.monotonic()
        while running := [task for task in asyncio.all_tasks() if _is_answer(task)]:
            left_s = FINISH_WITHIN_S - (time.monotonic() - begun)

            if left_s <= 0:
                _log.warning("gave up on answers that were still under way: %d", len(running))

                for task in running:
                    task.cancel()

                # The store rolls back, or finishes, what a cancelled task was writing.
                await asyncio.wait(running, timeout=CANCEL_WITHIN_S)
                return

            await asyncio.wait(running, timeout=left_s)


_ANSWER_TASKS = ("CommandTree-invoker", "discord.py: on_interaction", "discord.py: on_guild_join")
"""How discord.py 2.7 names the tasks in which commands, presses and events are answered."""


def _is_answer(task: asyncio.Task[Any]) -> bool:
    return task.get_name().startswith(_ANSWER_TASKS)
