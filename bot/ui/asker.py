"""Who asks, and where: what an interaction tells of the person and the server."""

from typing import Any

import discord

from bot.ui.problems import AdminsOnly, ServersOnly
from data.models import Author, GuildId, Model, UserId


class Asker(Model):
    """A person in a server. The bot has no member list: this is all it knows of them."""

    guild_id: GuildId
    guild_name: str
    author: Author
    is_moderator: bool
    """Whether they may manage the server."""


def asker_of(interaction: discord.Interaction[Any]) -> Asker:
    """The one who asks. Raises ServersOnly in a direct message."""
    if interaction.guild_id is None:
        raise ServersOnly

    user = interaction.user
    author = Author(id=UserId(user.id), name=user.display_name, avatar_url=user.display_avatar.url)
    return Asker(
        guild_id=GuildId(interaction.guild_id),
        guild_name=interaction.guild.name if interaction.guild and interaction.guild.name else "this server",
        author=author,
        # Default permissions guard commands, not buttons and forms: it is asked at every press.
        is_moderator=interaction.permissions.manage_guild,
    )


def admin_of(interaction: discord.Interaction[Any]) -> Asker:
    """The one who asks, who may manage the server. Raises ServersOnly, AdminsOnly."""
    asker = asker_of(interaction)

    if not asker.is_moderator:
        raise AdminsOnly

    return asker
