"""IMDb's datasets, in the shapes that their files have."""

from pathlib import Path

import pytest

from data.catalogue.base import RankedFilm
from data.catalogue.bulk import ImdbDatasets
from data.catalogue.bulk.imdb_rows import MOST_CAST, MOST_DIRECTORS, MOST_OTHER_TITLES
from data.catalogue.bulk.tally import Tally
from data.errors import SourceDamaged, SourceMissing
from data.models import Film
from tests.data.catalogue.bulk.files import MISSING_PICTURE, from_imdb, ranked, write_imdb

BASICS = (
    MISSING_PICTURE,
    'tt0000009\tmovie\tMiss "Jerry\tMiss "Jerry\t0\t1894\t\\N\t45\tRomance',
    "tt0047478\tmovie\tSeven Samurai\tShichinin no samurai\t0\t1954\t\\N\t207\tAction,Drama",
    "tt0000001\tshort\tCarmencita\tCarmencita\t0\t1894\t\\N\t1\tDocumentary",
    "tt0303461\ttvSeries\tFirefly\tFirefly\t0\t2002\t2003\t44\tAdventure,Drama,Sci-Fi",
    "tt0579539\ttvEpisode\tSerenity\tSerenity\t0\t2002\t\\N\t86\tAdventure,Drama,Sci-Fi",
    "tt0270000\ttvMovie\tA Night's Work\tA Night's Work\t0\t\\N\t\\N\t\\N\t\\N",
    "tt0999999\tmovie\tFor Adults\tFor Adults\t1\t1999\t\\N\t80\tDrama",
    "tt0999998\tmovie\tFor Adults, too\tFor Adults, too\t0\t1999\t\\N\t80\tAdult,Drama",
    "tt10872600\tmovie\tA Later Film\tA Later Film\t0\t2021\t\\N\t148\tFilm-Noir,Sci-Fi,News",
)
RATINGS = ("tt0047478\t8.6\t384211", "tt2852470\t7.3\t3187", "tt0579539\t8.7\t7000", "tt10872600\t8.2\t950000")
CREW = ("tt2852470\tnm0659043\tnm0659043,nm0000123", "tt0047478\tnm0000041\tnm0000041", "tt0579539\tnm0923736\t\\N")
PRINCIPALS = (
    'tt2852470\t1\tnm1234567\tself\t\\N\t["Narrator"]',
    "tt2852470\t2\tnm0659043\tdirector\t\\N\t\\N",
    'tt0047478\t1\tnm0001536\tactor\t\\N\t["Kikuchiyo"]',
    'tt0047478\t2\tnm0793766\tactor\t\\N\t["Kambei \\"the bald\\""]',
    "tt0047478\t3\tnm0000041\tdirector\t\\N\t\\N",
    "tt0047478\t4\tnm0000777\tcomposer\t\\N\t\\N",
    "tt0579539\t1\tnm0277213\tactor\t\\N\t\\N",
)
NAMES = (
    "nm0000041\tAkira Kurosawa\t1910\t1998\tdirector,writer\ttt0047478",
    "nm0001536\tToshirô Mifune\t1920\t1997\tactor\ttt0047478",
    "nm0793766\tTakashi Shimura\t1905\t1982\tactor\ttt0047478",
    "nm0659043\tRithy Panh\t1964\t\\N\tdirector\ttt2852470",
    "nm1234567\tRandal Douc\t\\N\t\\N\tactor\t\\N",
    "nm0277213\tNathan Fillion\t1971\t\\N\tactor\ttt0303461",
)
AKAS = (
    "tt2852470\t1\tL'image manquante\t\\N\t\\N\toriginal\t\\N\t1",
    "tt2852470\t2\tThe Missing Picture\tUS\ten\timdbDisplay\t\\N\t0",
    "tt2852470\t3\tDas fehlende Bild\tDE\t\\N\timdbDisplay\t\\N\t0",
    "tt0047478\t1\t七人の侍\tJP\tja\timdbDisplay\t\\N\t0",
    "tt0047478\t2\tOs Sete Samurais\tBR\t\\N\timdbDisplay\t\\N\t0",
    "tt0047478\t3\tThe Magnificent Seven\tUS\t\\N\tworking\t\\N\t0",
    "tt0047478\t4\tSHICHININ NO SAMURAI\tJP\t\\N\t\\N\tromanized title\t0",
    "tt0047478\t5\t7 samuraja\tRS\t\\N\timdbDisplay\t\\N\t0",
    "tt0047478\t6\tSeven Samurai\tXWW\ten\timdbDisplay\t\\N\t0",
    "tt0303461\t1\tFirefly\tUS\t\\N\timdbDisplay\t\\N\t0",
)
EVERYTHING = {
    "title.basics": BASICS,
    "title.ratings": RATINGS,
    "title.crew": CREW,
    "title.principals": PRINCIPALS,
    "name.basics": NAMES,
    "title.akas": AKAS,
}


