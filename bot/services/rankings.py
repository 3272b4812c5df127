"""A server's ranking of the films that its members rated, by period and by what the films have in common."""

import asyncio
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from datetime import time as time_of_day
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.services.aside import aside
from bot.services.dates import read_watched_on
from bot.services.ranking import Ranked, rank, weighted_mean
from bot.services.recent import Recent
from bot.services.weeks import zone_of
from data.catalogue.folding import fold
from data.errors import PeriodAhead, PeriodBackwards, TraitNotFound, TwoPeriods, WatchedInFuture
from data.models import (
    Author,
    Film,
    GuildId,
    Mean,
    Model,
    Period,
    Review,
    Tally,
    Trait,
    TraitId,
    TraitKind,
    UserId,
)
from data.store import Store

PAGE_SIZE = 10
"""Films on one page."""

OFFERED = 25
"""Traits to choose from: the most that Discord's autocomplete takes."""

NAMED_NEAR = 3
"""So many values are named that may be meant by one that there is not."""

_LEAST_NEAR = 60
"""How alike a value must be to be named, of 100."""

_KEPT_FOR = timedelta(minutes=1)
_LISTS_KEPT = 200

_EARLIEST, _LATEST = date(1970, 1, 2), date(2999, 12, 31)
"""Moments are kept as seconds since 1970, and nobody rated anything before; the very last day has no next one."""

_TRAIT = re.compile(r"trait:([1-9]\d{0,9})")
_DECADE = re.compile(r"(?P<century>\d\d)?(?P<decade>\d)(?:(?(century)\ds?|0s))")
_NINETEENS_FROM = "3"
"""The 30s and later ones are meant of the last century, earlier ones of this."""


class RankingFilter(Model):
    """Which ratings are ranked: of a period that ends at `end`, else those from `begin` to before `end`, else all.

    Films have to have all the traits, and at least `minimum` ratings. With an author only their own ratings count.
    """

    period: Period | None = None
    begin: datetime | None = None
    end: datetime | None = None
    genre: TraitId | None = None
    decade: TraitId | None = None
    country: TraitId | None = None
    director: TraitId | None = None
    author_id: UserId | None = None
    minimum: int = 1

    @property
    def window(self) -> tuple[datetime | None, datetime | None]:
        """From when on, and before when; None where that is open."""
        if self.period is not None and self.end is not None:
            return self.end - self.period.length, self.end

        return self.begin, self.end

    @property
    def traits(self) -> tuple[TraitId, ...]:
        """The traits that films have to have."""
        return tuple(one for one in (self.genre, self.decade, self.country, self.director) if one is not None)


class RankedFilm(NamedTuple):
    """A film in its place. `score` is the weighted mean of its ratings, or one member's own, in half stars."""

    place: int
    film: Film
    score: float
    ratings: int
    latest_s: int
    """When the last of them was given, in seconds since 1970."""


class RankingPage(Model):
    """One page of a ranking: page `number` of `count` films.

    `traits` and `author` are those of the filter: a trait is missing that no reviewed film has any more, and `author`
    is None also where nobody of that id was seen here.
    """

    wanted: RankingFilter
    films: tuple[RankedFilm, ...]
    number: int
    count: int
    mean: Mean
    prior: int
    zone: str
    traits: tuple[Trait, ...] = ()
    author: Author | None = None
    reviews: tuple[Review, ...] = ()
    """With an author: theirs of the page's films."""

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // PAGE_SIZE))


class _Offer(NamedTuple):
    """A trait, ready to be compared with what is typed."""

    folded: str
    trait: Trait


