"""Films and their facts, and those that members of a server added by hand."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import Field

from data.models.base import FilmId, FilmKey, GuildId, Model, Text, UserId

FILM_KEY_PATTERN = r"(?:imdb:tt[0-9]{7,10}|tmdb:[0-9]{1,10}|wd:Q[0-9]{1,12}|own:[0-9A-Za-z_.-]{1,60})"
"""What a `FilmKey` looks like; short enough for a custom id of 100 characters."""


BY_HAND = "own:hand-"
"""How the key of a film begins that a member added by hand: it is known in that member's server alone."""

SYNOPSIS_LIMIT = 1_000
"""Characters of a synopsis that is written by hand: as many as a card shows."""

LINK_LIMIT = 300
"""Characters of a link that is given by hand."""

DIRECTORS_LIMIT = 10
"""Directors of a film that is added by hand."""

DIRECTOR_LENGTH = 100
"""Characters of one director's name."""

TITLE_LIMIT = 300
"""Characters of a title."""

FIRST_YEAR, LAST_YEAR = 1870, 2100
"""Between these years a film can be from, both included."""


class Film(Model):
    """The facts of one film. Empty means unknown, never "none"."""

    key: Annotated[FilmKey, Field(pattern=rf"^{FILM_KEY_PATTERN}$")]
    title: Annotated[str, Field(min_length=1, max_length=TITLE_LIMIT)]
    original_title: str | None = None
    other_titles: tuple[str, ...] = ()
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    runtime_min: Annotated[int, Field(ge=1, le=60_000)] | None = None
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    synopsis: str | None = None
    former_keys: tuple[Annotated[FilmKey, Field(pattern=rf"^{FILM_KEY_PATTERN}$")], ...] = ()
    """Keys that named it before a better one was known; reviews and buttons of that time still find it."""

    imdb_id: Annotated[str, Field(pattern=r"^tt\d{7,10}$")] | None = None
    wikidata_id: Annotated[str, Field(pattern=r"^Q\d{1,12}$")] | None = None
    tmdb_id: Annotated[int, Field(ge=1, lt=10**10)] | None = None
    poster_url: Annotated[str, Field(pattern=r"^https://")] | None = None
    link: Annotated[str, Field(pattern=r"^https?://", max_length=LINK_LIMIT)] | None = None
    """An address that a member gave for a film added by hand; hostile, so it is only ever shown spelt out."""

    @property
    def is_by_hand(self) -> bool:
        """Whether a member of some server added it, so that no other server may know of it."""
        return is_by_hand(self.key)

    @property
    def keys(self) -> tuple[FilmKey, ...]:
        """Every stable key that names this film, its own first."""
        found = [self.key]

        if self.imdb_id:
            found.append(FilmKey(f"imdb:{self.imdb_id}"))

        if self.wikidata_id:
            found.append(FilmKey(f"wd:{self.wikidata_id}"))

        if self.tmdb_id:
            found.append(FilmKey(f"tmdb:{self.tmdb_id}"))

        return tuple(dict.fromkeys((*found, *self.former_keys)))

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title it goes by, the usual one first."""
        return tuple(dict.fromkeys(t for t in (self.title, self.original_title, *self.other_titles) if t))

    @property
    def name(self) -> str:
        """Title and year, as people name a film: `The Missing Picture (2013)`."""
        return f"{self.title} ({self.year})" if self.year else self.title

    @property
    def source_url(self) -> str | None:
        """The page where the film's facts can be looked up; None for a film that only we know."""
        if self.imdb_id:
            return f"https://www.imdb.com/title/{self.imdb_id}/"

        if self.wikidata_id:
            return f"https://www.wikidata.org/wiki/{self.wikidata_id}"

        return f"https://www.themoviedb.org/movie/{self.tmdb_id}" if self.tmdb_id else None

    @property
    def is_bare(self) -> bool:
        """Whether nothing is known of it but names, ids and perhaps its year."""
        return not (self.directors or self.cast or self.runtime_min or self.countries or self.genres or self.synopsis)

    @property
    def name_alone(self) -> Self:
        """The film with nothing but what names it: keys and ids, title and year."""
        kept = {"key", "title", "year", "former_keys", "imdb_id", "wikidata_id", "tmdb_id"}
        return type(self).model_validate(self.model_dump(include=kept))

    def filled_from(self, other: Self) -> Self:
        """The film with the facts of `other`, which is the same one, wherever it has none of its own.

        Its other titles are joined with what is new among those of `other`.
        """
        facts: dict[str, Any] = {
            name: getattr(other, name)
            for name in type(self).model_fields
            if not getattr(self, name) and getattr(other, name)
        }
        new_titles = [title for title in other.other_titles if title not in self.titles]
        facts["other_titles"] = (*self.other_titles, *new_titles)
        return self.model_copy(update=facts)


class KnownFilm(Model):
    """A film together with its row in the store."""

    id: FilmId
    film: Film


class OwnFilm(Model):
    """A film that a member added by hand for their server.

    `added_by` and `written_by`, who last wrote its facts, are None after they asked to be forgotten.
    """

    id: FilmId
    guild_id: GuildId
    film: Film
    added_by: UserId | None
    written_by: UserId | None
    added_at: datetime


class OwnFilmForm(Model):
    """The form for a film that no catalogue knows, exactly as it was filled in, valid or not."""

    title: Text = ""
    year: Text = ""
    directors: Text = ""
    synopsis: Text = ""
    link: Text = ""


class OwnFilmDraft(Model):
    """Such a form that was not saved yet. `film_key` is the film whose facts it changes; None for a new one."""

    form: OwnFilmForm
    film_key: FilmKey | None = None


class MergePlan(Model):
    """What merging one film into another would do in a server: `reviews` move, `both` members reviewed the two."""

    film_id: FilmId
    film: Film
    into: Film
    reviews: int
    both: int


class Merge(Model):
    """A film that was merged into another one in a server, which can be undone."""

    id: int
    film: Film
    into: Film
    merged_at: datetime


def is_by_hand(key: FilmKey) -> bool:
    """Whether the key is that of a film which a member added by hand."""
    return key.startswith(BY_HAND)
