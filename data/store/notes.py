"""Small facts about the running bot itself, kept by name."""

from data.store.database import Database


class NoteStore:
    """One text per name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> str | None:
        """The text kept under that name, or None."""
        row = await self._database.read_one("SELECT value FROM notes WHERE name = ?", (name,))
        return None if row is None else str(row["value"])

    async def set(self, name: str, value: str) -> None:
        """Keep the text under that name, in place of what was there."""
        async with self._database.transaction() as tx:
            await tx.execute_fetchall(
                "INSERT INTO notes (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )
