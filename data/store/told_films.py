"""Which film is meant by what an export or a feed tells, as far as the store knows."""

import unicodedata

from data.models import Film, FilmId, GuildId, ToldFilm, UserId
from data.store.database import Database
from data.store.rows import to_film

_NOT_MERGED = "JOIN films f ON f.id = o.film_id AND f.merged_into IS NULL AND f.facts <> ''"


class ToldFilmStore:
    """Films by what they were called elsewhere, and a server's own by their title and year."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self, guild_id: GuildId, user_id: UserId, told: ToldFilm) -> Film | None:
        """The film that the same name led to before, for this member in this server.

        The name is the film's page, by which two films of one title and year are told apart; title and year where no
        page is told.
        """
        row = await self._database.read_one(
            "SELECT into_film.facts FROM letterboxd_films l JOIN films f ON f.id = l.film_id"
            " JOIN films into_film ON into_film.id = coalesce(f.merged_into, f.id)"
            " WHERE l.guild_id = ? AND l.user_id = ? AND l.name = ? AND into_film.facts <> ''",
            (guild_id, user_id, told.names[0]),
        )
        return None if row is None else to_film(row["facts"])

    async def own_named(self, guild_id: GuildId, title: str, year: int | None) -> list[Film]:
        """Films of the server's own of exactly that title, whatever its case, and that year, the first added first.

        Without a year those of which none is known.
        """
        rows = await self._database.read(
            "SELECT film_id, title FROM own_films WHERE guild_id = ? AND year IS ? ORDER BY film_id",
            (guild_id, year),
        )
        meant = _as_compared(title)
        # Few servers have many films of one year: they are compared here, since SQLite knows the case of ASCII alone.
        same = [FilmId(row["film_id"]) for row in rows if _as_compared(row["title"]) == meant]
        return [film for film_id in same for film in await self._own(film_id)]

    async def _own(self, film_id: FilmId) -> list[Film]:
        rows = await self._database.read(
            f"SELECT f.facts FROM own_films o {_NOT_MERGED} WHERE o.film_id = ?", (film_id,)
        )
        return [to_film(row["facts"]) for row in rows]


def _as_compared(title: str | None) -> str:
    return " ".join(unicodedata.normalize("NFKC", title or "").casefold().split())
