"""Which film is meant by what an export, an import file or a feed tells of it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from bot.services.films import Films
from data.catalogue.base import Catalogue, years_apart
from data.catalogue.folding import fold, forms, in_digits
from data.catalogue.matching import LONGEST_QUERY
from data.errors import FilmNotFound
from data.models import Film, FilmKey, GuildId, Match, MatchState, ToldFilm, UserId
from data.store import Store

MOST_CHOICES = 23
"""Films to choose from: a select of 25 keeps two places for what is none of them."""

YEARS_OFF = 1
"""By so many years sources differ on the very same film: a festival's year, or that of its release."""

_YEARS_WORTH_ASKING = 3
"""A film of the same title that is further off is another one: a remake."""

_TITLED, _SEARCHED = 50, 60
"""Films of one title, and of one search, that are looked at."""

_LIKE = 80.0
"""From this likeness on a title is offered: below it are titles that share a word."""

_ALIKE = 60.0
"""Below this likeness two titles have nothing in common; the same film's in two languages often lie there, too."""

_LEAST_BEGINNING = 5
"""Letters of a title that is offered for one that goes on: "Borat" for the longest of titles, and not "Her" for all."""

_ARTICLE_LAST = re.compile(r"(.+), (the|an?|les?|la|el|los|las|il|der|die|das)", re.IGNORECASE)
"""A title as lists in alphabetical order have it: "Matrix, The"."""


class FilmMatching:
    """Films by what is told of them: surely, perhaps, or not at all. Nothing is written, and nobody is asked."""

    def __init__(self, catalogue: Catalogue, store: Store, films: Films) -> None:
        self._catalogue = catalogue
        self._store = store
        self._films = films

    async def match(self, guild_id: GuildId, user_id: UserId, told: ToldFilm) -> Match:
        """Which film is meant: the one that it was before, that its ids name, or that bears its title in its year.

        An id that leads to quite another film than the title is not believed without asking. Raises StoreFailed.
        """
        known = await self._known(guild_id, user_id, told)

        if known is not None:
            return _sure(known)

        by_ids = await self._by_ids(guild_id, told)

        if len(by_ids) == 1 and _is_named_so(told, by_ids[0]):
            return _sure(by_ids[0])

        by_title = await self._by_title(guild_id, told)

        if not by_ids:
            return by_title

        # In another language a title has nothing of the one that is told, yet no other film bears that.
        if len(by_ids) == 1 and by_title.film is None and _is_of_year(told, by_ids[0]):
            return _sure(by_ids[0])

        of_title = by_title.choices if by_title.film is None else (by_title.film,)
        return _unsure((*of_title, *by_ids))

    async def match_entry(self, guild_id: GuildId, user_id: UserId, told: ToldFilm) -> Match:
        """The same for an entry of a feed, of which nobody is asked: SURE, or UNKNOWN.

        A film that nothing here knows is told of by the feed where that has TMDB's number of it: the feed's word for it
        is as good as TMDB's own. UNKNOWN is left to become a film of the server's own. Raises StoreFailed.
        """
        known = await self._known(guild_id, user_id, told)

        if known is not None:
            return _sure(known)

        by_ids = await self._by_ids(guild_id, told)

        if by_ids:
            return _sure(by_ids[0])

        match = await self._by_title(guild_id, told)

        if match.film is not None:
            return match

        if told.tmdb_id is not None:
            return _sure(_film_of(told, told.tmdb_id))

        exact = (film for film in match.choices if _bears_title(told, film) and film.year == told.year)
        best = next(exact, None)
        return Match(state=MatchState.UNKNOWN) if best is None else _sure(best)

    async def _known(self, guild_id: GuildId, user_id: UserId, told: ToldFilm) -> Film | None:
        """The film that was meant before, as it is known now; none where the ids that are told say otherwise."""
        film = await self._store.told_films.known(guild_id, user_id, told)

        if film is None or _is_denied(told, film):
            return None

        try:
            return await self._films.get(film.key, guild_id)
        except FilmNotFound:
            return film

    async def _by_ids(self, guild_id: GuildId, told: ToldFilm) -> list[Film]:
        """The films that its ids name, IMDb's first: more than one where they contradict each other."""
        keys: list[FilmKey] = []
        found: list[Film] = []

        if told.imdb_id is not None:
            keys.append(FilmKey(f"imdb:{told.imdb_id}"))

        if told.tmdb_id is not None:
            keys.append(FilmKey(f"tmdb:{told.tmdb_id}"))

        for key in keys:
            try:
                film = await self._films.get(key, guild_id)
            except FilmNotFound:
                continue

            if all(set(film.keys).isdisjoint(other.keys) for other in found):
                found.append(_named(film, told))

        return found

    async def _by_title(self, guild_id: GuildId, told: ToldFilm) -> Match:
        own = await self._store.told_films.own_named(guild_id, told.title, told.year)

        if own:
            # One that came with an import has the address of its page: so two of one title and year stay two.
            named = [film for film in own if told.address is not None and film.link == told.address]
            return _one_of(told, named or own)

        bearing = await self._titled(told)
        of_year = [film for film in bearing if years_apart(told.year, film.year) == 0]
        beside = [film for film in bearing if 0 < years_apart(told.year, film.year) <= YEARS_OFF]

        if group := of_year or beside:
            return _one_of(told, group, [film for film in bearing if _is_worth_asking(told, film)])

        choices = [film for film in bearing if _is_worth_asking(told, film)]
        return _unsure([*choices, *await self._like(told)])

    async def _titled(self, told: ToldFilm) -> Sequence[Film]:
        """Films that bear the title, also where its article was put last."""
        found = await self._catalogue.titled(told.title, told.year, _TITLED)
        parted = None if found else _ARTICLE_LAST.fullmatch(told.title)

        if parted is None:
            return found

        return await self._catalogue.titled(f"{parted[2]} {parted[1]}", told.year, _TITLED)

    async def _like(self, told: ToldFilm) -> list[Film]:
        """Films of a title that is like it, of its year or one beside; the likest first."""
        title = told.title[:LONGEST_QUERY]

        # A search for nothing finds what is new, and one for a year alone what is called so.
        if not fold(title):
            return []

        hits = await self._catalogue.search(title, _SEARCHED)

        # The film may be further down among so many; its year brings it to the top.
        if told.year is not None and len(hits) == _SEARCHED:
            hits = await self._catalogue.search(f"{title[: LONGEST_QUERY - 5]} {told.year}", _SEARCHED)

        near = (hit.film for hit in hits if years_apart(told.year, hit.film.year) <= YEARS_OFF)
        likeness = [(_likeness_of(told.title, film), film) for film in near]
        likeness.sort(key=lambda one: (-one[0], years_apart(told.year, one[1].year)))
        return [film for fit, film in likeness if fit >= _LIKE]


