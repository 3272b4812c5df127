"""Imports of members, each with its films, which are staged so that it goes on after a restart.

staging → matching → ready → running → done → undoing → undone. A step is taken only from the one before it, so that of
two presses one alone has an effect. Of a member in a server one import at most is running or being undone.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import aiosqlite

from data.errors import ImportGone, ImportUnderWay
from data.models import (
    Film,
    GuildId,
    Import,
    ImportId,
    ImportState,
    ImportSums,
    Match,
    MatchState,
    Outcome,
    ToldDiary,
    ToldFilm,
    UserId,
)
from data.store.database import fetch_one
from data.store.import_films import BY_MATCH, ImportFilms, bounded
from data.store.import_rows import FAULTS, from_choices, from_film, to_import, to_sums
from data.store.rows import to_seconds

UNDO_WITHIN = timedelta(days=1)
"""How long an import that is done can be undone."""

KEPT_FOR = timedelta(days=1)
"""How long an import is kept after it ended, or after its file was handed in where it never began."""

_STAGED_AT_ONCE = 500
"""Films that are written in one go, so that nobody's rating waits for all of a large file."""

_IS_LAST = (
    "NOT EXISTS (SELECT 1 FROM imports l WHERE l.guild_id = imports.guild_id AND l.user_id = imports.user_id"
    " AND l.id > imports.id AND l.started_s IS NOT NULL AND l.state <> 'undone')"
)
"""Nothing of the member came into the server with a later import and is still there."""


