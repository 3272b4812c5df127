"""Users, members, roles, channels and servers as Discord's JSON objects."""

import hashlib

from sandbox import permissions
from sandbox.protocol import Json
from sandbox.world import Application, Channel, Guild, Member, Overwrite, Role, User


def avatar_hash(user: User) -> str:
    """The hash in the address of a user's avatar: always the same for the same user."""
    return hashlib.blake2b(str(user.id).encode(), digest_size=16).hexdigest()


def user_object(user: User) -> Json:
    """A user."""
    body: Json = {
        "id": str(user.id),
        "username": user.username,
        # People have had none since 2023; bots still do.
        "discriminator": f"{user.id % 9000 + 1000}" if user.bot else "0",
        "global_name": user.global_name,
        "avatar": avatar_hash(user),
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
        "avatar_decoration_data": None,
    }
    if user.bot:
        body["bot"] = True

    return body


def own_user_object(user: User) -> Json:
    """The bot's user, as the bot itself sees it."""
    return user_object(user) | {
        "mfa_enabled": False,
        "locale": user.locale,
        "verified": True,
        "email": None,
        "premium_type": 0,
    }


def member_object(member: Member, user: User | None = None) -> Json:
    """A member of a server; with the user inside if one is given."""
    body: Json = {
        "nick": member.nick,
        "roles": [str(role) for role in member.roles],
        "joined_at": member.joined_at,
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "flags": 0,
        "pending": False,
        "premium_since": None,
        "mute": False,
        "deaf": False,
    }
    if user is not None:
        body["user"] = user_object(user)

    return body


def partial_member_object(member: Member) -> Json:
    """A member as the resolved data of an interaction holds it: without user, deaf and mute."""
    body = member_object(member)
    del body["mute"], body["deaf"]
    return body


def role_object(role: Role, position: int) -> Json:
    """A role."""
    return {
        "id": str(role.id),
        "name": role.name,
        "description": None,
        "permissions": str(permissions.bits_of(role.permissions)),
        "position": position,
        "color": role.color,
        "colors": {"primary_color": role.color, "secondary_color": None, "tertiary_color": None},
        "hoist": role.hoist,
        "managed": role.managed,
        "mentionable": role.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def role_objects(guild: Guild) -> list[Json]:
    """A server's roles, @everyone first; later ones in the world file stand lower, as on Discord's own list."""
    everyone = guild.role(guild.id) or Role(id=guild.id, name="@everyone", permissions=list(permissions.EVERYONE))
    others = [role for role in guild.roles if role.id != guild.id]
    return [role_object(everyone, 0)] + [role_object(role, len(others) - index) for index, role in enumerate(others)]


def overwrite_object(overwrite: Overwrite) -> Json:
    """A channel's overwrite."""
    return {
        "id": str(overwrite.id),
        "type": overwrite.type,
        "allow": str(permissions.bits_of(overwrite.allow)),
        "deny": str(permissions.bits_of(overwrite.deny)),
    }


def channel_object(channel: Channel, last_message_id: int | None = None) -> Json:
    """A server's channel."""
    return {
        "id": str(channel.id),
        "type": channel.type,
        "flags": 0,
        "guild_id": str(channel.guild_id),
        "name": channel.name,
        "topic": channel.topic,
        "position": channel.position or 0,
        "parent_id": None if channel.parent_id is None else str(channel.parent_id),
        "nsfw": channel.nsfw,
        "rate_limit_per_user": 0,
        "last_message_id": None if last_message_id is None else str(last_message_id),
        "permission_overwrites": [overwrite_object(overwrite) for overwrite in channel.overwrites],
    }


def dm_object(channel: Channel, recipient: User, last_message_id: int | None = None) -> Json:
    """A direct channel, as the bot sees it."""
    return {
        "id": str(channel.id),
        "type": channel.type,
        "flags": 0,
        "last_message_id": None if last_message_id is None else str(last_message_id),
        "recipients": [user_object(recipient)],
    }


def guild_object(guild: Guild) -> Json:
    """A server, without its channels and members."""
    system_channel, updates_channel = guild.system_channel_id, guild.public_updates_channel_id
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "description": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": [] if updates_channel is None else ["COMMUNITY"],
        "banner": None,
        "owner_id": str(guild.owner_id),
        "application_id": None,
        "region": "us-west",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None if system_channel is None else str(system_channel),
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "roles": role_objects(guild),
        "default_message_notifications": 0,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": guild.preferred_locale,
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None if updates_channel is None else str(updates_channel),
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
    }


def application_flags(application: Application) -> int:
    """The application's flags, which tell of its privileged intents (those of one in less than 100 servers)."""
    flags = {"guild_presences": 1 << 13, "guild_members": 1 << 15, "message_content": 1 << 19}
    return sum(flags[name] for name in application.privileged_intents)


def application_object(application: Application, bot: User, guild_count: int) -> Json:
    """The application, as it sees itself."""
    flags = application_flags(application)
    return {
        "id": str(application.id),
        "name": application.name,
        "icon": None,
        "description": application.description,
        "summary": "",
        "type": None,
        "bot": user_object(bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": hashlib.sha256(str(application.id).encode()).hexdigest(),
        "flags": flags,
        "flags_new": str(flags),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user_object(bot),
        "approximate_guild_count": guild_count,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "integration_types_config": {"0": {}},
    }
