"""How what is posted in a server fares: read for those who manage it, and for nothing else."""

from data.models import ChannelId, Diagnosis, GuildId, MessageId, Posted, StuckEdits
from data.store.database import Database
from data.store.digest_outbox import DigestOutbox
from data.store.rows import to_moment

MOST_CHANNELS = 3
"""So many channels with messages that can't be edited are told of."""

# A message's id holds the time of its making: https://discord.com/developers/docs/reference#snowflakes
_POSTED_S = "(message_id >> 22) / 1000 + 1420070400"

_LAST = {
    "review": f"SELECT channel_id, message_id, {_POSTED_S} AS at_s FROM outbox WHERE guild_id = ?"
    " AND message_id IS NOT NULL ORDER BY id DESC LIMIT 1",
    "digest": f"SELECT channel_id, message_id, {_POSTED_S} AS at_s FROM digests WHERE guild_id = ?"
    " AND state = 'posted' ORDER BY ends_s DESC LIMIT 1",
}


class DiagnosisStore:
    """What is known of a server's posts."""

    def __init__(self, database: Database, digests: DigestOutbox) -> None:
        self._database = database
        self._digests = digests

    async def of(self, guild_id: GuildId) -> Diagnosis:
        """How the server's posts fare."""
        stuck = await self._database.read(
            "SELECT channel_id, count(*) AS messages, max(fault) AS fault, min(due_s) AS due_s FROM copies"
            " WHERE guild_id = ? AND due_s IS NOT NULL AND fault IS NOT NULL GROUP BY channel_id"
            " ORDER BY count(*) DESC, channel_id LIMIT ?",
            (guild_id, MOST_CHANNELS),
        )
        under_way = await self._database.read_one(
            "SELECT count(*) AS found FROM digests WHERE state IN ('waiting', 'sending') AND guild_id = ?"
            " AND fault IS NULL",
            (guild_id,),
        )
        return Diagnosis(
            last_review=await self._last(guild_id, "review"),
            last_digest=await self._last(guild_id, "digest"),
            troubles=tuple(await self._digests.troubles(guild_id)),
            under_way=0 if under_way is None else under_way["found"],
            stuck=tuple(
                StuckEdits(
                    channel_id=ChannelId(row["channel_id"]),
                    messages=row["messages"],
                    fault=row["fault"],
                    next_try=to_moment(row["due_s"]),
                )
                for row in stuck
            ),
        )

    async def _last(self, guild_id: GuildId, kind: str) -> Posted | None:
        row = await self._database.read_one(_LAST[kind], (guild_id,))

        if row is None:
            return None

        return Posted(
            channel_id=ChannelId(row["channel_id"]),
            message_id=MessageId(row["message_id"]),
            at=to_moment(row["at_s"]),
        )
