"""Films to see after another one: by the same people, liked by the same members, recommended elsewhere."""

from collections.abc import Sequence
from datetime import datetime

from bot.services.details import Details
from data.catalogue.base import Catalogue, RelatedFilm, Relation, each_once
from data.models import Film, FilmId, GuildId, HalfStars, ReviewFilter
from data.store import Store

OFFERED = 25
"""Films to choose from: the most that Discord's select takes."""

SHARE = 6
"""Of each kind at most so many come before the other kinds are heard, too."""

_CANDIDATES = 100
"""Films by the same people that are looked at: a director of many must not hide those with the same actors."""

HIGH: HalfStars = 8
"""Four stars: from here on a member is said to like a film."""

FANS = 60
"""Members who are asked for what else they like, those who rated the film last: a press costs the same anywhere."""

_ORDER = (Relation.DIRECTOR, Relation.LIKED, Relation.RECOMMENDED, Relation.CAST)
"""The kinds as they are offered: what is surest first."""


class RelatedFilms:
    """What leads from one film to others, in one server."""

    def __init__(self, catalogue: Catalogue, store: Store, details: Details | None = None) -> None:
        self._catalogue = catalogue
        self._store = store
        self._details = details or Details(catalogue, store)

    async def of(self, guild_id: GuildId, film: Film, film_id: FilmId, now: datetime) -> Sequence[RelatedFilm]:
        """Up to 25 films to see after this one, each once with its surest reason; empty where none is known.

        By kind: of the same director, liked by the same members, recommended, with the same actors.
        """
        recommended = await self._details.recommended(film_id, now)
        every = [
            *await self._catalogue.related(film, _CANDIDATES),
            *await self._liked_together(guild_id, film_id),
            *(RelatedFilm(film=one, relation=Relation.RECOMMENDED) for one in recommended),
        ]
        every.sort(key=lambda one: _ORDER.index(one.relation))
        found = each_once(every, film)
        heard = [one for kind in _ORDER for one in [one for one in found if one.relation is kind][:SHARE]]
        rest = [one for one in found if one not in heard]
        return sorted([*heard, *rest][:OFFERED], key=found.index)

    async def _liked_together(self, guild_id: GuildId, film_id: FilmId) -> list[RelatedFilm]:
        """What else the members like who rated the film high."""
        high = ReviewFilter(film_id=film_id, rating_min=HIGH)
        fans = [review.author.id for review in (await self._store.feed.page(guild_id, high, FANS)).reviews]
        liked = await self._store.taste.liked_by(guild_id, fans, HIGH, film_id, OFFERED)
        return [RelatedFilm(film=film, relation=Relation.LIKED, members=members) for film, members in liked]