class Rankings:
    """Rankings, page by page, and what is read of the options that narrow them down."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._offers = Recent[tuple[GuildId, TraitKind], Sequence[_Offer]](_LISTS_KEPT, _KEPT_FOR)

    async def page(self, guild_id: GuildId, wanted: RankingFilter, number: int = 1) -> RankingPage:
        """Page `number`, or the last one where there are fewer. Raises StoreFailed."""
        settings, mean = await self._store.guilds.settings(guild_id), await self._store.rankings.mean(guild_id)
        tallies = await self._store.rankings.tallies(guild_id, *wanted.window, wanted.traits, wanted.author_id)
        ranked = await _ranked(tallies, wanted, mean, settings.prior)
        pages = max(1, -(-len(ranked) // PAGE_SIZE))
        number = min(max(number, 1), pages)
        shown = ranked[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        prior = 0 if wanted.author_id is not None else settings.prior
        films = [await self._film(guild_id, one, mean, prior) for one in shown]
        found = [await self._store.rankings.trait(guild_id, trait_id) for trait_id in wanted.traits]
        return RankingPage(
            wanted=wanted,
            films=tuple(films),
            number=number,
            count=len(ranked),
            mean=mean,
            prior=settings.prior,
            zone=settings.zone,
            traits=tuple(trait for trait in found if trait is not None),
            author=None if wanted.author_id is None else await self._store.members.find(guild_id, wanted.author_id),
            reviews=await self._reviews(guild_id, wanted.author_id, films),
        )

    async def read_dates(
        self, guild_id: GuildId, first: str | None, last: str | None, now: datetime, locale: str
    ) -> tuple[datetime | None, datetime | None]:
        """From when to before when the typed days last, both included, in the server's time zone.

        Raises BadWatchedOn, AmbiguousDate, PeriodAhead, PeriodBackwards.
        """
        zone = zone_of((await self._store.guilds.settings(guild_id)).zone)
        here = now.astimezone(zone)
        first_day, last_day = _day(first, here, locale), _day(last, here, locale)

        if first_day is not None and first_day > here.date():
            raise PeriodAhead(first_day)

        if first_day is not None and last_day is not None and last_day < first_day:
            raise PeriodBackwards(first_day, last_day)

        begin = None if first_day is None else _midnight(first_day, zone)
        return begin, None if last_day is None else _midnight(last_day + timedelta(days=1), zone)

    async def offers(self, guild_id: GuildId, kind: TraitKind, typed: str, now: datetime) -> list[Trait]:
        """Up to 25 values that fit what is typed so far: those that begin so first, then the most frequent."""
        folded = fold(_as_decade(typed) if kind is TraitKind.DECADE else typed)
        known = await self._known(guild_id, kind, now)
        begun = [offer.trait for offer in known if offer.folded.startswith(folded)]
        within = [
            offer.trait for offer in known if f" {folded}" in offer.folded and not offer.folded.startswith(folded)
        ]
        return [*begun, *within][:OFFERED]

    async def trait(self, guild_id: GuildId, kind: TraitKind, typed: str, now: datetime) -> TraitId:
        """The trait that was chosen, or that the typed text names. Raises TraitNotFound."""
        if chosen := _TRAIT.fullmatch(typed):
            found = await self._store.rankings.trait(guild_id, TraitId(int(chosen[1])))

            if found is not None and found.kind is kind:
                return found.id

        folded = fold(_as_decade(typed) if kind is TraitKind.DECADE else typed)
        known = await self._known(guild_id, kind, now)
        same = [offer.trait.id for offer in known if offer.folded == folded]
        within = [offer.trait.id for offer in known if folded and f" {folded} " in f" {offer.folded} "]

        if same or len(within) == 1:
            return (same or within)[0]

        raise TraitNotFound(kind.value, typed, _near(folded, known))

    async def _known(self, guild_id: GuildId, kind: TraitKind, now: datetime) -> Sequence[_Offer]:
        """All values of the server's films, the most frequent first; decades the latest first."""
        known = self._offers.get((guild_id, kind), now)

        if known is None:
            traits = await self._store.rankings.traits(guild_id, kind)

            if kind is TraitKind.DECADE:
                traits.sort(key=lambda trait: trait.value, reverse=True)

            known = await asyncio.to_thread(_folded, traits)
            self._offers.keep((guild_id, kind), known, now)

        return known

    async def _film(self, guild_id: GuildId, ranked: Ranked, mean: Mean, prior: int) -> RankedFilm:
        tally = ranked.tally
        film = await self._store.films.by_id(tally.film_id, guild_id)
        score = float(weighted_mean(tally, mean, prior))
        return RankedFilm(ranked.place, film, score, tally.ratings, tally.latest_s)

    async def _reviews(
        self, guild_id: GuildId, author_id: UserId | None, films: Sequence[RankedFilm]
    ) -> tuple[Review, ...]:
        if author_id is None:
            return ()

        found = [await self._store.reviews.find(guild_id, author_id, one.film.key) for one in films]
        return tuple(review for review in found if review is not None)


def check_period(period: Period | None, first: str | None, last: str | None) -> None:
    """Raises TwoPeriods where both a period and a date are asked for."""
    if period is not None and (first or last):
        raise TwoPeriods


async def _ranked(tallies: Sequence[Tally], wanted: RankingFilter, mean: Mean, prior: int) -> list[Ranked]:
    """Best first; one member's films by their rating, then those rated later, then by title."""
    if wanted.author_id is not None:
        # Without other ratings beside each film has one, so that the weighted mean is that.
        prior = 0

    return await aside(len(tallies), lambda: rank(tallies, mean, prior, wanted.minimum))


def _day(typed: str | None, here: datetime, locale: str) -> date | None:
    """The day that was typed, also one that is still to come. Raises BadWatchedOn, AmbiguousDate."""
    try:
        day = read_watched_on(typed or "", here, locale)
    except WatchedInFuture as error:
        day = error.watched_on

    return None if day is None else min(max(day, _EARLIEST), _LATEST)


def _midnight(day: date, zone: tzinfo) -> datetime:
    """When the day begins there."""
    return datetime.combine(day, time_of_day(), zone)


def _as_decade(typed: str) -> str:
    """A year or a decade, however it was typed, as decades are called; anything else as it is."""
    found = _DECADE.fullmatch(typed.strip().replace("'", "").replace("’", ""))

    if found is None:
        return typed

    century = found["century"] or ("19" if found["decade"] >= _NINETEENS_FROM else "20")
    return f"{century}{found['decade']}0s"


def _folded(traits: Sequence[Trait]) -> list[_Offer]:
    return [_Offer(fold(trait.value), trait) for trait in traits]


def _near(folded: str, known: Sequence[_Offer]) -> tuple[str, ...]:
    """The values most like what was typed."""
    names = [offer.folded for offer in known]
    found = process.extract(folded, names, scorer=fuzz.WRatio, limit=NAMED_NEAR, score_cutoff=_LEAST_NEAR)
    return tuple(known[place].trait.value for _, _, place in found)
