"""The world as the page shows it."""

from sandbox import permissions
from sandbox.core import Core
from sandbox.objects import avatar_hash
from sandbox.permission_names import BITS
from sandbox.protocol import Json
from sandbox.world import Channel, Guild, Member, User

NOTICE = "This is a sandbox on your own machine, not Discord."


def view_world(core: Core, user_id: int | None) -> Json:
    """All servers and people; with a user, only the servers of which they are a member and the channels they see."""
    directory = core.directory
    app = directory.application
    guilds = list(directory.guilds.values()) if user_id is None else list(directory.guilds_of(user_id))
    return {
        "notice": NOTICE,
        "application": {
            "id": str(app.id),
            "name": app.name,
            "bot": view_user(directory.bot),
            "online": core.gateway.is_online,
        },
        "users": [view_user(user) for user in directory.users.values() if not user.bot],
        "guilds": [_view_guild(core, guild, user_id) for guild in guilds],
    }


def view_user(user: User) -> Json:
    """A user; `avatar_url` is on the sandbox."""
    return {
        "id": str(user.id),
        "username": user.username,
        "global_name": user.global_name,
        "display_name": user.display_name,
        "avatar_url": f"/cdn/avatars/{user.id}/{avatar_hash(user)}.png",
        "bot": user.bot,
    }


def _view_guild(core: Core, guild: Guild, user_id: int | None) -> Json:
    def is_seen(channel: Channel) -> bool:
        return user_id is None or core.directory.can_view(user_id, channel)

    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon_url": None,
        "owner_id": str(guild.owner_id),
        "bot_present": guild.bot,
        "channels": [
            {"id": str(c.id), "name": c.name, "topic": c.topic, "type": c.type, "position": c.position}
            for c in sorted(guild.channels, key=lambda channel: channel.position or 0)
            if is_seen(c)
        ],
        "members": [_view_member(core, guild, member) for member in guild.members],
        "roles": [{"id": str(r.id), "name": r.name, "color": r.color} for r in guild.roles if r.id != guild.id],
    }


def _view_member(core: Core, guild: Guild, member: Member) -> Json:
    user = core.directory.users[member.user_id]
    bits = permissions.in_guild(guild, user.id)
    # Roles stand in the world file with the highest first, and the highest with a colour gives it.
    colors = [role.color for role in guild.roles if role.id in member.roles and role.color]
    return {
        "user": view_user(user),
        "nick": member.nick,
        "display_name": member.nick or user.display_name,
        "role_ids": [str(role_id) for role_id in member.roles],
        "color": colors[0] if colors else 0,
        "is_admin": bool(bits & (permissions.ADMINISTRATOR | BITS["manage_guild"])),
        "is_owner": guild.owner_id == user.id,
        "is_bot": user.bot,
    }
