"""What servers have chosen."""

from data.models import ChannelId, GuildId, GuildSettings, UserId
from data.store.database import Database, fetch_one
from data.store.outbox import resume_feed

_COLUMNS = "guild_id, feed_id, takes_bare_ratings, opens_spoilers, set_up_by, set_up_in"


class GuildStore:
    """A server's choices; where it has made none, those of the model."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settings(self, guild_id: GuildId) -> GuildSettings:
        """What the server has chosen."""
        row = await self._database.read_one(f"SELECT {_COLUMNS} FROM guilds WHERE guild_id = ?", (guild_id,))

        if row is None:
            return GuildSettings(guild_id=guild_id)

        return GuildSettings(
            guild_id=guild_id,
            feed_id=None if row["feed_id"] is None else ChannelId(row["feed_id"]),
            takes_bare_ratings=bool(row["takes_bare_ratings"]),
            opens_spoilers=bool(row["opens_spoilers"]),
            set_up_by=None if row["set_up_by"] is None else UserId(row["set_up_by"]),
            set_up_in=None if row["set_up_in"] is None else ChannelId(row["set_up_in"]),
        )

    async def choose(self, settings: GuildSettings) -> None:
        """Keep the choices. Another feed channel lets a paused feed go on.

        Without a feed nothing waits for it any more, but for what is being sent.
        """
        async with self._database.transaction() as tx:
            before = await fetch_one(tx, "SELECT feed_id FROM guilds WHERE guild_id = ?", (settings.guild_id,))
            await tx.execute_fetchall(
                f"INSERT INTO guilds ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (guild_id) DO UPDATE SET"
                " feed_id = excluded.feed_id, takes_bare_ratings = excluded.takes_bare_ratings,"
                " opens_spoilers = excluded.opens_spoilers, set_up_by = excluded.set_up_by,"
                " set_up_in = excluded.set_up_in",
                (
                    settings.guild_id,
                    settings.feed_id,
                    settings.takes_bare_ratings,
                    settings.opens_spoilers,
                    settings.set_up_by,
                    settings.set_up_in,
                ),
            )

            if before is None or before["feed_id"] != settings.feed_id:
                await resume_feed(tx, settings.guild_id)

            if settings.feed_id is None:
                await tx.execute_fetchall(
                    "DELETE FROM outbox WHERE guild_id = ? AND batch IS NULL AND message_id IS NULL",
                    (settings.guild_id,),
                )
