"""The Movie Database, API version 3, with the self-hoster's own token.

https://developer.themoviedb.org/reference/movie-details. Its terms: say that it is used and endorses nothing, keep
nothing longer than six months, name JustWatch beside where to watch.
"""

from collections.abc import Sequence
from datetime import datetime

from aiolimiter import AsyncLimiter

from data.catalogue.remote import Remote, in_time
from data.catalogue.tmdb_answers import RECOMMENDED, Details, FoundByOtherId, Listing
from data.errors import NotAtProvider, StrangeAnswer
from data.models import Film, FilmDetails, Source

NAME = "TMDB"

URL, IMAGE_URL = "https://api.themoviedb.org/3", "https://image.tmdb.org/t/p"

FOUND = 20
"""Films on the page of a search: what TMDB gives at once."""

_BURST, _BURST_PER_S = 10, 0.5
"""Ten at once and twenty a second on average: at most thirty within a second, of the forty that TMDB bears."""

_BESIDE = "credits,alternative_titles,external_ids,recommendations,watch/providers"


class Tmdb:
    """Films as TMDB knows them."""

    source = Source.TMDB

    def __init__(self, token: str, url: str = URL, image_url: str = IMAGE_URL) -> None:
        """`token` is the API Read Access Token. It goes nowhere but into the header of requests."""
        self._image_url = image_url.rstrip("/")
        self._remote = Remote(
            NAME,
            url,
            {"Authorization": f"Bearer {token}", "Accept": "application/json"},
            limiter=AsyncLimiter(_BURST, _BURST_PER_S),
        )

    def adds_to(self, film: Film) -> bool:
        """Whether the film goes by an id that TMDB knows: then it has a poster, and where to watch."""
        return film.tmdb_id is not None or film.imdb_id is not None

    async def search(self, title: str, now: datetime) -> Sequence[Film]:
        """Up to twenty films that `title` may mean, best first, each with its name alone. Raises ProviderFailed."""
        parameters = {"query": title, "include_adult": "false", "language": "en-US", "page": "1"}
        return (await self._remote.ask("/search/movie", parameters, Listing, now)).films(FOUND)

    async def details(self, film: Film, now: datetime) -> FilmDetails:
        """All that TMDB knows of the film. Raises NotAtProvider and every other ProviderFailed."""
        async with in_time(NAME):
            return await self._details(film, now)

    async def close(self) -> None:
        """Give up what is being asked, and close the connections."""
        await self._remote.close()

    async def _details(self, film: Film, now: datetime) -> FilmDetails:
        tmdb_id = film.tmdb_id or await self._find(film, now)
        parameters = {"append_to_response": _BESIDE, "language": "en-US"}
        found = await self._remote.ask(f"/movie/{tmdb_id}", parameters, Details, now)
        full = found.as_full_film(self._image_url)

        if found.id != tmdb_id or _is_another(film, found):
            raise StrangeAnswer(NAME, "it is about another film")

        if full is None:
            raise NotAtProvider(NAME, "it has no title")

        return FilmDetails(
            film=full,
            source=Source.TMDB,
            fetched_at=now,
            recommendations=found.recommendations.films(RECOMMENDED) if found.recommendations else (),
            watch=found.where_to_watch(),
        )

    async def _find(self, film: Film, now: datetime) -> int:
        """TMDB's id of the film that goes by an id of IMDb's. Raises NotAtProvider."""
        if film.imdb_id is None:
            raise NotAtProvider(NAME, "it has no id that TMDB knows")

        parameters = {"external_source": "imdb_id", "language": "en-US"}
        found = (await self._remote.ask(f"/find/{film.imdb_id}", parameters, FoundByOtherId, now)).movie_results

        if not found:
            raise NotAtProvider(NAME, "it knows no such id of IMDb")

        return found[0].id


def _is_another(film: Film, found: Details) -> bool:
    """Whether what was told is of another film by what both say of its id at IMDb."""
    return bool(film.imdb_id and found.known_imdb_id and film.imdb_id != found.known_imdb_id)
