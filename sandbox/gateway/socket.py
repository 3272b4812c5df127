"""The websocket on which the bot identifies, beats and resumes."""

import asyncio
import logging
from collections import deque
from typing import Any, cast

from aiohttp import WSMsgType, web

from sandbox.clock import Clock
from sandbox.directory import Directory
from sandbox.gateway.hub import Gateway
from sandbox.gateway.session import Session, encode
from sandbox.gateway.transport import encoder
from sandbox.objects import member_object
from sandbox.outbox import Outbox
from sandbox.protocol import ALL_INTENTS, PRIVILEGED_INTENTS, Json, Opcode
from sandbox.snowflakes import parse_id
from sandbox.strict_json import parse_json

HEARTBEAT_INTERVAL_MS = 41_250
ACK_TRAVEL_S = 0.05
"""How long a heartbeat's acknowledgement is on its way, as if there were a network.

discord.py sends heartbeats from a thread, which notes the time once its event loop has sent one. On loopback the
acknowledgement could be read before, and be taken for that of the heartbeat before: 41 seconds late, with a warning.
"""

PAYLOAD_LIMIT_BYTES = 4096
SENDS_PER_MINUTE = 120

_log = logging.getLogger("sandbox.gateway")


class Closure(Exception):
    """The gateway ends the connection with a close code of Discord's documentation."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


class GatewayRoutes:
    """The gateway's one route."""

    def __init__(self, gateway: Gateway, directory: Directory, clock: Clock) -> None:
        self._gateway = gateway
        self._directory = directory
        self._clock = clock

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """A connection of the bot, from HELLO to its end."""
        # The websocket's own compression stays off: the gateway has its own, as a stream over all messages.
        socket = web.WebSocketResponse(max_msg_size=64 * 1024, compress=False)
        await socket.prepare(request)
        encode_text = encoder(request.query.get("compress"))
        if encode_text is None or request.query.get("encoding", "json") != "json":
            await socket.close(code=4002, message=b"The sandbox has no such compression or encoding.")
            return socket

        if request.query.get("v", "10") != "10":
            await socket.close(code=4012, message=b"Invalid API version.")
            return socket

        outbox = Outbox(socket, request, encode_text)
        self._gateway.outboxes.add(outbox)
        try:
            await Conversation(self._gateway, self._directory, self._clock, outbox).hold(socket)
        finally:
            self._gateway.outboxes.discard(outbox)
            await outbox.stop()

        return socket


