"""People and bots for the sandbox's tests: through the client API, and through raw HTTP and websockets."""

import asyncio
import json
import zlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from sandbox.protocol import Json, Opcode
from sandbox.server import Sandbox

APP = 1_100_000_000_000_000_001
INES = 1_200_000_000_000_000_001
TOMASZ = 1_200_000_000_000_000_002
AMARA = 1_200_000_000_000_000_003
OWLS = 1_300_000_000_000_000_001
MATINEE = 1_300_000_000_000_000_002
FILM_TALK = 1_400_000_000_000_000_001
BOOTH = 1_400_000_000_000_000_003
FOYER = 1_400_000_000_000_000_004

GUILDS_AND_MESSAGES = 1 | 512 | 4096


class Web:
    """Requests to one sandbox."""

    def __init__(self, session: aiohttp.ClientSession, sandbox: Sandbox) -> None:
        self.session = session
        self.sandbox = sandbox

    async def api(self, method: str, path: str, body: object = None, **options: Any) -> tuple[int, Any]:
        """A REST request of the bot: status and answer."""
        headers = {"Authorization": f"Bot {self.sandbox.token}"} | options.pop("headers", {})
        if body is not None:
            options["json"] = body

        async with self.session.request(method, self.sandbox.api_url + path, headers=headers, **options) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None

    async def client(self, method: str, path: str, body: object = None, **options: Any) -> tuple[int, Any]:
        """A request to the client API or the test API: status and answer."""
        if body is not None:
            options["json"] = body

        async with self.session.request(method, self.sandbox.url + path, **options) as answer:
            return answer.status, await answer.json()

    async def control(self, path: str, **order: Any) -> Any:
        """An order to the test API."""
        status, answer = await self.client("POST", f"/sandbox/{path}", order)
        assert status == 200, answer
        return answer

    async def put_commands(self, *commands: Json) -> list[Json]:
        """Set the application's commands."""
        status, answer = await self.api("PUT", f"/applications/{APP}/commands", list(commands))
        assert status == 200, answer
        return answer


class Page:
    """One person's open page."""

    def __init__(self, web: Web, user_id: int, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.web = web
        self.user_id = user_id
        self._socket = socket
        self._seen: list[Json] = []

    async def wait_for(self, *kinds: str, **wanted: Any) -> Json:
        """The next event of one of these kinds with these values; earlier ones of other kinds stay for later."""

        def is_wanted(event: Json) -> bool:
            return event["type"] in kinds and all(event.get(key) == value for key, value in wanted.items())

        for event in self._seen:
            if is_wanted(event):
                self._seen.remove(event)
                return event

        async with asyncio.timeout(10):
            while True:
                event = await self._socket.receive_json()
                if is_wanted(event):
                    return event

                self._seen.append(event)

    async def post(self, path: str, **body: Any) -> tuple[int, Any]:
        """A request to the client API as this person."""
        return await self.web.client("POST", f"/client/{path}", {"user": str(self.user_id)} | body)

    async def started(self, path: str, **body: Any) -> str:
        """Start an interaction; its id."""
        status, answer = await self.post(path, **body)
        assert status == 200, answer
        return answer["interaction_id"]

    async def use(self, command: Json, channel: int = FILM_TALK, **body: Any) -> str:
        """Use a command; the interaction's id."""
        return await self.started("command", channel_id=str(channel), command_id=command["id"], **body)

    async def press(self, message: Json, custom_id: str, **body: Any) -> str:
        """Press a button or select values; the interaction's id."""
        ids = {"channel_id": message["channel_id"], "message_id": message["id"]}
        return await self.started("component", **ids, custom_id=custom_id, **body)

    async def messages(self, channel: int = FILM_TALK) -> list[Json]:
        """What this person sees in a channel, oldest first."""
        path = f"/client/channels/{channel}/messages"
        status, answer = await self.web.client("GET", path, params={"user": str(self.user_id)})
        assert status == 200, answer
        return answer


@asynccontextmanager
async def open_page(web: Web, user_id: int) -> AsyncGenerator[Page]:
    """A page as a person has it open."""
    url = f"{web.sandbox.url}/client/events?user={user_id}"
    async with web.session.ws_connect(url) as socket:
        yield Page(web, user_id, socket)


class Shard:
    """A bot's connection to the gateway, by hand."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, *, is_compressed: bool = False) -> None:
        self.socket = socket
        self.seq: int | None = None
        self.ready: Json = {}
        self._inflater = zlib.decompressobj() if is_compressed else None

    async def receive(self) -> Json:
        """The next message. Raises ConnectionError when there is none."""
        async with asyncio.timeout(10):
            message = await self.socket.receive()

        if message.type is aiohttp.WSMsgType.BINARY and self._inflater is not None:
            assert message.data.endswith(b"\x00\x00\xff\xff")
            payload: Json = json.loads(self._inflater.decompress(message.data))
        elif message.type is aiohttp.WSMsgType.TEXT:
            payload = json.loads(message.data)
        else:
            raise ConnectionError(self.socket.close_code)

        if payload["s"] is not None:
            self.seq = payload["s"]

        return payload

    async def wait_for(self, name: str) -> Json:
        """The data of the next event of that name."""
        while (payload := await self.receive())["t"] != name:
            pass

        return payload["d"]

    async def send(self, opcode: Opcode, data: object) -> None:
        """Send an operation."""
        await self.socket.send_json({"op": int(opcode), "d": data})

    async def identify(self, token: str, intents: int = GUILDS_AND_MESSAGES, **more: Any) -> None:
        """Identify and wait for READY."""
        properties = {"os": "linux", "browser": "test", "device": "test"}
        await self.send(Opcode.IDENTIFY, {"token": token, "intents": intents, "properties": properties} | more)
        self.ready = await self.wait_for("READY")


@asynccontextmanager
async def connected(web: Web, query: str = "?v=10&encoding=json") -> AsyncGenerator[Shard]:
    """A connection that has been greeted."""
    async with web.session.ws_connect(web.sandbox.gateway_url + query, autoclose=False) as socket:
        shard = Shard(socket, is_compressed="zlib-stream" in query)
        assert (await shard.receive())["op"] == Opcode.HELLO
        yield shard


class Bot(Shard):
    """A bot by hand, that answers interactions."""

    def __init__(self, web: Web, shard: Shard) -> None:
        super().__init__(shard.socket)
        self.web = web
        self.ready = shard.ready
        self.seq = shard.seq

    async def interaction(self) -> Json:
        """The next interaction."""
        return await self.wait_for("INTERACTION_CREATE")

    async def answer(self, interaction: Json, kind: int, data: object = None, **options: Any) -> tuple[int, Any]:
        """Answer an interaction."""
        body: Json = {"type": kind} | ({} if data is None else {"data": data})
        path = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
        return await self.web.api("POST", path, body, headers={"Authorization": ""}, **options)

    async def webhook(self, interaction: Json, method: str, which: str = "", body: object = None) -> tuple[int, Any]:
        """A request with an interaction's token: a follow-up, or one about a message."""
        path = f"/webhooks/{APP}/{interaction['token']}" + (f"/messages/{which}" if which else "")
        return await self.web.api(method, path, body, headers={"Authorization": ""})


@asynccontextmanager
async def running_bot(web: Web, intents: int = GUILDS_AND_MESSAGES) -> AsyncGenerator[Bot]:
    """A bot that is online."""
    async with connected(web) as shard:
        await shard.identify(web.sandbox.token, intents)
        yield Bot(web, shard)
