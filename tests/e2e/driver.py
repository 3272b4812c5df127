"""A member of a server, in code: types commands, presses buttons, fills forms, and sees what a member sees.

It speaks the sandbox's client API, as the sandbox's page does: `alice.slash("film", title="…")`, `.click(message, …)`,
`.submit(form, …)`.
"""

import asyncio
import json
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Self, TypeGuard

import aiohttp

Json = dict[str, Any]

File = tuple[str, bytes]
"""A file's name and what is in it."""

Files = Mapping[str, File]
"""Files by the custom id of the field, or the name of the option, into which they are put."""

ANSWER_WITHIN_S = 20.0
"""A test that waits longer has failed: far above what anything takes on a slow machine."""

LOADING, EPHEMERAL = 1 << 7, 1 << 6
"""Flags of Discord's messages: an answer still awaited, and one that only its addressee sees."""

STRING, INTEGER, BOOLEAN, USER, ATTACHMENT = 3, 4, 5, 6, 11
"""Discord's types of command options."""


class Refused(AssertionError):
    """The sandbox's client did not let the member do that, for `reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Reply:
    """What the bot answered: a message, a form, or nothing."""

    kind: str
    interaction_id: str
    message: Json = field(default_factory=dict[str, Any])
    modal: Json = field(default_factory=dict[str, Any])

    @property
    def is_private(self) -> bool:
        """Whether only the member sees it."""
        return bool(self.message["flags"] & EPHEMERAL)

    @property
    def text(self) -> str:
        """Everything that can be read in the message."""
        return text_of(self.message)

    @property
    def labels(self) -> list[str]:
        """The labels of the buttons below it, in order."""
        return [item["label"] for item in items_of(self.message) if item["type"] == 2]

    @property
    def fields(self) -> dict[str, Any]:
        """What the form is filled with, by the fields' custom ids."""
        return {item["custom_id"]: _filled(item) for item in modal_items(self.modal)}


def text_of(message: Json) -> str:
    """Everything that can be read in a message: content, embeds, labels and options."""
    parts: list[str] = [message.get("content", "")]

    for embed in message.get("embeds", []):
        parts += [embed.get("title", ""), embed.get("description", "")]
        parts += [embed.get("author", {}).get("name", ""), embed.get("footer", {}).get("text", "")]
        parts += [f"{field_['name']}\n{field_['value']}" for field_ in embed.get("fields", [])]

    for item in items_of(message):
        parts += [item.get("label", ""), *(option["label"] for option in item.get("options", []))]

    return "\n".join(part for part in parts if part)


def items_of(message: Json) -> list[Json]:
    """The buttons and selects of a message."""
    return [item for row in message.get("components", []) for item in row["components"]]


def modal_items(modal: Json) -> list[Json]:
    """The fields of a form."""
    return [label["component"] for label in modal["components"] if "component" in label]


def _filled(item: Json) -> Any:
    if item["type"] == 4:
        return item.get("value") or ""

    return [option["value"] for option in item.get("options", []) if option.get("default")]