class Conversation:
    """What is said over one connection."""

    def __init__(self, gateway: Gateway, directory: Directory, clock: Clock, outbox: Outbox) -> None:
        self._gateway = gateway
        self._directory = directory
        self._clock = clock
        self._outbox = outbox
        self._session: Session | None = None
        self._sent_at: deque[float] = deque(maxlen=SENDS_PER_MINUTE)

    async def hold(self, socket: web.WebSocketResponse) -> None:
        """Answer the client until one of the two ends it."""
        self._outbox.put(encode(Opcode.HELLO, {"heartbeat_interval": HEARTBEAT_INTERVAL_MS, "_trace": []}))
        code: int | None = None
        try:
            await self._listen(socket)
        except Closure as closure:
            _log.info("closing a gateway connection: %s %s", closure.code, closure.reason)
            code = closure.code
            await socket.close(code=closure.code, message=closure.reason.encode())
        finally:
            if self._session is not None:
                # A client that closes with 1000 or 1001 does not come back to its session.
                is_over = code is None and socket.close_code in (1000, 1001)
                self._gateway.leave(self._session, self._outbox, is_over=is_over)

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        while True:
            try:
                # A client that is silent for longer than it should be between heartbeats is gone.
                received = await socket.receive(timeout=HEARTBEAT_INTERVAL_MS / 1000 * 1.5)
            except TimeoutError:
                raise Closure(4009, "Session timed out.") from None

            if received.type is not WSMsgType.TEXT and received.type is not WSMsgType.BINARY:
                return

            self._answer(_decode(cast("str | bytes", received.data)))

    def _answer(self, message: Json) -> None:
        opcode, data = message.get("op"), message.get("d")
        if opcode == Opcode.HEARTBEAT:
            # Heartbeats do not count against the client's limit. One that is acknowledged after the connection's end
            # stays in a queue that nobody reads any more.
            asyncio.get_running_loop().call_later(ACK_TRAVEL_S, self._outbox.put, encode(Opcode.HEARTBEAT_ACK))
            return

        self._count()
        if opcode == Opcode.IDENTIFY:
            self._identify(_object(data))
        elif opcode == Opcode.RESUME:
            self._resume(_object(data))
        elif self._session is None:
            raise Closure(4003, "Not authenticated.")
        elif opcode == Opcode.REQUEST_MEMBERS:
            self._send_members(self._session, _object(data))
        elif opcode not in (Opcode.PRESENCE, Opcode.VOICE_STATE):
            raise Closure(4001, "Unknown opcode.")

    def _identify(self, data: Json) -> None:
        if self._session is not None:
            raise Closure(4005, "Already authenticated.")

        self._check_token(data)
        shard_id, shard_count = _shard(data.get("shard", [0, 1]))
        self._session = Session(shard_id, shard_count, self._intents(data.get("intents")))
        if not self._gateway.start_limit()["remaining"]:
            raise Closure(4008, "No session starts left.")

        _log.info("the bot is here: shard %d of %d", shard_id, shard_count)
        self._gateway.begin(self._session, self._outbox)

    def _resume(self, data: Json) -> None:
        if self._session is not None:
            raise Closure(4005, "Already authenticated.")

        self._check_token(data)
        seq = data.get("seq")
        if not isinstance(seq, int) or seq < 0:
            raise Closure(4007, "Invalid seq.")

        session = self._gateway.resumable(str(data.get("session_id")), seq)
        if session is None:
            self._outbox.put(encode(Opcode.INVALID_SESSION, data=False))
            return

        _log.info("the bot is back: shard %d of %d", session.shard_id, session.shard_count)
        self._session = session
        self._gateway.resume(session, self._outbox, seq)

    def _check_token(self, data: Json) -> None:
        token = data.get("token")
        if not isinstance(token, str) or token.removeprefix("Bot ") != self._directory.application.token:
            raise Closure(4004, "Authentication failed.")

    def _intents(self, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= ALL_INTENTS:
            raise Closure(4013, "Invalid intent(s).")

        granted = self._directory.application.privileged_intents
        if any(value & intent for name, intent in PRIVILEGED_INTENTS.items() if name not in granted):
            raise Closure(4014, "Disallowed intent(s).")

        return value

    def _count(self) -> None:
        now = self._clock.now()
        if len(self._sent_at) == SENDS_PER_MINUTE and now - self._sent_at[0] < 60:
            raise Closure(4008, "You are being rate limited.")

        self._sent_at.append(now)

    def _send_members(self, session: Session, data: Json) -> None:
        guild = self._directory.guilds.get(parse_id(data.get("guild_id")) or 0)
        if guild is None or not guild.bot:
            return

        asked = data.get("user_ids")
        ids = {parse_id(user_id) for user_id in (cast("list[Any]", asked) if isinstance(asked, list) else [asked])}
        query = str(data.get("query") or "").casefold()
        users = self._directory.users
        found = [
            member_object(member, users[member.user_id])
            for member in guild.members
            if (users[member.user_id].username.casefold().startswith(query) if asked is None else member.user_id in ids)
        ]
        limit = data.get("limit")
        chunk: Json = {
            "guild_id": str(guild.id),
            "members": found[:limit] if isinstance(limit, int) and limit > 0 else found,
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [],
        }
        session.dispatch("GUILD_MEMBERS_CHUNK", chunk | ({"nonce": data["nonce"]} if "nonce" in data else {}))


def _decode(received: str | bytes) -> Json:
    if len(received) > PAYLOAD_LIMIT_BYTES:
        raise Closure(4002, "Error while decoding payload.")

    try:
        return _object(parse_json(received))
    except ValueError:
        raise Closure(4002, "Error while decoding payload.") from None


def _object(value: object) -> Json:
    if not isinstance(value, dict):
        raise Closure(4002, "Error while decoding payload.")

    return cast("Json", value)


def _shard(value: object) -> tuple[int, int]:
    pair = cast("list[object]", value) if isinstance(value, list) else []
    numbers = [n for n in pair if isinstance(n, int) and not isinstance(n, bool)]
    if len(pair) != 2 or len(numbers) != 2 or not 0 <= numbers[0] < numbers[1]:
        raise Closure(4010, "Invalid shard.")

    return numbers[0], numbers[1]