def basics(number: int, title: str = "A Film", **columns: str) -> str:
    """A row of title.basics."""
    row = {
        "kind": "movie",
        "original": title,
        "adult": "0",
        "year": "2001",
        "runtime": "90",
        "genres": "Drama",
    } | columns
    return (
        f"tt{number:07}\t{row['kind']}\t{title}\t{row['original']}\t{row['adult']}\t{row['year']}\t\\N"
        f"\t{row['runtime']}\t{row['genres']}"
    )


def only(found: list[RankedFilm]) -> Film:
    assert len(found) == 1
    return found[0].film


def test_films_come_whole_and_the_most_voted_for_first(tmp_path: Path) -> None:
    found = from_imdb(tmp_path, EVERYTHING)

    assert [(film.key, votes) for film, votes in found] == [
        ("imdb:tt10872600", 950000),
        ("imdb:tt0047478", 384211),
        ("imdb:tt2852470", 3187),
        ("imdb:tt0000009", 0),
        ("imdb:tt0270000", 0),
    ]
    assert found[1].film == Film.model_validate(
        {
            "key": "imdb:tt0047478",
            "imdb_id": "tt0047478",
            "title": "Seven Samurai",
            "original_title": "Shichinin no samurai",
            "other_titles": ["七人の侍", "Os Sete Samurais", "7 samuraja", "The Magnificent Seven"],
            "year": 1954,
            "runtime_min": 207,
            "genres": ["Action", "Drama"],
            "directors": ["Akira Kurosawa"],
            "cast": ["Toshirô Mifune", "Takashi Shimura"],
        }
    )


def test_a_documentarys_people_are_its_cast(tmp_path: Path) -> None:
    film = next(film for film, _ in from_imdb(tmp_path, EVERYTHING) if film.imdb_id == "tt2852470")

    assert film.title == "The Missing Picture"
    assert film.original_title == "L'image manquante"
    assert film.directors == ("Rithy Panh",)
    assert film.cast == ("Randal Douc",)
    assert film.other_titles == ("Das fehlende Bild",)


def test_quotes_are_plain_characters(tmp_path: Path) -> None:
    rows = (basics(1, '"Quoted', year="1990"), basics(2, 'Not "so'), basics(3, '"'))

    assert [film.title for film, _ in from_imdb(tmp_path, {"title.basics": rows})] == ['"Quoted', 'Not "so', '"']


def test_null_is_not_known(tmp_path: Path) -> None:
    row = basics(1, original=r"\N", year=r"\N", runtime=r"\N", genres=r"\N")

    film = only(from_imdb(tmp_path, {"title.basics": (row,)}))

    assert film == Film.model_validate({"key": "imdb:tt0000001", "imdb_id": "tt0000001", "title": "A Film"})


def test_genres_are_in_our_words_and_those_that_say_nothing_of_a_film_are_left_out(tmp_path: Path) -> None:
    film = from_imdb(tmp_path, EVERYTHING)[0].film

    assert film.genres == ("Film noir", "Science fiction")


def test_shorts_come_on_request_and_are_called_so(tmp_path: Path) -> None:
    found = [film for film, _ in from_imdb(tmp_path, EVERYTHING, with_shorts=True) if film.imdb_id == "tt0000001"]

    assert [(film.title, film.genres) for film in found] == [("Carmencita", ("Documentary", "Short"))]


