"""TMDB's daily id export: original titles, ids and popularity of a million films, one JSON object a line.

https://developer.themoviedb.org/docs/daily-id-exports. Year, people and other titles are not in it.
"""

from typing import Annotated

from pydantic import BaseModel, Field, ValidationError
from typing_extensions import override

from data.catalogue.base import RankedFilm
from data.catalogue.bulk.one_file import OneFile
from data.catalogue.bulk.reading import SourceFile
from data.catalogue.bulk.staging import FilmStaging
from data.catalogue.bulk.tally import BadRow, Tally
from data.catalogue.bulk.texts import as_title
from data.models import Film, FilmKey


class _Line(BaseModel):
    """A line of the export."""

    id: Annotated[int, Field(ge=1, lt=10**10, strict=True)]
    original_title: Annotated[str, Field(strict=True)]
    popularity: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0
    adult: bool = False
    video: bool = False
    """Television recordings, compilations and the like: https://www.themoviedb.org/bible/movie."""


class TmdbExport(OneFile):
    """An export of films (`movie_ids_MM_DD_YYYY.json.gz`); those marked as adult or video are left out."""

    kind = "tmdb-export"

    @override
    def bring_into(self, staging: FilmStaging, file: SourceFile, tally: Tally) -> None:
        for number, line in file.lines():
            if not line:
                continue

            try:
                ranked = parse_line(line)

                if ranked is not None:
                    staging.put(number, *ranked)
            except BadRow as bad:
                tally.skip(file.name, number, bad)

        tally.finish(file.name, file.line)


def parse_line(line: str) -> RankedFilm | None:
    """The film of a line; None for one that is left out. Raises BadRow."""
    try:
        said = _Line.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise BadRow(f"{where}: {first['msg']}" if where else "it is no JSON object") from None

    if said.adult or said.video:
        return None

    film = Film(key=FilmKey(f"tmdb:{said.id}"), title=as_title(said.original_title), tmdb_id=said.id)
    return RankedFilm(film, said.popularity)
