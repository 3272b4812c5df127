"""What TMDB answers, by its documentation: https://developer.themoviedb.org/reference/movie-details."""

from typing import Any

from tests.providers.stand_in import Asked, Json, Said

TOKEN = "eyJhbGciOiJIUzI1NiJ9.tests-read-access-token.signature"

PICTURE_ID, ISLAND_ID, BARE_ID = 178862, 900001, 900002

ERRORS = {7: 401, 34: 404, 25: 429, 22: 400}
"""TMDB's own codes, and the HTTP status that each comes with."""


def failure(code: int, message: str = "told in words", **headers: str) -> Said:
    """One of TMDB's errors."""
    body = {"success": False, "status_code": code, "status_message": message}
    return Said(body, ERRORS[code], headers)


def listed(tmdb_id: int, title: str, release_date: str = "", **facts: Any) -> Json:
    """A film in a list."""
    film: Json = {
        "adult": False,
        "backdrop_path": None,
        "genre_ids": [],
        "id": tmdb_id,
        "original_language": "en",
        "original_title": title,
        "overview": "",
        "popularity": 1.5,
        "poster_path": None,
        "release_date": release_date,
        "title": title,
        "video": False,
        "vote_average": 0.0,
        "vote_count": 0,
    }
    return film | facts


def page(*results: Json) -> Json:
    """A page of films."""
    return {"page": 1, "results": list(results), "total_pages": 1, "total_results": len(results)}


def bare(tmdb_id: int, title: str) -> Json:
    """A film of which TMDB knows nothing but the title, said in all its ways of saying nothing."""
    return {
        **listed(tmdb_id, title),
        "belongs_to_collection": None,
        "budget": 0,
        "genres": [],
        "homepage": "",
        "imdb_id": None,
        "origin_country": [],
        "production_companies": [],
        "production_countries": [],
        "revenue": 0,
        "runtime": 0,
        "spoken_languages": [],
        "status": "Released",
        "tagline": "",
        "credits": {"cast": [], "crew": []},
        "alternative_titles": {"titles": []},
        "external_ids": {"imdb_id": None, "wikidata_id": None, "facebook_id": None},
        "recommendations": page(),
        "watch/providers": {"results": {}},
    }


def service(name: str, number: int = 1) -> Json:
    """A service that has a film."""
    return {"logo_path": "/logo.jpg", "provider_id": number, "provider_name": name, "display_priority": number}


def picture() -> Json:
    """The Missing Picture, with all that is asked for."""
    return bare(PICTURE_ID, "The Missing Picture") | {
        "genres": [{"id": 99, "name": "Documentary"}],
        "imdb_id": "tt2852470",
        "original_language": "fr",
        "original_title": "L'image manquante",
        "overview": "Clay figures stand in for pictures that were never taken.",
        "poster_path": "/p1ctur3.jpg",
        "production_countries": [
            {"iso_3166_1": "KH", "name": "Cambodia"},
            {"iso_3166_1": "FR", "name": "France"},
        ],
        "release_date": "2013-10-09",
        "runtime": 96,
        "spoken_languages": [{"english_name": "French", "iso_639_1": "fr", "name": "Français"}],
        "credits": {
            "cast": [{"id": 1, "name": "Randal Douc", "character": "Narrator", "order": 0}],
            "crew": [
                {"id": 2, "name": "Rithy Panh", "job": "Director", "department": "Directing"},
                {"id": 3, "name": "Christophe Bataille", "job": "Writer", "department": "Writing"},
            ],
        },
        "alternative_titles": {"titles": [{"iso_3166_1": "DE", "title": "Das fehlende Bild", "type": ""}]},
        "external_ids": {"imdb_id": "tt2852470", "wikidata_id": "Q13370821", "facebook_id": None},
        "recommendations": page(listed(ISLAND_ID, "Island of Clay", "2015-02-01", media_type="movie")),
        "watch/providers": {
            "results": {
                "US": {
                    "link": "https://www.themoviedb.org/movie/178862-l-image-manquante/watch?locale=US",
                    "flatrate": [service("Filmbox"), service("Kanopy", 2)],
                    "rent": [service("Amazon Video", 3)],
                },
                "DE": {
                    "link": "https://www.themoviedb.org/movie/178862-l-image-manquante/watch?locale=DE",
                    "buy": [service("Kinothek")],
                },
                "FR": {
                    "link": "https://www.themoviedb.org/movie/178862-l-image-manquante/watch?locale=FR",
                    "flatrate": [service("Salle Neuve")],
                },
            }
        },
    }


def island() -> Json:
    """A film that no catalogue here knows."""
    return bare(ISLAND_ID, "Island of Clay") | {
        "imdb_id": "tt90000017",
        "external_ids": {"imdb_id": "tt90000017", "wikidata_id": None},
        "overview": "A potter rows out and does not row back.",
        "poster_path": "/isl4nd.jpg",
        "release_date": "2015-02-01",
        "runtime": 81,
        "credits": {"cast": [], "crew": [{"id": 9, "name": "Ada Vesely", "job": "Director"}]},
    }


FILMS = {PICTURE_ID: picture, ISLAND_ID: island, BARE_ID: lambda: bare(BARE_ID, "Nothing Known")}


def tmdb(asked: Asked) -> Said:
    """What TMDB answers to that."""
    if asked.headers.get("Authorization") != f"Bearer {TOKEN}":
        return failure(7, "Invalid API key: You must be granted a valid key.")

    parts = asked.path.strip("/").split("/")

    match parts:
        case ["search", "movie"]:
            return Said(_found(asked.query["query"]))
        case ["movie", number] if int(number) in FILMS:
            return Said(FILMS[int(number)]())
        case ["find", imdb_id]:
            found = [film() for film in FILMS.values() if film()["imdb_id"] == imdb_id]
            listing = [listed(film["id"], film["title"], film["release_date"]) for film in found]
            others = ("person_results", "tv_results", "tv_episode_results", "tv_season_results")
            nothing: Json = {name: [] for name in others}
            return Said({"movie_results": listing} | nothing)
        case _:
            return failure(34, "The resource you requested could not be found.")


def _found(query: str) -> Json:
    words = query.casefold().split()
    films = [film() for film in FILMS.values()]
    fitting = [film for film in films if all(word in film["title"].casefold() for word in words)]
    return page(*(listed(film["id"], film["title"], film["release_date"]) for film in fitting))