@pytest.mark.parametrize(("year", "known"), [("1869", None), ("1870", 1870), ("2100", 2100), ("2101", None)])
def test_a_year_that_no_film_can_have_is_not_known(tmp_path: Path, year: str, known: int | None) -> None:
    assert only(from_imdb(tmp_path, {"title.basics": (basics(1, year=year),)})).year == known


def test_without_the_other_files_films_have_what_the_first_says(tmp_path: Path) -> None:
    source = ImdbDatasets(write_imdb(tmp_path / "imdb", {"title.basics": BASICS}))

    assert [name for name, _ in source.lacks()] == [
        "title.ratings.tsv.gz",
        "title.akas.tsv.gz",
        "title.crew.tsv.gz",
        "title.principals.tsv.gz",
        "name.basics.tsv.gz",
    ]
    assert [film.imdb_id for film, _ in ranked(source, tmp_path)] == [
        "tt0000009",
        "tt0047478",
        "tt0270000",
        "tt2852470",
        "tt10872600",
    ]


def test_without_the_crew_the_principal_directors_are_named(tmp_path: Path) -> None:
    tables = {name: rows for name, rows in EVERYTHING.items() if name != "title.crew"}

    found = {film.imdb_id: film.directors for film, _ in from_imdb(tmp_path, tables)}

    assert found["tt2852470"] == ("Rithy Panh",)
    assert found["tt0047478"] == ("Akira Kurosawa",)


def test_unpacked_files_are_read_as_well(tmp_path: Path) -> None:
    packed = from_imdb(tmp_path, EVERYTHING)
    folder = write_imdb(tmp_path / "unpacked", EVERYTHING, packed=False)

    assert ranked(ImdbDatasets(folder), tmp_path) == packed


def test_rows_of_a_film_may_lie_apart_and_in_any_order(tmp_path: Path) -> None:
    in_order = from_imdb(tmp_path, EVERYTHING)
    apart = {name: [*rows[1::2], *rows[::2]][::-1] for name, rows in EVERYTHING.items()}

    assert from_imdb(tmp_path, apart) == in_order


def test_of_many_people_the_first_are_named(tmp_path: Path) -> None:
    people = range(1, 31)
    tables = {
        "title.basics": (basics(1),),
        "title.crew": ("tt0000001\t" + ",".join(f"nm{n:07}" for n in people) + "\t\\N",),
        "title.principals": tuple(f"tt0000001\t{n}\tnm{n:07}\tactress\t\\N\t\\N" for n in reversed(people)),
        "name.basics": tuple(f"nm{n:07}\tPerson {n}\t\\N\t\\N\t\\N\t\\N" for n in people),
    }

    film = only(from_imdb(tmp_path, tables))

    assert film.directors == tuple(f"Person {n}" for n in range(1, MOST_DIRECTORS + 1))
    assert film.cast == tuple(f"Person {n}" for n in range(1, MOST_CAST + 1))


def test_of_many_titles_the_most_useful_are_kept_each_once(tmp_path: Path) -> None:
    akas = [f"tt0000001\t{n}\tTitel {n % 30}\tRS\t\\N\timdbDisplay\t\\N\t0" for n in range(1, 200)]
    akas += ["tt0000001\t200\tElokuva\tFI\t\\N\timdbDisplay\t\\N\t0", "tt0000001\t201\tPelícula\tES\t\\N\t\\N\t\\N\t0"]
    akas += ["tt0000001\t202\tPELICULA\tMX\t\\N\t\\N\t\\N\t0", "tt0000001\t203\ta film!\tGB\t\\N\t\\N\t\\N\t0"]

    film = only(from_imdb(tmp_path, {"title.basics": (basics(1),), "title.akas": tuple(akas)}))

    assert film.other_titles[0] == "Película"
    assert len(film.other_titles) == len({title.casefold() for title in film.other_titles})
    assert MOST_OTHER_TITLES - 3 <= len(film.other_titles) <= MOST_OTHER_TITLES
    assert not {"PELICULA", "a film!"} & set(film.other_titles)


