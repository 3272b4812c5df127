"""What is counted of a server's week: its ranking, and all that is said beside."""

from datetime import datetime
from typing import NamedTuple

from bot.services.aside import aside
from bot.services.ranking import Ranked, most_divisive, rank
from data.models import (
    Author,
    Digest,
    DigestFilm,
    FilmId,
    GuildId,
    GuildSettings,
    Mean,
    Taken,
    TakenFilm,
    Tally,
    UserId,
    Week,
    Writer,
)
from data.store import Store
from data.store.digests import SHOWN_FILMS


class WeeklyRanking(NamedTuple):
    """The films that were rated in a week, best first, with what all ratings of the server came to."""

    mean: Mean
    films: list[Ranked]
    divisive: int | None
    """The place of the film whose ratings differ most."""


class WeekCounting:
    """Counts weeks, as they are kept and as they are shown."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def ranking(self, guild_id: GuildId, prior: int, begins_at: datetime, ends_at: datetime) -> WeeklyRanking:
        """The server's ranking of that time, in which `prior` ratings at the server's mean are added to each film's."""
        tallies = await self._store.rankings.tallies(guild_id, begins_at, ends_at)
        mean = await self._store.rankings.mean(guild_id)
        return await aside(len(tallies), lambda: _ranking(tallies, mean, prior))

    async def take(self, settings: GuildSettings, begins_at: datetime, ends_at: datetime) -> Taken:
        """All that is counted of a server's week."""
        guild_id = settings.guild_id
        mean, ranked, divisive = await self.ranking(guild_id, settings.prior, begins_at, ends_at)
        before = await self._store.digests.places_before(guild_id, begins_at)
        film_ids = [tally.film_id for _, tally in ranked]
        new_films = await self._store.weeks.new_films(guild_id, film_ids, begins_at)
        events = await self._store.weeks.events(guild_id, begins_at, ends_at)
        counted = {
            "ratings": sum(tally.ratings for _, tally in ranked),
            "films": len(ranked),
            "new_films": len(new_films),
        }

        def taken_films() -> tuple[TakenFilm, ...]:
            return tuple(TakenFilm(tally, before.get(tally.film_id), tally.film_id in new_films) for _, tally in ranked)

        return Taken(
            mean=mean,
            numbers=events.numbers.model_copy(update=counted),
            films=await aside(len(ranked), taken_films),
            divisive=divisive,
            writers=events.writers,
            best_id=events.best_id,
            best_likes=events.best_likes,
        )

    async def so_far(self, settings: GuildSettings, week: Week, taken: Taken, now: datetime) -> Digest:
        """The present week as it is shown."""
        assert week.due_at is not None
        places = {*range(1, SHOWN_FILMS + 1), taken.divisive}
        shown = [(place, kept) for place, kept in enumerate(taken.films, 1) if place in places]
        facts = await self._store.digests.facts(kept.tally.film_id for _, kept in shown)
        films = [
            DigestFilm(
                place=place,
                film_id=FilmId(kept.tally.film_id),
                film=facts[kept.tally.film_id],
                ratings=kept.tally.ratings,
                total=kept.tally.total,
                squares=kept.tally.squares,
                place_before=kept.place_before,
                is_new=kept.is_new,
            )
            for place, kept in shown
            if kept.tally.film_id in facts
        ]
        return Digest(
            id=None,
            guild_id=settings.guild_id,
            begins_at=week.begins_at,
            ends_at=week.due_at,
            taken_at=now,
            zone=settings.zone,
            prior=settings.prior,
            mean=taken.mean,
            numbers=taken.numbers,
            films=tuple(film for film in films if film.place <= SHOWN_FILMS),
            divisive=next((film for film in films if film.place == taken.divisive), None),
            writers=tuple([await self._writer(settings.guild_id, *writer) for writer in taken.writers]),
            best_id=taken.best_id,
            best_likes=taken.best_likes,
        )

    async def _writer(self, guild_id: GuildId, user_id: UserId, reviews: int) -> Writer:
        return Writer(author=await self._store.members.find(guild_id, user_id) or Author(id=user_id), reviews=reviews)


def _ranking(tallies: list[Tally], mean: Mean, prior: int) -> WeeklyRanking:
    ranked, divisive = rank(tallies, mean, prior), most_divisive(tallies)
    return WeeklyRanking(mean, ranked, next((place for place, tally in ranked if tally == divisive), None))