def settle(told: Sequence[ToldFilm], matches: Sequence[Match]) -> list[Match]:
    """The matches of one file, in its order, with no film left to two that are told apart by their pages.

    The one that fits the film better keeps it; where neither does, and for those that lose it, the member is asked.
    """
    settled = list(matches)
    of_film: dict[FilmKey, list[int]] = {}

    for place, match in enumerate(matches):
        if match.state is MatchState.SURE and match.film is not None:
            of_film.setdefault(match.film.key, []).append(place)

    for places in of_film.values():
        rivals = _rivals(told, places)
        fits = {place: _closeness(told[place], matches[place]) for place in rivals}
        best = max(fits.values(), default=None)
        winners = [place for place, fit in fits.items() if fit == best]

        for place in rivals:
            film = matches[place].film

            if film is not None and winners != [place]:
                settled[place] = _unsure([film])

    return settled


def _rivals(told: Sequence[ToldFilm], places: Sequence[int]) -> list[int]:
    """Which of those that were matched to one film are not one film: their pages are others than those of others.

    A page's short address and its full one can't be compared.
    """
    pages: defaultdict[str, set[str]] = defaultdict(set)
    addressed = [(place, address) for place in places if (address := told[place].address) is not None]

    for _, address in addressed:
        pages[_host(address)].add(address)

    return [place for place, address in addressed if len(pages[_host(address)]) > 1]


def _host(address: str) -> str:
    return address.split("/")[2]


