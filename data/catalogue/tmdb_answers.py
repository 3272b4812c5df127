"""What TMDB's API answers, as models: what arrives is one of these or is refused, and becomes a film of ours.

Only what is used is named; the rest may change as it likes. Much is empty in other ways than by being left out:
`release_date` is "", `poster_path` null, `runtime` 0, `imdb_id` null or "".
"""

import re
from collections.abc import Iterable
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, Field

from data.models import Film, FilmKey, WhereToWatch

TmdbId = Annotated[int, Field(ge=1, lt=10**10)]

LONGEST_NAME, LONGEST_SYNOPSIS, LONGEST_TITLE = 200, 5_000, 300
"""Longer texts of a provider's are cut: no card shows as much."""

DIRECTORS, CAST, TITLES, RECOMMENDED, SERVICES, COUNTRIES = 8, 12, 40, 20, 12, 300
"""So many of each are kept."""

_DATE = re.compile(r"([0-9]{4})-[0-9]{2}-[0-9]{2}")
_IMDB_ID = re.compile(r"tt[0-9]{7,10}")
_WIKIDATA_ID = re.compile(r"Q[1-9][0-9]{0,11}")
_POSTER_PATH = re.compile(r"/[\w.-]{1,100}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}")

_OUR_WORDS = {
    "Science Fiction": "Science fiction",
    "TV Movie": "Television film",
    "United States of America": "United States",
    "Czechia": "Czech Republic",
}
"""TMDB's words for what the starter catalogue calls otherwise."""


class _Answer(BaseModel):
    """The base of all: what is not named is left out, null is as good as nothing."""


class Listed(_Answer):
    """A film in a list: of a search, of what to see next."""

    id: TmdbId
    title: str | None = None
    original_title: str | None = None
    release_date: str | None = None
    adult: bool | None = None
    video: bool | None = None

    def as_film(self) -> Film | None:
        """The film's name; None for what has no title, or is no film for everybody."""
        title = (self.title or self.original_title or "").strip()[:LONGEST_TITLE]

        if not title or self.adult or self.video:
            return None

        return Film(key=FilmKey(f"tmdb:{self.id}"), title=title, year=year_of(self.release_date), tmdb_id=self.id)


class Listing(_Answer):
    """A page of films."""

    results: list[Listed]

    def films(self, limit: int) -> tuple[Film, ...]:
        """Up to `limit` films, in their order, each once."""
        found = {film.key: film for one in self.results if (film := one.as_film()) is not None}
        return tuple(found.values())[:limit]


class FoundByOtherId(_Answer):
    """What goes by another site's id."""

    movie_results: list[Listed]


class _Named(_Answer):
    name: str | None = None
    english_name: str | None = None


class _Person(_Answer):
    name: str | None = None
    job: str | None = None


class _Credits(_Answer):
    cast: list[_Person] | None = None
    crew: list[_Person] | None = None


class _Title(_Answer):
    title: str | None = None


class _Titles(_Answer):
    titles: list[_Title] | None = None


class _OtherIds(_Answer):
    imdb_id: str | None = None
    wikidata_id: str | None = None


class _Service(_Answer):
    provider_name: str | None = None


class _Offers(_Answer):
    link: str | None = None
    flatrate: list[_Service] | None = None
    free: list[_Service] | None = None
    ads: list[_Service] | None = None
    rent: list[_Service] | None = None
    buy: list[_Service] | None = None

    def as_ours(self) -> WhereToWatch:
        return WhereToWatch(
            link=_page(self.link),
            stream=_services(self.flatrate, self.free, self.ads),
            rent=_services(self.rent),
            buy=_services(self.buy),
        )


class _OffersByCountry(_Answer):
    results: dict[str, _Offers] | None = None


