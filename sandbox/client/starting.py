"""Starting interactions as Discord's client does: commands, components and forms."""

from collections.abc import Iterator
from typing import Any, cast

from sandbox.client.requests import ClientError, SendForm, UseCommand, UseComponent
from sandbox.client.resolving import Resolver
from sandbox.core import Core
from sandbox.interactions.exchange import Start
from sandbox.interactions.model import Interaction
from sandbox.messages.components import find_component
from sandbox.messages.model import Message, Upload
from sandbox.protocol import CommandType, ComponentType, InteractionType, Json, OptionType
from sandbox.validate.commands import check_options
from sandbox.validate.modals import fill_modal
from sandbox.world import Channel

_NESTED = (OptionType.SUB_COMMAND, OptionType.SUB_COMMAND_GROUP)

Handed = tuple[Upload, Json]
"""A file that is handed over, and what is told of it."""


class Starting:
    """Turns what people do into interactions. Everything here raises ClientError when the client would refuse."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def channel(self, channel_id: int, user_id: int) -> Channel:
        """A channel that this person sees."""
        directory = self._core.directory
        if user_id not in directory.users or directory.users[user_id].bot:
            raise ClientError(404, "There is no such person.")

        channel = directory.channels.get(channel_id)
        if channel is None or not directory.can_view(user_id, channel):
            raise ClientError(404, "There is no such channel, or this person does not see it.")

        return channel

    def message(self, channel: Channel, message_id: int, user_id: int) -> Message:
        """A message that this person sees."""
        message = self._core.book.get(channel.id, message_id)
        if message is None or message.ephemeral_for not in (None, user_id):
            raise ClientError(404, "There is no such message.")

        return message

    def command(self, use: UseCommand, uploads: list[Upload]) -> Interaction:
        """Use a command."""
        channel = self._bot_channel(use.channel_id, use.user)
        command = self._command(use, channel)
        resolver = Resolver(self._core, channel, use.user)
        data = _command_data(command)
        files: list[Handed] = []
        if command["type"] == CommandType.CHAT_INPUT:
            files = self._hand_over(uploads, channel, resolver)
            options = _with_files(command, use.typed(), files)
            _refuse(check_options(command, options))
            data |= _options_data(command, options, resolver)
        else:
            data |= self._target(command, use, channel, resolver)

        if resolver.data:
            data["resolved"] = resolver.data

        return self._begin(Start(InteractionType.COMMAND, use.user, channel, data), files)

    def autocomplete(self, use: UseCommand) -> Interaction:
        """Ask for suggestions for the option that is being typed."""
        channel = self._bot_channel(use.channel_id, use.user)
        command = self._command(use, channel)
        typed = use.typed()
        _refuse(check_options(command, typed, is_partial=True))
        focused = [definition for definition, option in _leaves(command, typed) if option.get("focused") is True]
        if len(focused) != 1:
            raise ClientError(400, "Exactly one option must be the one being typed.")

        if not focused[0].get("autocomplete"):
            raise ClientError(400, "That option has no suggestions.")

        # What is only half typed may not name anything yet, so nothing is resolved.
        data = _command_data(command) | _options_data(command, typed, None)
        return self._begin(Start(InteractionType.AUTOCOMPLETE, use.user, channel, data))

    def component(self, use: UseComponent) -> Interaction:
        """Press a button or select values."""
        channel = self._bot_channel(use.channel_id, use.user)
        message = self.message(channel, use.message_id, use.user)
        component = find_component(message.body["components"], use.custom_id)
        if component is None or component.get("disabled"):
            raise ClientError(400, "That message has no such component, or it is disabled.")

        kind = component["type"]
        data: Json = {"component_type": kind, "custom_id": use.custom_id, "id": component["id"]}
        if kind == ComponentType.BUTTON:
            if use.values:
                raise ClientError(400, "A button has no values.")
        else:
            resolver = Resolver(self._core, channel, use.user)
            _check_values(component, use.values, resolver)
            data["values"] = use.values
            if kind != ComponentType.STRING_SELECT:
                data["resolved"] = resolver.data

        return self._begin(Start(InteractionType.COMPONENT, use.user, channel, data, message=message))

    def form(self, use: SendForm, uploads: list[Upload]) -> Interaction:
        """Send a form that was opened."""
        opener = self._core.forms.get(use.interaction_id)
        if opener is None or opener.modal is None or opener.user_id != use.user:
            raise ClientError(404, "This form is not open.")

        channel = self._bot_channel(opener.channel_id, use.user)
        resolver = Resolver(self._core, channel, use.user)
        files = self._hand_over(uploads, channel, resolver)
        ids: dict[str, list[str]] = {}
        for upload, attachment in files:
            ids.setdefault(upload.key, []).append(attachment["id"])

        components, problems = fill_modal(opener.modal, cast("Json", use.values), ids)
        _refuse(problems)
        fields = {part.get("custom_id"): part for part in _parts(opener.modal["components"])}
        for part in _parts(components):
            for value in part.get("values", ()):
                resolver.add_selected(fields[part["custom_id"]], value)

        data: Json = {"custom_id": opener.modal["custom_id"], "components": components}
        if resolver.data:
            data["resolved"] = resolver.data

        return self._begin(
            Start(InteractionType.MODAL_SUBMIT, use.user, channel, data, message=opener.message, parent=opener), files
        )

    def _begin(self, start: Start, files: list[Handed] | None = None) -> Interaction:
        """Begin what nothing speaks against any more, and only now keep the files that come with it."""
        for upload, attachment in files or ():
            self._core.builder.keep(upload, attachment)

        return self._core.exchange.begin(start, self._core.settings)

    def _hand_over(self, uploads: list[Upload], channel: Channel, resolver: Resolver) -> list[Handed]:
        files = [(upload, self._core.builder.describe(upload, channel)) for upload in uploads]
        for _upload, attachment in files:
            resolver.add_attachment(attachment)

        return files

    def _bot_channel(self, channel_id: int, user_id: int) -> Channel:
        channel = self.channel(channel_id, user_id)
        guild = self._core.directory.guild_of(channel)
        if guild is not None and not guild.bot:
            raise ClientError(403, "The bot is not in this server.")

        return channel

    def _command(self, use: UseCommand, channel: Channel) -> Json:
        command = self._core.commands.find(use.command_id)
        if command is None:
            raise ClientError(404, "There is no such command.", 10063)

        if not self._core.commands.is_usable(command, use.user, channel):
            raise ClientError(403, "This person may not use that command here.")

        return command

    def _target(self, command: Json, use: UseCommand, channel: Channel, resolver: Resolver) -> Json:
        if use.target_id is None:
            raise ClientError(400, "This command needs a target.")

        if command["type"] == CommandType.USER:
            resolver.add_user(use.target_id)
        else:
            resolver.add_message(self.message(channel, use.target_id, use.user))

        return {"target_id": str(use.target_id)}


def _refuse(problems: list[str]) -> None:
    if problems:
        raise ClientError(400, " ".join(problems))


def _check_values(component: Json, values: list[str], resolver: Resolver) -> None:
    if not component["min_values"] <= len(values) <= component["max_values"] or len(set(values)) != len(values):
        raise ClientError(400, "That is the wrong number of values for this select.")

    offered = {option["value"] for option in component.get("options", ())}
    for value in values:
        if component["type"] == ComponentType.STRING_SELECT and value not in offered:
            raise ClientError(400, "That value is not among the options.")

        resolver.add_selected(component, value)


def _command_data(command: Json) -> Json:
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]

    return data


def _options_data(command: Json, options: list[Json], resolver: Resolver | None) -> Json:
    """Options as Discord sends them; without any there is no such key."""
    definitions = {option["name"]: option for option in command.get("options", ())}
    sent: list[Json] = []
    for option in options:
        definition = definitions[option["name"]]
        kind = definition["type"]
        if kind in _NESTED:
            inner = _options_data(definition, option.get("options") or [], resolver)
            sent.append({"name": option["name"], "type": kind, "options": inner.get("options", [])})
            continue

        value = option.get("value")
        sent.append({"name": option["name"], "type": kind, "value": value})
        if option.get("focused") is True:
            sent[-1]["focused"] = True

        if resolver is not None:
            resolver.add_option(definition, value)

    return {"options": sent} if sent else {}


def _leaves(command: Json, options: list[Json]) -> Iterator[tuple[Json, Json]]:
    """The options that hold a value, those of a sub-command too, each after its definition."""
    definitions = {option["name"]: option for option in command.get("options", ())}
    for option in options:
        definition = definitions[option["name"]]
        if definition["type"] in _NESTED:
            yield from _leaves(definition, option.get("options") or [])
        else:
            yield definition, option


def _with_files(command: Json, options: list[Json], files: list[Handed]) -> list[Json]:
    """The options with the files in their places: an attachment's option holds the id of its file."""
    nested = {option["name"]: option for option in command.get("options", ()) if option["type"] in _NESTED}
    if options and options[0]["name"] in nested:
        inner = _with_files(nested[options[0]["name"]], options[0].get("options") or [], files)
        return [options[0] | {"options": inner}, *options[1:]]

    named = {upload.key for upload, _attachment in files}
    kind = int(OptionType.ATTACHMENT)
    filled = [{"name": upload.key, "type": kind, "value": attachment["id"]} for upload, attachment in files]
    return [option for option in options if option["name"] not in named] + filled


def _parts(components: list[Json]) -> Iterator[Json]:
    for component in components:
        inner: Any = component.get("component")
        yield from (component, *([inner] if inner else ()), *component.get("components", ()))