class ImportStore(ImportFilms):
    """Imports by member and number, and the films of one by their places."""

    async def begin(
        self, guild_id: GuildId, user_id: UserId, file_name: str, diary: ToldDiary, now: datetime
    ) -> ImportId:
        """Stage what was read; then an import of the member in this server that waits for their word goes.

        Raises ImportUnderWay, StoreFailed.
        """
        faults = FAULTS.dump_json(diary.faults, exclude_defaults=True).decode()

        async with self._database.transaction() as tx:
            await _check_alone(tx, guild_id, user_id)
            await tx.execute_fetchall(
                "DELETE FROM imports WHERE guild_id = ? AND user_id = ? AND state = 'staging'", (guild_id, user_id)
            )
            row = await fetch_one(
                tx,
                "INSERT INTO imports (guild_id, user_id, file_name, state, begun_s, faults, fault_count)"
                " VALUES (?, ?, ?, 'staging', ?, ?, ?) RETURNING id",
                (guild_id, user_id, file_name, to_seconds(now), faults, diary.fault_count),
            )
            assert row is not None

        for begin in range(0, len(diary.films), _STAGED_AT_ONCE):
            await self._stage(row["id"], diary.films[begin : begin + _STAGED_AT_ONCE], begin + 1)

        async with self._database.transaction() as tx:
            await _check_alone(tx, guild_id, user_id)
            await tx.execute_fetchall(
                "DELETE FROM imports WHERE guild_id = ? AND user_id = ? AND state IN ('matching', 'ready')",
                (guild_id, user_id),
            )
            await tx.execute_fetchall("UPDATE imports SET state = 'matching' WHERE id = ?", (row["id"],))

        return ImportId(row["id"])

    async def get(self, guild_id: GuildId, user_id: UserId, import_id: ImportId) -> Import:
        """The member's import of that number in this server. Raises ImportGone."""
        about = await self.by_id(import_id)

        if (about.guild_id, about.user_id) != (guild_id, user_id):
            raise ImportGone

        return about

    async def by_id(self, import_id: ImportId) -> Import:
        """The import of that number, whoever's it is. Raises ImportGone."""
        row = await self._database.read_one("SELECT * FROM imports WHERE id = ?", (bounded(import_id),))

        if row is None:
            raise ImportGone

        return to_import(row)

    async def latest(self, guild_id: GuildId, user_id: UserId) -> Import | None:
        """The member's latest import in this server, whatever became of it."""
        row = await self._database.read_one(
            "SELECT * FROM imports WHERE guild_id = ? AND user_id = ? AND state <> 'staging' ORDER BY id DESC LIMIT 1",
            (guild_id, user_id),
        )
        return None if row is None else to_import(row)

    async def before(self, about: Import) -> Import | None:
        """The latest import of the same member, in the same server, that is done and was handed in before that one."""
        row = await self._database.read_one(
            "SELECT * FROM imports WHERE guild_id = ? AND user_id = ? AND id < ? AND state = 'done'"
            " ORDER BY id DESC LIMIT 1",
            (about.guild_id, about.user_id, about.id),
        )
        return None if row is None else to_import(row)

    async def at_work(self) -> list[Import]:
        """The imports of all members that wait for nobody, the oldest first."""
        rows = await self._database.read(
            "SELECT * FROM imports WHERE state IN ('matching', 'running', 'undoing') ORDER BY id"
        )
        return [to_import(row) for row in rows]

    async def sums(self, about: Import) -> ImportSums:
        """What the import would do, or did, over all its films, and how far its present step is."""
        # Few outcomes differ, so that few are read: measured, 2 ms for 5,000 films.
        rows = await self._database.read(
            f"SELECT match, outcome, count(*) AS films FROM {BY_MATCH} WHERE import_id = ? GROUP BY match, outcome",
            (about.id,),
        )
        return to_sums(rows, await self._done(about), keeps_unknown=about.keeps_unknown)

    async def _done(self, about: Import) -> int | None:
        """How many films are through the present step; None where that is told by what was found.

        They are worked off in the order of their places, and taken back in the opposite one.
        """
        match about.state:
            case ImportState.RUNNING:
                first = await self.not_done(about.id, 1)
                return first[0].place - 1 if first else None
            case ImportState.UNDOING:
                last = await self.to_undo(about.id, 1)
                films = await self.total(about.id)
                return films - last[0].place if last else None
            case _:
                return None

    async def note_matches(self, import_id: ImportId, notes: Iterable[tuple[int, Match, Outcome | None]]) -> None:
        """Keep, by place, which film is meant, and what importing it would do; nothing once it is past that step.

        Raises StoreFailed.
        """
        values = [
            (
                match.state.value,
                from_film(match.film),
                from_choices(match.choices),
                None if outcome is None else outcome.model_dump_json(exclude_defaults=True),
                import_id,
                place,
            )
            for place, match, outcome in notes
        ]

        async with self._database.transaction(is_durable=False) as tx:
            if await _is_in(tx, import_id, ImportState.MATCHING):
                await tx.executemany(
                    "UPDATE import_films SET match = ?, film = ?, choices = ?, outcome = ?"
                    " WHERE import_id = ? AND place = ?",
                    values,
                )

    async def ready(self, import_id: ImportId) -> None:
        """All of its films were looked for: it waits for its member. Raises StoreFailed."""
        await self._step(
            "UPDATE imports SET state = 'ready' WHERE id = :id AND state = 'matching' AND NOT EXISTS"
            " (SELECT 1 FROM import_films WHERE import_id = :id AND match = 'waiting')",
            import_id,
        )

    async def choose(self, import_id: ImportId, place: int, film: Film | None, outcome: Outcome | None) -> None:
        """The member said which film is meant there, with what importing it would do; None: it is to be left out.

        Raises ImportGone where there is no such film, or the import does not wait for its member; StoreFailed.
        """
        match = MatchState.LEFT_OUT if film is None else MatchState.CHOSEN

        async with self._database.transaction() as tx:
            row = await fetch_one(
                tx,
                "UPDATE import_films SET match = ?, film = ?, outcome = ? WHERE import_id = ? AND place = ?"
                " AND import_id IN (SELECT id FROM imports WHERE state = 'ready') RETURNING 1",
                (
                    match.value,
                    from_film(film),
                    None if outcome is None else outcome.model_dump_json(exclude_defaults=True),
                    import_id,
                    bounded(place),
                ),
            )

            if row is None:
                raise ImportGone

    async def keep_unknown(self, import_id: ImportId, *, is_kept: bool) -> None:
        """Whether films that nothing knows are to become films of the server's own.

        Raises ImportGone where it began; StoreFailed.
        """
        await self._step_or_gone(
            "UPDATE imports SET keeps_unknown = :is_kept WHERE id = :id AND state IN ('matching', 'ready')",
            import_id,
            is_kept=is_kept,
        )

    async def start(self, import_id: ImportId, now: datetime) -> None:
        """The member agreed to it. Raises ImportGone where it is past that; ImportUnderWay, StoreFailed."""
        async with self._database.transaction() as tx:
            row = await fetch_one(
                tx, "SELECT guild_id, user_id, state FROM imports WHERE id = ?", (bounded(import_id),)
            )

            if row is None or row["state"] != ImportState.READY:
                raise ImportGone

            await _check_alone(tx, row["guild_id"], row["user_id"])
            await tx.execute_fetchall(
                "UPDATE imports SET state = 'running', started_s = ? WHERE id = ?", (to_seconds(now), import_id)
            )

    async def done(self, import_id: ImportId, now: datetime) -> None:
        """All of its films were imported. Raises StoreFailed."""
        await self._step(
            "UPDATE imports SET state = 'done', ended_s = :now_s WHERE id = :id AND state = 'running' AND NOT EXISTS"
            " (SELECT 1 FROM import_films WHERE import_id = :id AND undo IS NULL)",
            import_id,
            now_s=to_seconds(now),
        )

    async def undo(self, import_id: ImportId, now: datetime) -> None:
        """Let it be taken back, within a day, and while nothing came with a later one.

        A later one that waits for its member goes: what it would do was looked at with this one in place.
        Raises ImportGone, StoreFailed.
        """
        async with self._database.transaction() as tx:
            row = await fetch_one(
                tx,
                "UPDATE imports SET state = 'undoing' WHERE id = ? AND state = 'done' AND ended_s >= ?"
                f" AND {_IS_LAST} RETURNING guild_id, user_id",
                (bounded(import_id), to_seconds(now - UNDO_WITHIN)),
            )

            if row is None:
                raise ImportGone

            await tx.execute_fetchall(
                "DELETE FROM imports WHERE guild_id = ? AND user_id = ? AND state IN ('matching', 'ready')",
                (row["guild_id"], row["user_id"]),
            )

    async def let_stay(self, import_id: ImportId, place: int) -> None:
        """What came with that film stays where it is: it can't be taken back. Raises StoreFailed."""
        await self._step(
            "UPDATE import_films SET undo = NULL WHERE import_id = :id AND place = :place AND import_id IN"
            " (SELECT id FROM imports WHERE state = 'undoing')",
            import_id,
            place=place,
        )

    async def undone(self, import_id: ImportId, now: datetime) -> None:
        """All of its films were taken back. Raises StoreFailed."""
        await self._step(
            "UPDATE imports SET state = 'undone', ended_s = :now_s WHERE id = :id AND state = 'undoing' AND NOT EXISTS"
            " (SELECT 1 FROM import_films WHERE import_id = :id AND undo IS NOT NULL)",
            import_id,
            now_s=to_seconds(now),
        )

    async def cancel(self, import_id: ImportId) -> None:
        """Forget an import that did not begin. Raises ImportGone where it did, StoreFailed."""
        await self._step_or_gone("DELETE FROM imports WHERE id = :id AND state IN ('matching', 'ready')", import_id)

    async def expire(self, now: datetime) -> int:
        """Delete the imports that are past their day, with their films, one by one; how many there were.

        Raises StoreFailed.
        """
        rows = await self._database.read(
            "SELECT id FROM imports WHERE (state IN ('done', 'undone') AND ended_s < :until_s)"
            " OR (state IN ('staging', 'matching', 'ready') AND begun_s < :until_s)",
            {"until_s": to_seconds(now - KEPT_FOR)},
        )

        for row in rows:
            # None of them is at work, yet its member may have agreed to it, or taken it back, this very moment.
            await self._step("DELETE FROM imports WHERE id = :id AND state NOT IN ('running', 'undoing')", row["id"])

        return len(rows)

    async def _stage(self, import_id: int, films: Sequence[ToldFilm], first: int) -> None:
        async with self._database.transaction() as tx:
            # Written out as the writing thread takes them: the event loop waits for none of it.
            await tx.executemany(
                "INSERT INTO import_films (import_id, place, told, match) VALUES (?, ?, ?, 'waiting')",
                (
                    (import_id, place, told.model_dump_json(exclude_defaults=True))
                    for place, told in enumerate(films, first)
                ),
            )

    async def _step(self, statement: str, import_id: ImportId, **values: int) -> bool:
        async with self._database.transaction() as tx:
            row = await fetch_one(tx, f"{statement} RETURNING 1", {"id": bounded(import_id)} | values)
            return row is not None

    async def _step_or_gone(self, statement: str, import_id: ImportId, **values: int) -> None:
        if not await self._step(statement, import_id, **values):
            raise ImportGone


async def _check_alone(tx: aiosqlite.Connection, guild_id: int, user_id: int) -> None:
    row = await fetch_one(
        tx,
        "SELECT 1 FROM imports WHERE guild_id = ? AND user_id = ? AND state IN ('running', 'undoing')",
        (guild_id, user_id),
    )

    if row is not None:
        raise ImportUnderWay


async def _is_in(tx: aiosqlite.Connection, import_id: ImportId, state: ImportState) -> bool:
    row = await fetch_one(tx, "SELECT 1 FROM imports WHERE id = ? AND state = ?", (import_id, state.value))
    return row is not None
