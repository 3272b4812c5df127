"""A server's set-up as its pages are made of it, and what can be read on them."""

from datetime import UTC, datetime
from typing import Any

from bot.ui.setup.server import ServerSetup
from data.models import ChannelId, FeedState, GuildSettings
from tests.bot.ui.messages import Json
from tests.builders import GUILD

DIGEST = ChannelId(1_400_000_000_000_000_003)
NOW = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
DUE = datetime(2026, 11, 22, 18, tzinfo=UTC)


def a_setup(settings: GuildSettings | None = None, **facts: Any) -> ServerSetup:
    """A server that chose nothing, or those settings, and lacks no permission where nothing else is said."""
    usual: dict[str, Any] = {
        "settings": settings or GuildSettings(guild_id=GUILD),
        "feed": FeedState(guild_id=GUILD),
        "missing_for_feed": (),
        "missing_for_digest": (),
        "next_due": DUE,
        "is_skipped": False,
        "guess": "Europe/Berlin",
        "now": NOW,
    }
    return ServerSetup(**usual | facts)


def words_of(message: Json) -> str:
    """What can be read in the message's one embed."""
    (embed,) = message["embeds"]
    return "\n".join(
        [embed.get("description", ""), *(f"{one['name']}: {one['value']}" for one in embed.get("fields", ()))]
    )