class Member:
    """A member at the keyboard, in one channel of one server."""

    def __init__(self, url: str, user_id: int, channel_id: int) -> None:
        self.url = url
        self.user_id = str(user_id)
        self.channel_id = str(channel_id)
        self.events: list[Json] = []
        self._news = asyncio.Condition()
        self._session = aiohttp.ClientSession()
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._open.enter_async_context(self._session)
        listening = self._session.ws_connect(f"{self.url}/client/events", params={"user": self.user_id})
        socket = await self._open.enter_async_context(listening)
        reading = asyncio.create_task(self._read(socket))
        self._open.push_async_callback(asyncio.wait, [reading])
        self._open.push_async_callback(socket.close)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    async def go_to_direct_messages(self) -> None:
        """Go to the direct channel with the bot."""
        self.channel_id = (await self._post("dms", {}))["channel_id"]

    async def commands(self) -> list[str]:
        """The commands that this member is offered here."""
        return [command["name"] for command in await self._offered()]

    async def complete(self, command: str, **typed: Any) -> list[str]:
        """What autocomplete offers while the last of the options is typed: the choices' names, in order."""
        return [choice["name"] for choice in await self.choices(command, **typed)]

    async def choices(self, command: str, **typed: Any) -> list[Json]:
        """The choices that autocomplete offers, with names and values."""
        body = await self._command(command, typed)
        _innermost(body["options"])[-1]["focused"] = True
        return (await self._post("autocomplete", body))["choices"]

    async def slash(self, command: str, **options: Any) -> Reply:
        """Send a command; `privacy delete` names a subcommand. A file is given as its name and its bytes."""
        return await self.outcome(await self.begin(command, **options))

    async def click(self, message: Json, label: str) -> Reply:
        """Press the button with that label below the message."""
        item = next((item for item in items_of(message) if item.get("label") == label), None)
        assert item is not None, f"no button {label!r} in {text_of(message)!r}"
        return await self.press(message, item["custom_id"])

    async def choose(self, message: Json, option: str) -> Reply:
        """Choose the option whose label begins so, in whichever select of the message has it."""
        for item in items_of(message):
            for offered in item.get("options", []):
                if offered["label"].startswith(option):
                    return await self.press(message, item["custom_id"], [offered["value"]])

        raise AssertionError(f"no option {option!r} in {text_of(message)!r}")

    async def press(self, message: Json, custom_id: str, values: list[str] | None = None) -> Reply:
        """Use the component with that custom id."""
        body = {"message_id": message["id"], "custom_id": custom_id, "channel_id": message["channel_id"]}
        return await self._answered(await self._post("component", body | ({"values": values} if values else {})))

    async def submit(self, form: Reply, files: Files | None = None, **values: Any) -> Reply:
        """Send a form with what it is filled with, changed by `values`, and with `files` in its fields for such."""
        return await self.outcome(await self.begin_submit(form, files, **values))

    async def messages(self) -> list[Json]:
        """The channel as this member sees it, oldest first."""
        params = {"user": self.user_id, "limit": "100"}

        async with self._session.get(f"{self.url}/client/channels/{self.channel_id}/messages", params=params) as answer:
            return await answer.json()

    async def message(self, message_id: str) -> Json:
        """One message of the channel, as it stands now."""
        return next(message for message in await self.messages() if message["id"] == message_id)

    async def wait_for(self, type_: str, since: int = 0, **having: Any) -> Json:
        """The first event of that type with those values, from event number `since` on."""
        async with asyncio.timeout(ANSWER_WITHIN_S), self._news:
            while True:
                for event in self.events[since:]:
                    if event["type"] == type_ and all(event.get(name) == value for name, value in having.items()):
                        return event

                await self._news.wait()

    async def begin(self, command: str, **options: Any) -> str:
        """Send a command without waiting for its answer; the interaction's id."""
        files = {name: value for name, value in options.items() if _is_file(value)}
        return (await self._post("command", await self._command(command, options), files))["interaction_id"]

    async def begin_submit(self, form: Reply, files: Files | None = None, **values: Any) -> str:
        """Send a form without waiting for its answer; the interaction's id."""
        filled = {item["custom_id"]: _filled(item) for item in modal_items(form.modal)} | values
        answer = await self._post("modal", {"interaction_id": form.interaction_id, "values": filled}, files)
        return answer["interaction_id"]

    async def outcome(self, interaction_id: str) -> Reply:
        """What became of an interaction that was begun."""
        return await self._answered({"interaction_id": interaction_id})

    async def _answered(self, begun: Json) -> Reply:
        interaction_id = begun["interaction_id"]
        ended = await self._ended(interaction_id)

        if ended["type"] == "interaction_failed":
            return Reply("failed", interaction_id)

        if ended["kind"] == "modal":
            opened = await self.wait_for("modal_open", interaction_id=interaction_id)
            return Reply("modal", interaction_id, modal=opened["modal"])

        message_id = ended.get("message_id")
        message = await self._settled(message_id) if message_id else {}
        return Reply(ended["kind"], interaction_id, message=message)

    async def _ended(self, interaction_id: str) -> Json:
        async with asyncio.timeout(ANSWER_WITHIN_S), self._news:
            while True:
                for event in self.events:
                    ends = event["type"] in {"interaction_done", "interaction_failed"}

                    if ends and event["interaction_id"] == interaction_id:
                        return event

                await self._news.wait()

    async def _settled(self, message_id: str) -> Json:
        """The message as last heard of, once it no longer says "is thinking"."""
        async with asyncio.timeout(ANSWER_WITHIN_S), self._news:
            while True:
                known = [
                    event["message"]
                    for event in self.events
                    if event["type"] in {"message_create", "message_update"} and event["message"]["id"] == message_id
                ]

                if known and not known[-1].get("flags", 0) & LOADING:
                    return known[-1]

                await self._news.wait()

    async def _command(self, name: str, options: Mapping[str, Any]) -> Json:
        root, *rest = name.split()
        command = next((command for command in await self._offered() if command["name"] == root), None)
        assert command is not None, f"no command /{root} for this member here"
        given = [_option(option, value) for option, value in options.items() if value is not None]

        for subcommand in reversed(rest):
            given = [{"name": subcommand, "type": 1, "options": given}]

        return {"channel_id": self.channel_id, "command_id": command["id"], "options": given}

    async def _offered(self) -> list[Json]:
        params = {"user": self.user_id, "channel": self.channel_id}

        async with self._session.get(f"{self.url}/client/commands", params=params) as answer:
            return await answer.json()

    async def _post(self, path: str, body: Json, files: Files | None = None) -> Json:
        payload = body | {"user": self.user_id}
        sent: Json = {"data": _multipart(payload, files)} if files else {"json": payload}

        async with self._session.post(f"{self.url}/client/{path}", **sent) as answer:
            told = await answer.json()

            if answer.status >= 400:
                raise Refused(json.dumps(told))

            return told

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            async with self._news:
                self.events.append(json.loads(message.data))
                self._news.notify_all()


def _multipart(payload: Json, files: Files) -> aiohttp.FormData:
    parts = aiohttp.FormData({"payload_json": json.dumps(payload)})

    for custom_id, (name, content) in files.items():
        parts.add_field(custom_id, content, filename=name)

    return parts


def _is_file(value: Any) -> TypeGuard[File]:
    return isinstance(value, tuple)


def _option(name: str, value: Any) -> Json:
    if isinstance(value, Member):
        return {"name": name, "type": USER, "value": value.user_id}

    if _is_file(value):
        return {"name": name, "type": ATTACHMENT, "value": name}

    kind = BOOLEAN if isinstance(value, bool) else INTEGER if isinstance(value, int) else STRING
    return {"name": name, "type": kind, "value": value}


def _innermost(options: list[Json]) -> list[Json]:
    while options and options[0].get("type") == 1:
        options = options[0]["options"]

    return options
