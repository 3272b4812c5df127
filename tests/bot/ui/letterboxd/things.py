"""Imports and their films: a plain one, and strategies for those as hostile as the models allow."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from data.models import (
    Fault,
    Film,
    Flaw,
    Import,
    ImportFilm,
    ImportId,
    ImportState,
    ImportSums,
    ImportView,
    MatchState,
    ToldEntry,
    ToldFilm,
)
from tests.bot.ui.things import films, names, titles, unnamed
from tests.builders import ALICE, GUILD, NOW

IDS = {"letterboxd": 20, "diary": 21}
FEW = ImportSums(films=9, done=4, sure=5, unsure=1, unknown=2, left_out=1, same=1, reviews=1, ratings=2, viewings=3)
MANY = ImportSums.model_validate(dict.fromkeys(ImportSums.model_fields, 100_000_000))


def an_import(state: ImportState = ImportState.READY, **facts: Any) -> Import:
    """Alice's import of export.zip."""
    return Import.model_validate(
        {
            "id": ImportId(41),
            "guild_id": GUILD,
            "user_id": ALICE,
            "file_name": "export.zip",
            "state": state,
            "keeps_unknown": True,
            "begun_at": NOW,
            "started_at": NOW + timedelta(minutes=5),
            "ended_at": NOW + timedelta(minutes=6),
        }
        | facts
    )


def a_view(state: ImportState = ImportState.READY, sums: ImportSums = FEW, **facts: Any) -> ImportView:
    """How that import stands."""
    return ImportView(about=an_import(state, **facts), sums=sums)


def an_import_film(place: int = 1, choices: tuple[Film, ...] = (), **told: Any) -> ImportFilm:
    """The Missing Picture, as a file tells of it."""
    facts = {"title": "The Missing Picture", "year": 2013} | told
    return ImportFilm(place=place, told=ToldFilm.model_validate(facts), match=MatchState.UNSURE, choices=choices)


def _day() -> st.SearchStrategy[date | None]:
    return st.none() | st.dates(date(1895, 1, 1), date(2026, 11, 20))


entries = st.builds(
    ToldEntry,
    watched_on=_day(),
    logged_on=_day(),
    rating=st.none() | st.integers(1, 10),
    text=names,
    is_liked=st.none(),
)

told_films = unnamed(
    st.builds(
        ToldFilm,
        title=titles,
        year=st.none() | st.integers(1870, 2100),
        directors=st.lists(names, max_size=5).map(lambda found: tuple(found * 20)),
        entries=st.lists(entries, max_size=4).map(lambda found: tuple(found * 100)),
        rating=st.none() | st.integers(1, 10),
        is_liked=st.booleans(),
        seen_on=_day(),
        wanted_on=_day(),
    )
)

some_films = st.lists(films, max_size=2).map(
    lambda found: tuple(film.model_copy(update={"key": f"own:{n}"}) for n, film in enumerate(found * 13))
)
"""Up to 26 of a few films, each with a key of its own."""

import_films = unnamed(
    st.builds(
        ImportFilm,
        place=st.integers(1, 9_999_999),
        told=told_films,
        match=st.sampled_from(MatchState),
        choices=some_films,
    )
)

faults = st.builds(
    Fault, file=names, line=st.none() | st.integers(1, 10_000_000), flaw=st.sampled_from(Flaw), value=names
)