def _closeness(told: ToldFilm, match: Match) -> tuple[bool, bool, bool]:
    """How surely the film is meant: by its ids, by its year, by the title that it usually goes by."""
    film = match.film
    assert film is not None
    ids = {f"imdb:{told.imdb_id}", f"tmdb:{told.tmdb_id}"}
    is_usual = bool(forms(told.title) & forms(film.title))
    return not ids.isdisjoint(film.keys), told.year == film.year, is_usual


def _sure(film: Film) -> Match:
    return Match(state=MatchState.SURE, film=film)


def _unsure(films: Iterable[Film]) -> Match:
    """Any of the films, best first; UNKNOWN where there is none."""
    once = tuple({film.key: film for film in films}.values())
    return Match(state=MatchState.UNSURE if once else MatchState.UNKNOWN, choices=once[:MOST_CHOICES])


def _one_of(told: ToldFilm, fitting: Sequence[Film], others: Sequence[Film] = ()) -> Match:
    """The film of these that can be meant; where that is not sure those to choose from, `others` after them."""
    directed = [film for film in fitting if _share_director(told, film)]
    group = directed or fitting
    film = group[0]

    if len(group) == 1 and not _is_denied(told, film) and (directed or not _is_anothers(told, film)):
        return _sure(film)

    return _unsure([*sorted(fitting, key=lambda film: film not in directed), *others])


def _is_denied(told: ToldFilm, film: Film) -> bool:
    """Whether the film has another id than the one that is told."""
    is_other_imdb = bool(told.imdb_id and film.imdb_id) and f"imdb:{told.imdb_id}" not in film.keys
    is_other_tmdb = bool(told.tmdb_id and film.tmdb_id) and f"tmdb:{told.tmdb_id}" not in film.keys
    return is_other_imdb or is_other_tmdb


def _share_director(told: ToldFilm, film: Film) -> bool:
    """Whether both name the same person, whichever of their names comes first."""
    ours = {frozenset(fold(name).split()) for name in told.directors}
    return any(frozenset(fold(name).split()) in ours for name in film.directors)


def _is_anothers(told: ToldFilm, film: Film) -> bool:
    """Whether others directed the film than those who are told: they share no name, not even a part of one."""
    ours = {word for name in told.directors for word in fold(name).split()}
    theirs = {word for name in film.directors for word in fold(name).split()}
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _bears_title(told: ToldFilm, film: Film) -> bool:
    meant = forms(told.title)
    return any(meant & forms(title) or title == told.title for title in film.titles)


def _is_worth_asking(told: ToldFilm, film: Film) -> bool:
    """Whether a film of the same title may be meant although its year is another one, or not known."""
    if film.year is None or _share_director(told, film):
        return True

    return years_apart(told.year, film.year) <= _YEARS_WORTH_ASKING


def _is_named_so(told: ToldFilm, film: Film) -> bool:
    """Whether what is written beside an id speaks for the film that it names: its title, or who directed it."""
    is_alike = _likeness_of(told.title, film) >= _ALIKE
    return is_alike or _bears_title(told, film) or _share_director(told, film)


def _is_of_year(told: ToldFilm, film: Film) -> bool:
    return told.year is not None and years_apart(told.year, film.year) <= YEARS_OFF


def _likeness_of(title: str, film: Film) -> float:
    """How like one of the film's titles is, 0 to 100: letter by letter, in any order, or as far as the shorter goes."""
    typed = in_digits(fold(title))
    return max((_likeness(typed, in_digits(fold(other))) for other in film.titles), default=0.0)


def _likeness(one: str, other: str) -> float:
    shorter, longer = sorted((one, other), key=len)

    if len(shorter) >= _LEAST_BEGINNING and f"{longer} ".startswith(f"{shorter} "):
        return 100.0

    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))


def _named(film: Film, told: ToldFilm) -> Film:
    """The film with the title that is told, where it has its key for one: nothing else was kept of it."""
    return film.model_copy(update={"title": told.title, "year": told.year}) if film.title == film.key else film


def _film_of(told: ToldFilm, tmdb_id: int) -> Film:
    """The film as it is told, by TMDB's number."""
    return Film(
        key=FilmKey(f"tmdb:{tmdb_id}"),
        title=told.title,
        year=told.year,
        directors=told.directors,
        imdb_id=told.imdb_id,
        tmdb_id=tmdb_id,
    )
