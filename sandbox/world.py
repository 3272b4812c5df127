"""The world: the application, the people, the servers and their channels, as the world file gives them.

The same models are the sandbox's living state: what changes while it runs changes in them, and `state.py` keeps them.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from sandbox.permission_names import BITS

Snowflake = Annotated[int, Field(ge=0, lt=1 << 63)]
"""An id; a string of digits in the file, as in Discord's JSON."""


def _check_permission(name: str) -> str:
    if name not in BITS:
        message = f"there is no permission {name!r}"
        raise ValueError(message)

    return name


Permission = Annotated[str, AfterValidator(_check_permission)]
"""A permission's name."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", validate_assignment=False)


class Application(_Part):
    """The application whose bot is tried out; the bot's user has the application's id, as in Discord."""

    id: Snowflake = 1_100_000_000_000_000_001
    name: str = "Bot"
    token: str = "sandbox-token"  # noqa: S105 - the sandbox is open to whoever is on this machine
    description: str = ""
    shards: Annotated[int, Field(ge=1, le=64)] = 1
    """How many shards `/gateway/bot` recommends."""

    privileged_intents: list[Literal["guild_members", "guild_presences", "message_content"]] = []
    """Which privileged intents it has been granted."""


class User(_Part):
    """A person, or the bot."""

    id: Snowflake
    username: Annotated[str, Field(min_length=1, max_length=32)]
    global_name: str | None = None
    bot: bool = False
    locale: str = "en-US"
    accepts_dms: bool = True
    """Whether the bot may write to them; if not, it gets 50007."""

    @property
    def display_name(self) -> str:
        """What the others see."""
        return self.global_name or self.username


class Role(_Part):
    """A role of a server."""

    id: Snowflake
    name: str
    permissions: list[Permission] = []
    color: Annotated[int, Field(ge=0, le=0xFFFFFF)] = 0
    hoist: bool = False
    mentionable: bool = False
    managed: bool = False


class Member(_Part):
    """A user in a server."""

    user_id: Snowflake
    nick: str | None = None
    roles: list[Snowflake] = []
    joined_at: str = "2024-01-01T00:00:00.000000+00:00"


class Overwrite(_Part):
    """What a role (0) or a member (1) may do otherwise in one channel."""

    id: Snowflake
    type: Literal[0, 1] = 0
    allow: list[Permission] = []
    deny: list[Permission] = []


class Channel(_Part):
    """A channel of a server, or a direct one with the bot (type 1, then with `recipient_id`)."""

    id: Snowflake
    name: str = ""
    topic: str | None = None
    type: int = 0
    position: int | None = None
    parent_id: Snowflake | None = None
    nsfw: bool = False
    overwrites: list[Overwrite] = []
    guild_id: Snowflake | None = None
    recipient_id: Snowflake | None = None


class Guild(_Part):
    """A server."""

    id: Snowflake
    name: Annotated[str, Field(min_length=1, max_length=100)]
    owner_id: Snowflake
    system_channel_id: Snowflake | None = None
    public_updates_channel_id: Snowflake | None = None
    """Where a community's moderators are told of changes; a server without one is no community."""

    preferred_locale: str = "en-US"
    bot: bool = True
    """Whether the bot is a member."""

    roles: list[Role] = []
    members: list[Member] = []
    channels: list[Channel] = []

    def member(self, user_id: int) -> Member | None:
        """That user's membership, or None."""
        return next((member for member in self.members if member.user_id == user_id), None)

    def role(self, role_id: int) -> Role | None:
        """That role, or None."""
        return next((role for role in self.roles if role.id == role_id), None)

    @model_validator(mode="after")
    def _has_its_parts(self) -> "Guild":
        if self.member(self.owner_id) is None:
            self.members.insert(0, Member(user_id=self.owner_id))

        for position, channel in enumerate(self.channels):
            channel.guild_id = self.id
            if channel.position is None:
                channel.position = position

        known_roles = {role.id for role in self.roles} | {self.id}
        for member in self.members:
            if unknown := set(member.roles) - known_roles:
                message = f"member {member.user_id} of {self.name!r} has roles that it lacks: {sorted(unknown)}"
                raise ValueError(message)

        return self


class World(_Part):
    """What a sandbox begins with."""

    application: Application = Application()
    users: list[User] = []
    guilds: list[Guild] = []

    @classmethod
    def from_file(cls, path: Path) -> "World":
        """The world in a JSON file. Raises OSError, or pydantic's ValidationError (a ValueError)."""
        return cls.model_validate_json(path.read_bytes())

    @model_validator(mode="after")
    def _is_whole(self) -> "World":
        users = {user.id for user in self.users} | {self.application.id}
        for guild in self.guilds:
            if unknown := {member.user_id for member in guild.members} - users:
                message = f"server {guild.name!r} has members who are no users: {sorted(unknown)}"
                raise ValueError(message)

        taken: set[int] = set()
        for each in [guild.id for guild in self.guilds] + [c.id for guild in self.guilds for c in guild.channels]:
            if each in taken:
                message = f"the id {each} is there twice"
                raise ValueError(message)

            taken.add(each)

        return self
