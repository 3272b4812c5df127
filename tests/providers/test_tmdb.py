"""TMDB as the bot knows it, on answers of TMDB's shape."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.catalogue.tmdb import Tmdb
from data.catalogue.tmdb_answers import Details, FoundByOtherId, Listing, year_of
from data.errors import AccessRefused, NotAtProvider, ProviderResting, StrangeAnswer
from data.models import Film, Source, WhereToWatch
from tests.bot.ui.things import some
from tests.builders import NOW, a_film
from tests.providers.stand_in import Json, Said, StandIn
from tests.providers.tmdb_server import BARE_ID, ISLAND_ID, PICTURE_ID, bare, failure, island, listed, page, picture

IMAGES = "https://image.tmdb.org/t/p"
PICTURE = a_film(title="The Missing Picture", imdb_id="tt2852470", key="imdb:tt2852470")
ISLAND = Film.model_validate(
    {"key": f"tmdb:{ISLAND_ID}", "title": "Island of Clay", "tmdb_id": ISLAND_ID, "year": 2015}
)


def at_tmdb(tmdb_id: int) -> Film:
    """A film of which only TMDB's id is known."""
    return Film.model_validate({"key": f"tmdb:{tmdb_id}", "title": "?", "tmdb_id": tmdb_id})


async def test_film_is_found_by_its_id_at_imdb_with_all_that_tmdb_knows(provider: Tmdb, tmdb_server: StandIn) -> None:
    details = await provider.details(PICTURE, NOW)

    film = details.film
    assert (film.key, film.title, film.original_title, film.year) == (
        f"tmdb:{PICTURE_ID}",
        "The Missing Picture",
        "L'image manquante",
        2013,
    )
    assert (film.directors, film.cast, film.runtime_min) == (("Rithy Panh",), ("Randal Douc",), 96)
    assert (film.countries, film.languages, film.genres) == (("Cambodia", "France"), ("French",), ("Documentary",))
    assert film.poster_url == f"{IMAGES}/w342/p1ctur3.jpg"
    assert film.other_titles == ("Das fehlende Bild",)
    assert (film.imdb_id, film.wikidata_id) == ("tt2852470", "Q13370821")
    assert (details.source, details.fetched_at) == (Source.TMDB, NOW)
    assert details.recommendations == (ISLAND,)
    assert details.watch["US"] == WhereToWatch(
        link="https://www.themoviedb.org/movie/178862-l-image-manquante/watch?locale=US",
        stream=("Filmbox", "Kanopy"),
        rent=("Amazon Video",),
    )
    assert [asked.path for asked in tmdb_server.asked] == ["/find/tt2852470", f"/movie/{PICTURE_ID}"]


async def test_film_with_an_id_of_tmdbs_is_asked_for_at_once(provider: Tmdb, tmdb_server: StandIn) -> None:
    await provider.details(ISLAND, NOW)

    (asked,) = tmdb_server.asked
    assert asked.path == f"/movie/{ISLAND_ID}"
    assert asked.query["append_to_response"].split(",") == [
        "credits",
        "alternative_titles",
        "external_ids",
        "recommendations",
        "watch/providers",
    ]


async def test_what_tmdb_leaves_empty_in_its_many_ways_is_empty(provider: Tmdb) -> None:
    details = await provider.details(at_tmdb(BARE_ID), NOW)

    only = Film.model_validate(
        {"key": f"tmdb:{BARE_ID}", "title": "Nothing Known", "original_title": "Nothing Known", "tmdb_id": BARE_ID}
    )
    assert (details.film, details.recommendations, details.watch) == (only, (), {})


async def test_parts_that_were_not_sent_are_empty_too(provider: Tmdb, tmdb_server: StandIn) -> None:
    tmdb_server.says(Said({"id": 5, "title": "Short"}))

    assert (await provider.details(at_tmdb(5), NOW)).film.title == "Short"


async def test_search_finds_films_with_nothing_but_their_names(provider: Tmdb, tmdb_server: StandIn) -> None:
    tmdb_server.says(
        Said(
            page(
                listed(1, "First", "1999-12-31"),
                listed(2, "Undated"),
                listed(3, "Not for all", adult=True),
                listed(4, "A trailer", video=True),
                listed(5, "", original_title=""),
                listed(1, "First again"),
            )
        )
    )

    found = await provider.search("first", NOW)

    assert [(film.key, film.title, film.year) for film in found] == [
        ("tmdb:1", "First again", None),
        ("tmdb:2", "Undated", None),
    ]


async def test_search_for_what_tmdb_does_not_know_finds_nothing(provider: Tmdb) -> None:
    assert await provider.search("no film goes by that", NOW) == ()


