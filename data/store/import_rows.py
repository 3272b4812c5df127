"""From the rows of imports and their films to models and back, and what all films of one come to."""

import sqlite3
from collections import Counter
from collections.abc import Iterable

from pydantic import TypeAdapter

from data.models import (
    Fault,
    Film,
    GuildId,
    Import,
    ImportFilm,
    ImportId,
    ImportState,
    ImportSums,
    MatchState,
    Newer,
    Outcome,
    ToldFilm,
    UserId,
)
from data.store.films import to_facts
from data.store.rows import to_film, to_moment

_FOUND = ("sure", "chosen")

FAULTS = TypeAdapter(tuple[Fault, ...])
"""The faults of an import as its row's JSON."""

_KEPT_OF_CHOICES = {"key", "title", "original_title", "year", "directors", "link"}
"""What tells one film that may be meant from another. The rest is looked up once one is chosen."""


def to_import(row: sqlite3.Row) -> Import:
    """The import in a row of `imports`."""
    return Import(
        id=ImportId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        user_id=UserId(row["user_id"]),
        file_name=row["file_name"],
        state=ImportState(row["state"]),
        keeps_unknown=bool(row["keeps_unknown"]),
        begun_at=to_moment(row["begun_s"]),
        started_at=None if row["started_s"] is None else to_moment(row["started_s"]),
        ended_at=None if row["ended_s"] is None else to_moment(row["ended_s"]),
        is_posted=bool(row["is_posted"]),
        faults=FAULTS.validate_json(row["faults"]),
        fault_count=row["fault_count"],
    )


def to_import_film(row: sqlite3.Row) -> ImportFilm:
    """The film in a row of `import_films`."""
    return ImportFilm(
        place=row["place"],
        told=ToldFilm.model_validate_json(row["told"]),
        match=MatchState(row["match"]),
        film=None if row["film"] is None else to_film(row["film"]),
        choices=_FILMS.validate_json(row["choices"]),
    )


def to_sums(rows: Iterable[sqlite3.Row], done: int | None, *, keeps_unknown: bool) -> ImportSums:
    """The sums over rows of `films` films that share `match` and `outcome`; `done` is None for all that were found."""
    by_match = Counter[str]()
    sums = Counter[str]()

    for row in rows:
        by_match[row["match"]] += row["films"]

        if row["outcome"] is not None and (row["match"] in _FOUND or (row["match"] == "unknown" and keeps_unknown)):
            outcome = Outcome.model_validate_json(row["outcome"])
            sums.update({name: row["films"] * times for name, times in _counted(outcome, row["match"]).items()})

    films = by_match.total()
    return ImportSums(
        films=films,
        done=films - by_match["waiting"] if done is None else done,
        sure=sum(by_match[match] for match in _FOUND),
        unsure=by_match["unsure"],
        unknown=by_match["unknown"],
        left_out=by_match["left out"],
        **sums,
    )


def _counted(outcome: Outcome, match: str) -> dict[str, int]:
    """What one such outcome adds to the sums."""
    newer = {outcome.rating, outcome.text}
    return {
        "same": match in _FOUND and not outcome.changes_something,
        "reviews": outcome.text is Newer.NEW,
        "ratings": outcome.is_new and outcome.text is not Newer.NEW,
        "viewings": outcome.viewings,
        "watches": outcome.watches,
        "newer_there": Newer.THERE in newer,
        "newer_here": Newer.HERE in newer and outcome.changes_something,
        "likes": outcome.is_liked,
        "wanted": outcome.is_wanted,
    }


def from_film(film: Film | None) -> str | None:
    """The film that is meant, as a row has it: with all its facts, which are kept once it is imported."""
    return None if film is None else to_facts(film)


def from_choices(choices: tuple[Film, ...]) -> str:
    """The films that may be meant, as a row has them: with what tells one from another."""
    return _FILMS.dump_json(choices, exclude_defaults=True, include={"__all__": _KEPT_OF_CHOICES}).decode()


_FILMS = TypeAdapter(tuple[Film, ...])
