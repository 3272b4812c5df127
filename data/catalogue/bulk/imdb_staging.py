"""Where the rows of IMDb's six files become films."""

from collections.abc import Iterable
from enum import IntEnum

from data.catalogue.base import RankedFilm
from data.catalogue.bulk.imdb_rows import (
    MOST_CAST,
    MOST_DIRECTORS,
    Credit,
    OtherTitle,
    Title,
    choose,
    title_id,
)
from data.catalogue.bulk.staging import Staging
from data.catalogue.folding import fold
from data.models import Film, FilmKey


class Role(IntEnum):
    """What a person did."""

    DIRECTOR = 0
    CAST = 1


_NAMES = """
    SELECT name FROM credit JOIN person ON person.number = credit.person
    WHERE film = ? AND role = ? ORDER BY position LIMIT ?
"""


class ImdbStaging(Staging):
    """Films by number, with their other titles and people; whoever puts them in makes sure that the film is there."""

    SCHEMA = (
        """
        CREATE TABLE film (
            number INTEGER PRIMARY KEY, title TEXT NOT NULL, original_title TEXT, year INTEGER, runtime_min INTEGER,
            genres TEXT NOT NULL, votes INTEGER NOT NULL DEFAULT 0
        )
        """,
        """
        CREATE TABLE title (
            film INTEGER, ordering INTEGER, rank INTEGER NOT NULL, title TEXT NOT NULL, PRIMARY KEY (film, ordering)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE credit (
            film INTEGER, role INTEGER, position INTEGER, person INTEGER NOT NULL, PRIMARY KEY (film, role, position)
        ) WITHOUT ROWID
        """,
        "CREATE TABLE person (number INTEGER PRIMARY KEY, name TEXT NOT NULL)",
    )

    def put_films(self, films: Iterable[Title]) -> None:
        """Take films. A number that comes twice counts once."""
        self._put_all(
            "INSERT INTO film (number, title, original_title, year, runtime_min, genres) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            films,
        )

    def put_votes(self, votes: Iterable[tuple[int, int]]) -> None:
        """Take how many rated a film, by its number."""
        self._put_all("UPDATE film SET votes = ? WHERE number = ?", ((count, film) for film, count in votes))

    def put_titles(self, titles: Iterable[tuple[int, OtherTitle]]) -> None:
        """Take other titles of films, by the film's number."""
        self._put_all(
            "INSERT INTO title VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            ((film, title.ordering, title.rank, title.title) for film, title in titles),
        )

    def put_credits(self, credits_: Iterable[tuple[int, Role, Credit]]) -> None:
        """Take people of films, by the film's number."""
        self._put_all(
            "INSERT INTO credit VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            ((film, role, credit.position, credit.person) for film, role, credit in credits_),
        )

    def put_names(self, names: Iterable[tuple[int, str]]) -> None:
        """Take people's names, by the person's number."""
        self._put_all("INSERT INTO person VALUES (?, ?) ON CONFLICT DO NOTHING", names)

    def __len__(self) -> int:
        return self._one("SELECT count(*) FROM film")

    def ranked(self) -> Iterable[RankedFilm]:
        """Every film, the one with the most votes first, then by number."""
        self._settle("CREATE INDEX by_votes ON film (votes DESC, number)")

        for number, title, original, year, runtime_min, genres, votes in self._connection.execute(
            "SELECT number, title, original_title, year, runtime_min, genres, votes"
            " FROM film ORDER BY votes DESC, number"
        ):
            imdb_id = title_id(number)
            film = Film(
                key=FilmKey(f"imdb:{imdb_id}"),
                title=title,
                original_title=original,
                other_titles=self._other_titles(number, (title, original or title)),
                year=year,
                directors=self._people(number, Role.DIRECTOR, MOST_DIRECTORS),
                cast=self._people(number, Role.CAST, MOST_CAST),
                runtime_min=runtime_min,
                genres=tuple(genres.split(",")) if genres else (),
                imdb_id=imdb_id,
            )
            yield RankedFilm(film, votes)

    def _people(self, film: int, role: Role, limit: int) -> tuple[str, ...]:
        # One may play several parts, and two of one name are one to those who read it.
        return tuple(dict.fromkeys(name for (name,) in self._connection.execute(_NAMES, (film, role, limit))))

    def _other_titles(self, film: int, besides: tuple[str, ...]) -> tuple[str, ...]:
        rows = self._connection.execute("SELECT rank, ordering, title FROM title WHERE film = ?", (film,))
        chosen = list(choose(map(OtherTitle._make, rows), besides))

        # Most films have none, and folding takes its time with a million.
        if not chosen:
            return ()

        # Titles that a search can't tell apart are one; those of mere signs find nothing.
        seen, found = {"", *map(fold, besides)}, list[str]()

        for _, _, title in chosen:
            if (folded := fold(title)) not in seen:
                seen.add(folded)
                found.append(title)

        return tuple(found)
