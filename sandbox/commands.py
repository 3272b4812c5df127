"""The application's commands: everywhere, and in single servers."""

import json

from sandbox.directory import Directory
from sandbox.errors import field_error, unknown_command
from sandbox.interactions.payload import command_permitted
from sandbox.permissions import USE_APPLICATION_COMMANDS
from sandbox.protocol import CommandType, Context, Json
from sandbox.snowflakes import Snowflakes
from sandbox.state import State
from sandbox.validate.commands import check_command, check_commands
from sandbox.validate.rules import COMMAND_NAME_TWICE
from sandbox.world import Channel

_KEPT = (
    *("name", "name_localizations", "description", "description_localizations", "options"),
    *("default_member_permissions", "contexts", "integration_types", "nsfw", "dm_permission", "handler"),
)
_OWN = ("id", "application_id", "version", "guild_id")


class Commands:
    """Commands by id; those of one server bear its id."""

    def __init__(self, directory: Directory, state: State, snowflakes: Snowflakes) -> None:
        self._directory = directory
        self._state = state
        self._snowflakes = snowflakes
        self._by_id: dict[int, Json] = {}
        for text in state.load("command"):
            command: Json = json.loads(text)
            self._by_id[int(command["id"])] = command
            snowflakes.skip_to(int(command["version"]))

    def all(self, guild_id: int | None) -> list[Json]:
        """The commands of one server, or with None those that are everywhere; in the order of their making."""
        return [command for command in self._by_id.values() if _scope(command) == guild_id]

    def get(self, guild_id: int | None, command_id: int | None) -> Json:
        """One command. Raises ApiError 10063."""
        command = self._by_id.get(command_id or 0)
        if command is None or _scope(command) != guild_id:
            raise unknown_command()

        return command

    def find(self, command_id: int | None) -> Json | None:
        """A command of any scope, or None."""
        return self._by_id.get(command_id or 0)

    def add(self, guild_id: int | None, payload: Json) -> tuple[Json, bool]:
        """Make a command, or change the one of that name and type; and whether it is new. Raises ApiError 50035."""
        check_command(payload)
        old = self._same(guild_id, payload)
        if old is None:
            check_commands([*self.all(guild_id), payload])

        return self._put(guild_id, payload, old), old is None

    def replace_all(self, guild_id: int | None, payloads: list[Json]) -> list[Json]:
        """Set the commands of a scope; those that stay by name and type keep their ids. Raises ApiError 50035."""
        check_commands(payloads)
        kept = [(payload, self._same(guild_id, payload)) for payload in payloads]
        stay = {old["id"] for _payload, old in kept if old is not None}
        for command in self.all(guild_id):
            if command["id"] not in stay:
                self.delete(guild_id, int(command["id"]))

        return [self._put(guild_id, payload, old) for payload, old in kept]

    def change(self, guild_id: int | None, command_id: int | None, payload: Json) -> Json:
        """Change what the payload names. Raises ApiError 10063 or 50035."""
        old = self.get(guild_id, command_id)
        merged = {key: value for key, value in old.items() if key not in _OWN} | payload | {"type": old["type"]}
        check_command(merged)
        if self._same(guild_id, merged) not in (None, old):
            raise field_error(("name",), *COMMAND_NAME_TWICE)

        return self._put(guild_id, merged, old)

    def delete(self, guild_id: int | None, command_id: int | None) -> None:
        """Remove a command. Raises ApiError 10063."""
        command = self.get(guild_id, command_id)
        del self._by_id[int(command["id"])]
        self._state.delete("command", int(command["id"]))

    def usable(self, user_id: int, channel: Channel) -> list[Json]:
        """The commands that this person may use in this channel."""
        scopes = (None,) if channel.guild_id is None else (None, channel.guild_id)
        found = [command for scope in scopes for command in self.all(scope)]
        return [command for command in found if self.is_usable(command, user_id, channel)]

    def is_usable(self, command: Json, user_id: int, channel: Channel) -> bool:
        """Whether this person may use that command in this channel."""
        guild = self._directory.guild_of(channel)
        if guild is None:
            return _scope(command) is None and _is_for(command, Context.BOT_DM)

        bits = self._directory.permissions(user_id, channel)
        is_here = guild.bot and _scope(command) in (None, guild.id) and _is_for(command, Context.GUILD)
        return is_here and bool(bits & USE_APPLICATION_COMMANDS) and command_permitted(command, bits)

    def _same(self, guild_id: int | None, payload: Json) -> Json | None:
        key = (payload.get("name"), payload.get("type") or CommandType.CHAT_INPUT)
        return next((command for command in self.all(guild_id) if (command["name"], command["type"]) == key), None)

    def _put(self, guild_id: int | None, payload: Json, old: Json | None) -> Json:
        fresh = self._snowflakes.next()
        command: Json = {
            "id": str(fresh) if old is None else old["id"],
            "application_id": str(self._directory.application.id),
            "version": str(fresh),
            "type": int(payload.get("type") or CommandType.CHAT_INPUT),
            "default_member_permissions": None,
            "description": "",
            "nsfw": False,
        }
        if guild_id is None:
            command |= {"integration_types": [0], "dm_permission": True}
        else:
            command["guild_id"] = str(guild_id)

        command |= {key: payload[key] for key in _KEPT if payload.get(key) is not None}
        if "options" in command:
            command["options"] = [_without_nulls(option) for option in command["options"]]

        if old is not None and _content(old) == _content(command):
            return old

        self._by_id[int(command["id"])] = command
        self._state.save("command", int(command["id"]), json.dumps(command, ensure_ascii=False))
        return command


def _scope(command: Json) -> int | None:
    return int(command["guild_id"]) if "guild_id" in command else None


def _content(command: Json) -> Json:
    return {key: value for key, value in command.items() if key != "version"}


def _is_for(command: Json, context: Context) -> bool:
    contexts = command.get("contexts")
    if contexts is not None:
        return int(context) in contexts

    return context is Context.GUILD or command.get("dm_permission") is not False


def _without_nulls(option: Json) -> Json:
    kept = {key: value for key, value in option.items() if value is not None}
    if "options" in kept:
        kept["options"] = [_without_nulls(inner) for inner in kept["options"]]

    return kept