class Details(Listed):
    """One film with all that was asked for beside it."""

    imdb_id: str | None = None
    overview: str | None = None
    runtime: int | None = None
    poster_path: str | None = None
    genres: list[_Named] | None = None
    production_countries: list[_Named] | None = None
    spoken_languages: list[_Named] | None = None
    credits: _Credits | None = None
    alternative_titles: _Titles | None = None
    external_ids: _OtherIds | None = None
    recommendations: Listing | None = None
    offers: Annotated[_OffersByCountry | None, Field(alias="watch/providers")] = None

    @property
    def known_imdb_id(self) -> str | None:
        """The film's id at IMDb, where one is given."""
        given = (self.external_ids.imdb_id if self.external_ids else None) or self.imdb_id
        return given if given and _IMDB_ID.fullmatch(given) else None

    def as_full_film(self, image_url: str) -> Film | None:
        """The film with all its facts; None where it has no title."""
        named = self.as_film()

        if named is None:
            return None

        people = self.credits or _Credits()
        wikidata_id = (self.external_ids.wikidata_id if self.external_ids else None) or ""
        directors = (person.name for person in people.crew or () if person.job == "Director")
        facts = {
            "original_title": (self.original_title or "").strip()[:LONGEST_TITLE] or None,
            "other_titles": _names((one.title for one in self._titles()), TITLES),
            "directors": _names(directors, DIRECTORS),
            "cast": _names((person.name for person in people.cast or ()), CAST),
            "runtime_min": self.runtime if self.runtime and 1 <= self.runtime <= 60_000 else None,
            "countries": _names((one.name for one in self.production_countries or ()), DIRECTORS),
            "languages": _names((one.english_name or one.name for one in self.spoken_languages or ()), DIRECTORS),
            "genres": _names((one.name for one in self.genres or ()), DIRECTORS),
            "synopsis": (self.overview or "").strip()[:LONGEST_SYNOPSIS] or None,
            "imdb_id": self.known_imdb_id,
            "wikidata_id": wikidata_id if _WIKIDATA_ID.fullmatch(wikidata_id) else None,
            "poster_url": f"{image_url}/w342{self.poster_path}"
            if _POSTER_PATH.fullmatch(self.poster_path or "")
            else None,
        }
        return named.model_copy(update=facts)

    def where_to_watch(self) -> dict[str, WhereToWatch]:
        """The services that have it, by country; countries where none has are left out."""
        by_country = (self.offers.results if self.offers else None) or {}
        ours = {country: offers.as_ours() for country, offers in by_country.items() if _COUNTRY.fullmatch(country)}
        some = {country: offers for country, offers in ours.items() if offers.stream or offers.rent or offers.buy}
        return dict(list(some.items())[:COUNTRIES])

    def _titles(self) -> list[_Title]:
        return (self.alternative_titles.titles if self.alternative_titles else None) or []


def year_of(release_date: str | None) -> int | None:
    """The year of a date such as `2013-05-19`; None for an empty one, and for what can be no film's."""
    date = _DATE.fullmatch(release_date or "")
    return int(date[1]) if date and 1870 <= int(date[1]) <= 2100 else None


def _names(given: Iterable[str | None], limit: int) -> tuple[str, ...]:
    """The names that say something, each once, in our words."""
    found = (name.strip()[:LONGEST_NAME] for name in given if name)
    return tuple(dict.fromkeys(_OUR_WORDS.get(name, name) for name in found if name))[:limit]


def _services(*lists: list[_Service] | None) -> tuple[str, ...]:
    return _names((service.provider_name for services in lists for service in services or ()), SERVICES)


def _page(link: str | None) -> str | None:
    """TMDB's own page: nothing else that stands there is made a link of ours."""
    try:
        parts = urlsplit(link or "")
    except ValueError:
        return None

    is_theirs = parts.scheme == "https" and parts.netloc == "www.themoviedb.org"
    is_plain = bool(re.fullmatch(r"/movie/[\w-]{1,200}/watch", parts.path, re.ASCII)) and bool(
        re.fullmatch(r"locale=[A-Z]{2}", parts.query)
    )
    return link if is_theirs and is_plain and not parts.fragment else None
