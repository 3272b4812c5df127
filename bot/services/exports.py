"""What a member wrote in a server, as files in the format that Letterboxd imports."""

import asyncio
from collections.abc import Sequence

from data.errors import NothingToExport
from data.letterboxd.writing import file_names, write_diary, write_watchlist
from data.models import GuildId, Model, ToldFilm, UserId
from data.store import Store


class ExportFile(Model):
    """A file as Letterboxd takes it."""

    name: str
    content: bytes


class Export(Model):
    """All of a member's files, the diary's first, and what is in them."""

    files: tuple[ExportFile, ...]
    films: int
    """In the diary."""

    reviews: int
    """Films with a text."""

    viewings: int
    wanted: int
    """Films on the watchlist."""


class Exports:
    """What members take along."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def export(self, guild_id: GuildId, user_id: UserId) -> Export:
        """The member's reviews in this server, what they watched besides, and their watchlist. Raises NothingToExport.

        Of films that were added by hand only this server's are in it.
        """
        told = await self._store.exports.told_films(guild_id, user_id)
        wanted = await self._store.exports.wanted(guild_id, user_id)

        # Thousands of texts are turned into HTML: nobody else is to wait for that.
        files = await asyncio.to_thread(_files, told, wanted)

        if not files:
            raise NothingToExport

        return Export(
            files=files,
            films=len(told),
            reviews=sum(any(entry.text for entry in film.entries) for film in told),
            viewings=sum(len(film.entries) for film in told),
            wanted=len(wanted),
        )


def _files(told: Sequence[ToldFilm], wanted: Sequence[ToldFilm]) -> tuple[ExportFile, ...]:
    diary, watchlist = write_diary(told), write_watchlist(wanted)
    names = [*file_names(len(diary)), *file_names(len(watchlist), "watchlist")]
    return tuple(
        ExportFile(name=name, content=content) for name, content in zip(names, [*diary, *watchlist], strict=True)
    )
