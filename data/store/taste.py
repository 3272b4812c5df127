"""What the members of a server like together."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from data.models import Film, FilmId, GuildId, HalfStars, UserId
from data.store.database import Database
from data.store.rows import to_film

LATEST_OF_EACH = 60
"""So many of a member's latest reviews are looked through: who wrote thousands costs no more than anyone else."""

# CROSS keeps the order: from the few members to the few latest reviews of each, every step by an index.
LIKED_BY = (
    "SELECT f.facts, count(*) AS members FROM json_each(?1) fan CROSS JOIN reviews r ON r.id IN"
    " (SELECT id FROM reviews WHERE guild_id = ?2 AND author_id = fan.value"
    "  ORDER BY created_s DESC, id DESC LIMIT ?3)"
    " JOIN films f ON f.id = r.film_id WHERE r.film_id <> ?4 AND r.rating >= ?5"
    " GROUP BY r.film_id ORDER BY members DESC, sum(r.rating) DESC, max(r.created_s) DESC, r.film_id LIMIT ?6"
)
"""Films by how many of these members (a JSON list) rated them so high or higher in a server."""


class LikedTogether(NamedTuple):
    """A film that members like who like another one, and how many of them."""

    film: Film
    members: int


class TasteStore:
    """Films by those who rated them high."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def liked_by(
        self, guild_id: GuildId, members: Iterable[UserId], least: HalfStars, without: FilmId, size: int
    ) -> list[LikedTogether]:
        """Up to `size` films that these members rated `least` or higher in this server, `without` that one.

        Those liked by most of them first, then those rated highest, then the latest.
        """
        rows = await self._database.read(
            LIKED_BY,
            (json.dumps(list(members)), guild_id, LATEST_OF_EACH, without, least, size),
        )
        return [LikedTogether(to_film(row["facts"]), row["members"]) for row in rows]