@pytest.mark.parametrize(
    ("table", "row", "reason"),
    [
        ("title.basics", "tt0000002\tmovie\tCut", "there are 3 columns, not 9"),
        ("title.basics", basics(2, " "), "the title is empty"),
        ("title.basics", basics(2, "x" * 301), "the title has 301 characters, more than 300"),
        ("title.basics", basics(2).replace("tt", "xx"), "'xx0000002' is no id"),
        ("title.basics", basics(2, year="2OO1"), "startYear is '2OO1', no number"),
        ("title.basics", basics(2, runtime="-1"), "runtimeMinutes is '-1', no number"),
        ("title.basics", "", "there are 1 columns, not 9"),
        ("title.ratings", "tt0000001\t8.0\tmany", "numVotes is 'many', no number"),
        ("title.ratings", "tt1\t8.0\t5", "'tt1' is no id"),
        ("title.akas", "tt0000001\tone\tTitle\tUS\t\\N\t\\N\t\\N\t0", "ordering is 'one', no number"),
        ("title.crew", "tt0000001\tnm٣٤٥٦٧٨٩\t\\N", "'nm٣٤٥٦٧٨٩' is no id"),
        ("title.principals", "tt0000001\t1\tRandal\tactor\t\\N\t\\N", "'Randal' is no id"),
        ("title.principals", "tt0000001\t1", "there are 2 columns, not 6"),
        ("name.basics", "nm0000001\t\\N\t\\N\t\\N\t\\N\t\\N", r"'\\N' is no name"),
    ],
)
def test_a_bad_row_is_left_out_and_named(tmp_path: Path, table: str, row: str, reason: str) -> None:
    good = {"title.basics": (basics(1),), "title.crew": ("tt0000001\tnm0000001\t\\N",)}
    tables = good | {table: (*good.get(table, ()), row)}
    tally = Tally()

    found = ranked(ImdbDatasets(write_imdb(tmp_path / "imdb", tables)), tmp_path, tally)

    assert only(found).imdb_id == "tt0000001"
    assert tally.skipped == 1
    assert tally.first == [(f"{table}.tsv.gz", len(tables[table]) + 1, reason)]


def test_too_many_bad_rows_are_no_catalogue(tmp_path: Path) -> None:
    rows = tuple(basics(n) if n % 20 else "rubbish" for n in range(1, 1000))

    with pytest.raises(SourceDamaged) as caught:
        from_imdb(tmp_path, {"title.basics": rows})

    assert (caught.value.name, caught.value.line) == ("title.basics.tsv.gz", 21)
    assert caught.value.reason == "there are 1 columns, not 9; 49 of 1,000 lines are of no use"


def test_a_hopeless_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    folder = write_imdb(tmp_path / "imdb", {"title.basics": ["rubbish"] * 1_000_000})
    lines: list[int] = []

    with pytest.raises(SourceDamaged):
        ranked(ImdbDatasets(folder), tmp_path, on_progress=lambda progress: lines.append(progress.lines))

    assert max(lines, default=0) < 500_000


@pytest.mark.parametrize("head", ["", "tconst", "tconst\ttitleType", "<!DOCTYPE html>", "nconst\tprimaryName"])
def test_a_file_of_something_else_is_told_by_its_head(tmp_path: Path, head: str) -> None:
    folder = write_imdb(tmp_path / "imdb", {"title.basics": BASICS})
    (folder / "title.ratings.tsv").write_text(f"{head}\ntt0000001\t5\t5\n")

    with pytest.raises(SourceDamaged) as caught:
        ranked(ImdbDatasets(folder), tmp_path)

    assert (caught.value.name, caught.value.line) == ("title.ratings.tsv", 1)


def test_a_folder_without_films_is_missing_them(tmp_path: Path) -> None:
    folder = write_imdb(tmp_path / "imdb", {"title.ratings": RATINGS})

    with pytest.raises(SourceMissing) as caught:
        list(ImdbDatasets(folder).lacks())

    assert caught.value.path.endswith("title.basics.tsv.gz")


def test_a_folder_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing) as caught:
        list(ImdbDatasets(tmp_path / "nowhere").lacks())

    assert caught.value.path.endswith("nowhere")
