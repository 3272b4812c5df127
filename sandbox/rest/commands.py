"""The application's commands, everywhere and in one server."""

from typing import cast

from aiohttp import web

from sandbox.core import Core
from sandbox.errors import missing_access, unknown_application
from sandbox.protocol import Json
from sandbox.rest.gate import Reply, Route
from sandbox.rest.reading import read_json, read_object
from sandbox.snowflakes import parse_id


class CommandRoutes:
    """Routes about application commands."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def routes(self) -> list[Route]:
        """These routes."""
        found: list[Route] = []
        for scope in ("/applications/{application_id}", "/applications/{application_id}/guilds/{guild_id}"):
            every, one = f"{scope}/commands", f"{scope}/commands/{{command_id}}"
            found += [
                Route("GET", every, self.list_all),
                Route("POST", every, self.create),
                Route("PUT", every, self.replace_all),
                Route("GET", one, self.get),
                Route("PATCH", one, self.change),
                Route("DELETE", one, self.delete),
            ]

        return found

    async def list_all(self, request: web.Request) -> Reply:
        """All commands of the scope."""
        return Reply(self._core.commands.all(self._scope(request)))

    async def create(self, request: web.Request) -> Reply:
        """Make a command, or change the one of that name; 201 for a new one."""
        scope = self._scope(request)
        command, is_new = self._core.commands.add(scope, await read_object(request))
        self._core.announcer.commands_changed()
        return Reply(command, 201 if is_new else 200)

    async def replace_all(self, request: web.Request) -> Reply:
        """Set all commands of the scope at once."""
        scope = self._scope(request)
        payloads = cast("list[Json]", await read_json(request))
        commands = self._core.commands.replace_all(scope, payloads)
        self._core.announcer.commands_changed()
        return Reply(commands)

    async def get(self, request: web.Request) -> Reply:
        """One command."""
        return Reply(self._core.commands.get(self._scope(request), _command_id(request)))

    async def change(self, request: web.Request) -> Reply:
        """Change parts of a command."""
        scope = self._scope(request)
        command = self._core.commands.change(scope, _command_id(request), await read_object(request))
        self._core.announcer.commands_changed()
        return Reply(command)

    async def delete(self, request: web.Request) -> Reply:
        """Remove a command."""
        self._core.commands.delete(self._scope(request), _command_id(request))
        self._core.announcer.commands_changed()
        return Reply()

    def _scope(self, request: web.Request) -> int | None:
        if parse_id(request.match_info["application_id"]) != self._core.directory.application.id:
            raise unknown_application()

        if "guild_id" not in request.match_info:
            return None

        guild = self._core.directory.guilds.get(parse_id(request.match_info["guild_id"]) or 0)
        if guild is None or not guild.bot:
            raise missing_access()

        return guild.id


def _command_id(request: web.Request) -> int | None:
    return parse_id(request.match_info["command_id"])
