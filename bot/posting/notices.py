"""Telling a server's admins, once, that something does not get into its channel: where they will see it."""

from collections.abc import AsyncGenerator
from http import HTTPStatus

import discord
from discord.abc import GuildChannel, Messageable

from bot.ui.answer import Answer
from data.models import GuildSettings

_TO_POST = discord.Permissions(view_channel=True, send_messages=True, embed_links=True)


async def tell_admins(guild: discord.Guild, settings: GuildSettings, notice: Answer, nonce: str) -> bool:
    """Send the notice to the first place that takes it; False where none does.

    The places are the channel where Discord itself tells a community's moderators of changes, the one who last set a
    channel up if they still may manage the server, the channel where they did, and where the server greets newcomers.
    Its buttons are the server's, and left out of a direct message, which has none. Sent again with the same nonce,
    after a crash, it is the same one to Discord. Raises discord.HTTPException where
    Discord is out of order.
    """
    async for place in _places(guild, settings):
        try:
            view = notice.view() if isinstance(place, GuildChannel) else discord.utils.MISSING
            await place.send(embeds=notice.embeds, view=view, nonce=nonce)
        except discord.HTTPException as error:
            if _is_of_discord(error):
                raise
        else:
            return True

    return False


async def _places(guild: discord.Guild, settings: GuildSettings) -> AsyncGenerator[Messageable]:
    if (channel := _open(guild, guild.public_updates_channel)) is not None:
        yield channel

    if (admin := await _who_set_it_up(guild, settings)) is not None:
        yield admin

    for known in (guild.get_channel(settings.set_up_in or 0), guild.system_channel):
        if (channel := _open(guild, known)) is not None:
            yield channel


async def _who_set_it_up(guild: discord.Guild, settings: GuildSettings) -> discord.Member | None:
    """The one who set a channel up, as long as they may change that."""
    if settings.set_up_by is None:
        return None

    try:
        member = await guild.fetch_member(settings.set_up_by)
    except discord.HTTPException as error:
        if _is_of_discord(error):
            raise

        return None

    return member if member.guild_permissions.manage_guild else None


def _open(guild: discord.Guild, channel: GuildChannel | None) -> Messageable | None:
    """The channel, if the bot may write there."""
    if not isinstance(channel, Messageable):
        return None

    return channel if channel.permissions_for(guild.me).is_superset(_TO_POST) else None


def _is_of_discord(error: discord.HTTPException) -> bool:
    """Whether the same may work a little later."""
    return error.status >= HTTPStatus.INTERNAL_SERVER_ERROR or error.status == HTTPStatus.TOO_MANY_REQUESTS