@pytest.mark.parametrize("film", [a_film(1), at_tmdb(404)], ids=["by its id at IMDb", "by its own id"])
async def test_film_that_tmdb_does_not_know_is_said_so(provider: Tmdb, film: Film) -> None:
    with pytest.raises(NotAtProvider):
        await provider.details(film, NOW)


@pytest.mark.parametrize(
    "body",
    [
        bare(999, "Another"),
        picture() | {"id": ISLAND_ID},
        island() | {"imdb_id": "", "external_ids": {"imdb_id": "tt2852470"}},
    ],
    ids=["another id", "another film under the same id", "another film by its id at IMDb"],
)
async def test_another_films_facts_are_refused(provider: Tmdb, tmdb_server: StandIn, body: Json) -> None:
    tmdb_server.says(Said(body))

    with pytest.raises(StrangeAnswer, match="another film"):
        await provider.details(ISLAND.model_copy(update={"imdb_id": "tt90000017"}), NOW)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (failure(7), AccessRefused),
        (failure(34), NotAtProvider),
        (failure(25, **{"Retry-After": "10"}), ProviderResting),
        (failure(22), StrangeAnswer),
    ],
    ids=["7", "34", "25", "22"],
)
async def test_tmdbs_errors_are_told_apart(
    provider: Tmdb, tmdb_server: StandIn, said: Said, error: type[Exception]
) -> None:
    tmdb_server.says(said)

    with pytest.raises(error):
        await provider.search("picture", NOW)


async def test_wrong_token_is_refused_as_such(tmdb_server: StandIn) -> None:
    provider = Tmdb("wrong", tmdb_server.url)

    with pytest.raises(AccessRefused):
        await provider.search("picture", NOW)

    await provider.close()


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "https://evil.example/movie/1/watch?locale=US",
        "https://www.themoviedb.org@evil.example/movie/1/watch?locale=US",
        "https://www.themoviedb.org/movie/1/watch?locale=US)[x](https://evil.example",
        "https://www.themoviedb.org/movie/1/../../x/watch?locale=US",
        "http://[",
        None,
    ],
)
def test_only_tmdbs_own_page_becomes_a_link(link: str | None) -> None:
    body = picture()
    body["watch/providers"]["results"] = {"US": {"link": link, "buy": [{"provider_name": "Shop"}]}}

    assert Details.model_validate(body).where_to_watch() == {"US": WhereToWatch(buy=("Shop",))}


@pytest.mark.parametrize("path", ["//evil.example/x.jpg", "/../x.jpg?y", "/a/b.jpg", "x.jpg", "", None, "/é.jpg"])
def test_only_a_plain_name_becomes_a_poster(path: str | None) -> None:
    film = Details.model_validate(picture() | {"poster_path": path}).as_full_film(IMAGES)

    assert film is not None
    assert film.poster_url is None


@pytest.mark.parametrize(
    ("date", "year"),
    [("2013-10-09", 2013), ("", None), (None, None), ("2013", None), ("1492-01-01", None), ("٢٠١٣-10-09", None)],
)
def test_year_is_a_dates(date: str | None, year: int | None) -> None:
    assert year_of(date) == year


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("tt2852470"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def spoilt(draw: st.DrawFn) -> Json:
    """A film's answer with anything in the place of some of its parts, at whatever depth."""
    body = picture()

    for _ in range(draw(st.integers(1, 3))):
        _spoil(draw, body)

    return body


def _spoil(draw: st.DrawFn, part: Any) -> None:
    keys = list(part) if isinstance(part, dict) else list(range(len(part)))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]

    if not keys:
        return

    key = draw(st.sampled_from(keys))  # pyright: ignore[reportUnknownArgumentType]

    if isinstance(part[key], dict | list) and draw(st.booleans()):
        _spoil(draw, part[key])
    else:
        part[key] = draw(anything)


@some(150)
@given(body=spoilt() | anything)
def test_whatever_is_answered_becomes_a_valid_film_or_is_refused(body: Any) -> None:
    try:
        details = Details.model_validate(body)
    except ValidationError:
        return

    film = details.as_full_film(IMAGES)
    assert film is None or Film.model_validate(film.model_dump()) == film
    assert all(watch.model_dump() for watch in details.where_to_watch().values())


@some(100)
@given(body=st.fixed_dictionaries({"results": st.lists(spoilt() | anything, max_size=3)}) | anything)
def test_whatever_is_listed_becomes_valid_films_or_is_refused(body: Any) -> None:
    for kind in (Listing, FoundByOtherId):
        try:
            answer = kind.model_validate(body)
        except ValidationError:
            continue

        if isinstance(answer, Listing):
            assert [Film.model_validate(film.model_dump()) for film in answer.films(20)] == list(answer.films(20))
