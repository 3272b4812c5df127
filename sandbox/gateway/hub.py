"""All sessions of the bot, and telling them."""

from collections import deque
from collections.abc import Callable

from sandbox.clock import Clock
from sandbox.directory import Directory
from sandbox.gateway.session import Event, Session, encode
from sandbox.journal import Journal
from sandbox.messages.addresses import Addresses
from sandbox.objects import application_flags, channel_object, guild_object, member_object, own_user_object
from sandbox.outbox import Outbox
from sandbox.protocol import Intent, Json, Opcode
from sandbox.world import Guild

RESUME_WINDOW_S = 180.0
"""How long a session outlives its connection. Discord names no number; a few minutes are its practice."""

SESSION_STARTS_PER_DAY = 1000
_DAY_S = 86_400


class Gateway:
    """Sessions by id."""

    def __init__(self, directory: Directory, journal: Journal, clock: Clock, addresses: Addresses) -> None:
        self._directory = directory
        self._journal = journal
        self._clock = clock
        self._addresses = addresses
        self.sessions: dict[str, Session] = {}
        self.outboxes: set[Outbox] = set()
        self.on_presence: Callable[[], None] = lambda: None
        self.last_message_id: Callable[[int], int | None] = lambda _channel_id: None
        self._starts: deque[float] = deque()

    @property
    def is_online(self) -> bool:
        """Whether any shard of the bot is connected."""
        return any(session.outbox is not None for session in self.sessions.values())

    def start_limit(self) -> Json:
        """How many sessions may begin within a day, how many are left, and when the next is given back."""
        now = self._clock.now()
        while self._starts and self._starts[0] <= now - _DAY_S:
            self._starts.popleft()

        reset_after_s = self._starts[0] + _DAY_S - now if self._starts else _DAY_S
        return {
            "total": SESSION_STARTS_PER_DAY,
            "remaining": max(0, SESSION_STARTS_PER_DAY - len(self._starts)),
            "reset_after": int(reset_after_s * 1000),
            "max_concurrency": 16,
        }

    def dispatch(self, event: Event) -> None:
        """Tell an event to every session that asked for it."""
        self._drop_old_sessions()
        told = False
        for session in self.sessions.values():
            if session.wants(event):
                session.tell(event)
                told = True

        if told:
            self._journal.note_event(event.name, event.data)

    def begin(self, session: Session, outbox: Outbox) -> None:
        """Start a session on a connection: READY, then its servers."""
        was_online = self.is_online
        self._starts.append(self._clock.now())
        self.sessions[session.id] = session
        session.outbox = outbox
        guilds = [guild for guild in self._directory.bot_guilds() if _is_on(guild, session)]
        session.dispatch("READY", self._ready(session, guilds))
        self._journal.note_event("READY", {"shard": [session.shard_id, session.shard_count]})
        if session.intents & Intent.GUILDS:
            for guild in guilds:
                session.dispatch("GUILD_CREATE", self.guild_create(guild) | {"unavailable": False})

        self._tell_presence(was_online=was_online)

    def resume(self, session: Session, outbox: Outbox, seq: int) -> None:
        """Go on with a session on a new connection: what it missed, then RESUMED."""
        was_online = self.is_online
        if session.outbox is not None:
            session.outbox.cut()

        session.outbox = outbox
        session.left_at = None
        session.replay_after(seq)
        session.dispatch("RESUMED", {"_trace": []})
        self._journal.note_event("RESUMED", {"shard": [session.shard_id, session.shard_count], "after": seq})
        self._tell_presence(was_online=was_online)

    def leave(self, session: Session, outbox: Outbox, *, is_over: bool) -> None:
        """Note that a connection ended; a session that is over cannot be resumed."""
        if session.outbox is not outbox:
            return

        was_online = self.is_online
        session.outbox = None
        session.left_at = self._clock.now()
        if is_over:
            self.sessions.pop(session.id, None)

        self._tell_presence(was_online=was_online)

    def resumable(self, session_id: str, seq: int) -> Session | None:
        """The session of that id if it can be gone on with after event number `seq`, or None."""
        self._drop_old_sessions()
        session = self.sessions.get(session_id)
        return session if session is not None and session.can_replay_after(seq) else None

    def drop(self) -> None:
        """Cut every connection of the bot without a word."""
        for outbox in list(self.outboxes):
            outbox.cut()

    def ask_to_reconnect(self) -> None:
        """Send op 7 over every connection."""
        for outbox in list(self.outboxes):
            outbox.put(encode(Opcode.RECONNECT))

    def invalidate(self, *, is_resumable: bool) -> None:
        """Send op 9 over every connection; sessions that are not resumable are forgotten."""
        for outbox in list(self.outboxes):
            outbox.put(encode(Opcode.INVALID_SESSION, is_resumable))

        if not is_resumable:
            was_online = self.is_online
            self.sessions.clear()
            self._tell_presence(was_online=was_online)

    def guild_create(self, guild: Guild) -> Json:
        """A server as it is told to the bot when it starts or joins.

        Without the privileged intent for members Discord tells of the bot's own membership only.
        """
        bot = self._directory.bot
        me = guild.member(bot.id)
        assert me is not None
        return guild_object(guild) | {
            "joined_at": me.joined_at,
            "large": False,
            "member_count": len(guild.members),
            "members": [member_object(me, bot)],
            "channels": [channel_object(c, self.last_message_id(c.id)) for c in guild.channels],
            "threads": [],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    def _ready(self, session: Session, guilds: list[Guild]) -> Json:
        app = self._directory.application
        return {
            "v": 10,
            "user": own_user_object(self._directory.bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self._addresses.gateway_url,
            "shard": [session.shard_id, session.shard_count],
            "application": {"id": str(app.id), "flags": application_flags(app)},
            "private_channels": [],
            "relationships": [],
            "user_settings": {},
        }

    def _drop_old_sessions(self) -> None:
        oldest = self._clock.now() - RESUME_WINDOW_S
        gone = [s.id for s in self.sessions.values() if s.left_at is not None and s.left_at < oldest]
        for session_id in gone:
            del self.sessions[session_id]

    def _tell_presence(self, *, was_online: bool) -> None:
        if was_online != self.is_online:
            self.on_presence()


def _is_on(guild: Guild, session: Session) -> bool:
    return (guild.id >> 22) % session.shard_count == session.shard_id
