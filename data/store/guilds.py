"""What servers have chosen."""

from data.models import GuildId, GuildSettings
from data.store.database import Database, fetch_one
from data.store.outbox import resume_feed

_COLUMNS = tuple(GuildSettings.model_fields)
"""The columns are called as the model's fields."""

_FLAGS = frozenset({"takes_bare_ratings", "opens_spoilers", "tells_of_empty_weeks", "checks_letterboxd"})


class GuildStore:
    """A server's choices; where it has made none, those of the model."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settings(self, guild_id: GuildId) -> GuildSettings:
        """What the server has chosen."""
        row = await self._database.read_one(f"SELECT {', '.join(_COLUMNS)} FROM guilds WHERE guild_id = ?", (guild_id,))

        if row is None:
            return GuildSettings(guild_id=guild_id)

        return GuildSettings.model_validate(
            {name: bool(row[name]) if name in _FLAGS else row[name] for name in _COLUMNS}
        )

    async def choose(self, settings: GuildSettings) -> None:
        """Keep the choices. Another feed channel lets a paused feed go on.

        Without a feed nothing waits for it any more, but for what is being sent.
        """
        async with self._database.transaction() as tx:
            before = await fetch_one(tx, "SELECT feed_id FROM guilds WHERE guild_id = ?", (settings.guild_id,))
            chosen = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)
            await tx.execute_fetchall(
                f"INSERT INTO guilds ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
                f" ON CONFLICT (guild_id) DO UPDATE SET {chosen}",
                tuple(settings.model_dump().values()),
            )

            if before is None or before["feed_id"] != settings.feed_id:
                await resume_feed(tx, settings.guild_id)

            if settings.feed_id is None:
                await tx.execute_fetchall(
                    "DELETE FROM outbox WHERE guild_id = ? AND batch IS NULL AND message_id IS NULL",
                    (settings.guild_id,),
                )
