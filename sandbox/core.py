"""The sandbox's parts, put together."""

from pathlib import Path

from sandbox.announcer import Announcer
from sandbox.client.sockets import ClientSockets
from sandbox.clock import Clock
from sandbox.commands import Commands
from sandbox.directory import Directory
from sandbox.faults import Faults
from sandbox.gateway.hub import Gateway
from sandbox.interactions.answers import Answers
from sandbox.interactions.exchange import Exchange
from sandbox.interactions.followups import Followups
from sandbox.interactions.forms import Forms
from sandbox.interactions.payload import Payloads
from sandbox.journal import Journal
from sandbox.messages.addresses import Addresses
from sandbox.messages.book import MessageBook
from sandbox.messages.building import Builder
from sandbox.messages.posting import Posting
from sandbox.messages.showing import Showing
from sandbox.ratelimits import RateLimits
from sandbox.settings import Settings
from sandbox.snowflakes import Snowflakes
from sandbox.state import State
from sandbox.world import World


class Core:
    """Everything there is, without the server around it."""

    def __init__(self, world: World, state_folder: Path | None) -> None:
        self.settings = Settings()
        self.addresses = Addresses()
        self.clock = Clock()
        self.snowflakes = Snowflakes(self.clock)
        self.state = State(state_folder)
        self.journal = Journal(self.clock)
        self.faults = Faults()
        self.limits = RateLimits(self.clock)
        self.directory = Directory(world, self.state, self.snowflakes)
        self.book = MessageBook(self.state, self.snowflakes, self.clock)
        self.showing = Showing(self.directory, self.book, self.addresses)
        self.gateway = Gateway(self.directory, self.journal, self.clock, self.addresses)
        self.sockets = ClientSockets()
        self.announcer = Announcer(self.directory, self.gateway, self.sockets, self.showing)
        self.gateway.on_presence = self.announcer.presence_changed
        self.gateway.last_message_id = self.book.last_id
        self.builder = Builder(self.directory, self.state, self.snowflakes, self.clock, self.addresses)
        self.posting = Posting(self.book, self.builder, self.announcer, self.clock)
        self.commands = Commands(self.directory, self.state, self.snowflakes)
        self.payloads = Payloads(self.directory, self.book, self.showing)
        self.forms = Forms(self.state, self.book, self.snowflakes)
        self.exchange = Exchange(
            gateway=self.gateway,
            announcer=self.announcer,
            payloads=self.payloads,
            book=self.book,
            forms=self.forms,
            clock=self.clock,
            snowflakes=self.snowflakes,
        )
        self.answers = Answers(self.exchange, self.posting, self.book, self.directory)
        self.followups = Followups(self.answers, self.posting, self.book, self.directory)

    def close(self) -> None:
        """Stop the clock's timers and close the state."""
        self.clock.close()
        self.state.close()
