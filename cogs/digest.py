"""`/digest`: this week so far, and every past one."""

import time
from datetime import UTC, datetime

from discord import app_commands
from discord.ext import commands
from discord.utils import utcnow

from bot.client import Marquee
from bot.ui.answer import is_on_private_message, owns_message, show, turn
from bot.ui.asker import Asker, admin_of, asker_of
from bot.ui.custom_ids import (
    AskDigestDate,
    AskPostDigest,
    OpenBestReview,
    OpenDigest,
    PostDigest,
    SkipDigest,
    SubmitDigestDate,
)
from bot.ui.digest import Admin, request_of
from bot.ui.digest_forms import (
    ask_post,
    can_not_post,
    chosen_week,
    day_form,
    posted_now,
    read_day_form,
    skipped,
    week_choices,
)
from bot.ui.opening import opened
from bot.ui.router import Press, handles
from bot.ui.saving import in_time
from bot.ui.setup.permissions import missing_for_feed
from data.errors import NoDigestChannel
from data.models import Digest, DigestId, ReviewId

_OFFERED = 200
"""So many of the latest weeks are looked through for what is typed: nearly four years."""


class DigestCog(commands.Cog):
    """Browsing weeks, and what admins do with the present one."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.services = bot.services
        self.digests = bot.services.digests
        self.pages = bot.digest_pages

    @app_commands.command(name="digest")
    @app_commands.describe(week="A past week, or a day in it; this week unless you say otherwise")
    async def digest(self, interaction: Press, week: app_commands.Range[str, 1, 60] | None = None) -> None:
        """See what this server rated highest in a week."""
        asker, now = asker_of(interaction), utcnow()
        digest = await self._named(interaction, asker, week, now) if week else None
        await self._show(interaction, asker, digest or await self.digests.present(asker.guild_id, now), now)

    @digest.autocomplete("week")
    async def offer_weeks(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Past weeks that fit what is typed so far."""
        return week_choices(await self.digests.latest(asker_of(interaction).guild_id, _OFFERED), typed)

    @handles(OpenDigest)
    async def open(self, interaction: Press, request: OpenDigest) -> None:
        """Another week for the one who asked, a private copy for anyone else; or this one shown to all."""
        asker, now = asker_of(interaction), utcnow()
        digest = await self._asked_for(asker, request, now)

        if request.show:
            await self._show(interaction, asker, digest, now)
        else:
            await self._turn(interaction, asker, digest, now)

    @handles(OpenBestReview)
    async def read_best(self, interaction: Press, request: OpenBestReview) -> None:
        """The best-liked review, privately: the digest stays."""
        answer = await opened(self.services, asker_of(interaction), ReviewId(request.review))
        await show(interaction, answer, is_private=True)

    @handles(AskDigestDate)
    async def ask_day(self, interaction: Press, _: AskDigestDate) -> None:
        """Ask for a day."""
        await interaction.response.send_modal(day_form())

    @handles(SubmitDigestDate)
    async def go_to_day(self, interaction: Press, _: SubmitDigestDate) -> None:
        """The week of that day."""
        asker, now = asker_of(interaction), utcnow()
        typed = read_day_form(interaction.data)
        digest = await self.digests.of_day(asker.guild_id, typed, now, str(interaction.locale))
        await self._turn(interaction, asker, digest, now)

    @handles(AskPostDigest)
    async def ask_post(self, interaction: Press, request: AskPostDigest) -> None:
        """Ask whether this week's digest is to be posted at once."""
        guild_id, due_at = admin_of(interaction).guild_id, _moment(request.due_s)
        channel_id = await self.digests.where_to_post_now(guild_id, due_at, utcnow())
        guild = self.bot.get_guild(guild_id)
        # Only what is needed for any post: without Attach Files it comes without its picture.
        missing = () if guild is None else missing_for_feed(guild, channel_id)
        can_arrive = missing is not None and not missing
        answer = ask_post(request.due_s, channel_id) if can_arrive else can_not_post(channel_id, missing)
        await show(interaction, answer, is_private=True)

    @handles(PostDigest)
    async def post(self, interaction: Press, request: PostDigest) -> None:
        """Post it at once."""
        begun_s, admin = time.monotonic(), admin_of(interaction)
        posting = self.digests.post_now(admin.guild_id, _moment(request.due_s), utcnow())
        next_due = await in_time(interaction, posting, begun_s, turns=True)
        channel_id = (await self.services.guilds.settings(admin.guild_id)).digest_id

        if channel_id is None:
            # Somebody turned the digest off just now: it can be browsed.
            raise NoDigestChannel

        await turn(interaction, posted_now(channel_id, next_due))

    @handles(SkipDigest)
    async def skip(self, interaction: Press, request: SkipDigest) -> None:
        """Do not post this week's digest; or do, after all."""
        begun_s, admin = time.monotonic(), admin_of(interaction)
        due_at, is_skipped = _moment(request.due_s), request.undo is None
        skipping = self.digests.skip(admin.guild_id, due_at, utcnow(), is_skipped=is_skipped)
        await in_time(interaction, skipping, begun_s)
        await show(interaction, skipped(due_at, is_skipped=is_skipped), is_private=True)

    async def _named(self, interaction: Press, asker: Asker, week: str, now: datetime) -> Digest:
        """The week that was chosen, or that of the day that was typed. Raises FormRefused, DigestNotFound."""
        digest_id = chosen_week(week)

        if digest_id is not None:
            return await self.digests.of(asker.guild_id, digest_id)

        return await self.digests.of_day(asker.guild_id, week, now, str(interaction.locale))

    async def _asked_for(self, asker: Asker, request: OpenDigest, now: datetime) -> Digest:
        if request.digest is not None:
            return await self.digests.of(asker.guild_id, DigestId(request.digest))

        if request.at_s is not None:
            return await self.digests.at(asker.guild_id, _moment(request.at_s), now)

        return await self.digests.present(asker.guild_id, now)

    async def _show(self, interaction: Press, asker: Asker, digest: Digest, now: datetime) -> None:
        """Show the week to all."""
        admin = await self._admin(asker, digest)
        page, reviews = await self.pages.page(digest, asker.guild_name, is_private=False, admin=admin)
        message_id = await show(interaction, page, is_private=False)
        await self.bot.copies.remember(interaction, message_id, request_of(digest), reviews, now, names=digest.named)

    async def _turn(self, interaction: Press, asker: Asker, digest: Digest, now: datetime) -> None:
        """The week in place of the pressed message; on somebody else's, in a private copy."""
        is_own = owns_message(interaction)
        is_private = not is_own or is_on_private_message(interaction)
        admin = await self._admin(asker, digest)
        page, reviews = await self.pages.page(digest, asker.guild_name, is_private=is_private, admin=admin)

        if not is_own:
            await show(interaction, page, is_private=True)
            return

        await turn(interaction, page)

        if not is_private:
            await self.bot.copies.remember_turned(interaction, request_of(digest), reviews, now, names=digest.named)

    async def _admin(self, asker: Asker, digest: Digest) -> Admin | None:
        """What the one who asks may do with the week, if they may manage the server."""
        if not asker.is_moderator or digest.id is not None:
            return None

        return Admin(is_skipped=await self.digests.is_skipped(asker.guild_id))


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


async def setup(bot: Marquee) -> None:
    """Add the topic to the bot."""
    await bot.add_cog(DigestCog(bot))
