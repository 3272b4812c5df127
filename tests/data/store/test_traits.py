"""Films' traits follow their facts, whoever writes those."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from data.models import Film, FilmDetails, GuildId, Source, Trait, TraitId, TraitKind
from data.store import Store
from data.store.maintenance import check
from data.store.migrate import known_migrations, migrate
from tests.builders import ALICE, GUILD, NOW, OTHER_GUILD, a_content, a_film, an_author
from tests.data.store.files import run_sql
from tests.data.store.own import a_film_by_hand, by_hand, merge, say

FACTS: dict[str, Any] = {"genres": ("Drama", "War"), "countries": ("France",), "directors": ("Chris Marker",)}
TRAITS = {"Drama", "War", "France", "Chris Marker", "2010s"}


async def rated(store: Store, film: Film, guild_id: GuildId = GUILD) -> None:
    await store.reviews.save(guild_id, an_author(), film, a_content(), NOW)


async def told(store: Store, source: Source, film: int = 1, **facts: Any) -> None:
    """Let the provider tell that of the film, which it was asked about."""
    film_id = (await store.films.by_key(a_film(film).key)).id
    await store.details.want(film_id, source, NOW)
    details = FilmDetails(film=a_film(film, **({"year": None} | facts)), source=source, fetched_at=NOW)
    await store.details.keep(film_id, details, NOW)


async def values(store: Store, guild_id: GuildId = GUILD) -> set[str]:
    """All that the server is offered."""
    return {trait.value for kind in TraitKind for trait in await store.rankings.traits(guild_id, kind)}


def rows(path: Path) -> Iterator[tuple[str, str]]:
    """All traits of all films."""
    with closing(sqlite3.connect(path)) as connection:
        yield from connection.execute("SELECT kind, value FROM traits")


async def test_a_film_s_genres_countries_directors_and_decade_are_its_traits(store: Store) -> None:
    await rated(store, a_film(**FACTS))
    await rated(store, a_film(2, genres=("War",), year=2009))

    assert await values(store) == TRAITS | {"2000s"}
    genres = await store.rankings.traits(GUILD, TraitKind.GENRE)
    assert [(trait.value, trait.films) for trait in genres] == [("War", 2), ("Drama", 1)]


async def test_traits_follow_the_facts_and_those_that_stay_keep_their_number(store: Store, database_path: Path) -> None:
    await rated(store, a_film(**FACTS))
    (before,) = await store.rankings.traits(GUILD, TraitKind.DIRECTOR)

    await store.films.remember(a_film(genres=("Comedy",), directors=("Chris Marker",)), NOW)

    assert await values(store) == {"Comedy", "Chris Marker", "2010s"}
    assert await store.rankings.traits(GUILD, TraitKind.DIRECTOR) == [before]
    assert {value for _, value in rows(database_path)} == await values(store)
    assert check(database_path) == []


async def test_what_a_film_s_facts_lack_a_provider_tells_the_first_one_first(store: Store, database_path: Path) -> None:
    await rated(store, a_film(directors=("Chris Marker",)))

    await told(store, Source.WIKIDATA, genres=("Short",), countries=("Japan",), directors=("Somebody",))
    await told(store, Source.TMDB, genres=("Science fiction",), year=1962)

    assert await values(store) == {"Science fiction", "Japan", "Chris Marker", "2010s"}
    assert check(database_path) == []


async def test_what_a_provider_told_goes_with_its_details(store: Store, database_path: Path) -> None:
    await rated(store, a_film(countries=("France",)))
    await told(store, Source.TMDB, genres=("Drama",))
    film_id = (await store.films.by_key(a_film().key)).id

    await store.details.unknown(film_id, Source.TMDB, NOW)

    assert sorted(rows(database_path)) == [("country", "France"), ("decade", "2010s")]


async def test_only_traits_of_films_that_the_server_reviewed_are_offered_or_found(store: Store) -> None:
    secret = by_hand(directors=("Our Uncle",))
    await store.own_films.add(OTHER_GUILD, ALICE, secret, NOW, 99)
    await rated(store, secret, OTHER_GUILD)
    await rated(store, a_film(**FACTS))
    (uncle,) = await store.rankings.traits(OTHER_GUILD, TraitKind.DIRECTOR)

    assert await values(store) == TRAITS
    assert await store.rankings.trait(OTHER_GUILD, uncle.id) == uncle
    assert await store.rankings.trait(GUILD, uncle.id) is None
    assert await store.rankings.trait(GUILD, TraitId(999)) is None


async def test_a_deleted_review_takes_its_film_s_traits_from_the_offer(store: Store) -> None:
    review = (await store.reviews.save(GUILD, an_author(), a_film(**FACTS), a_content(), NOW)).review

    await store.trash.delete(review.id, ALICE, NOW)

    assert await values(store) == set()


async def test_nothing_is_left_of_a_deleted_film_s_traits(store: Store, database_path: Path) -> None:
    await a_film_by_hand(store, directors=("Our Uncle",))

    await store.own_films.delete(GUILD, by_hand().key, NOW)

    assert list(rows(database_path)) == []
    assert check(database_path) == []


async def test_reviews_of_a_merged_film_are_found_by_the_other_one_s_traits(store: Store) -> None:
    own_id = await a_film_by_hand(store, directors=("Our Uncle",))
    await say(store, ALICE, by_hand(directors=("Our Uncle",)), rating=8)

    await merge(store, own_id, a_film(**FACTS))

    assert await values(store) == TRAITS
    traits = [await trait(store, kind) for kind in TraitKind]
    tallies = await store.rankings.tallies(GUILD, None, None, [one.id for one in traits])
    assert [tally.title for tally in tallies] == ["Film No. 1"]


async def trait(store: Store, kind: TraitKind) -> Trait:
    """The most frequent one of that kind."""
    return (await store.rankings.traits(GUILD, kind))[0]


async def test_tallies_hold_films_that_have_all_the_traits(store: Store) -> None:
    await rated(store, a_film(1, **FACTS))
    await rated(store, a_film(2, genres=("War",)))
    await rated(store, a_film(3, countries=("France",)))
    war, france = await trait(store, TraitKind.GENRE), await trait(store, TraitKind.COUNTRY)

    for begin, author_id in ((None, None), (NOW, None), (None, ALICE), (NOW, ALICE)):
        by_one = await store.rankings.tallies(GUILD, begin, None, [war.id], author_id)
        by_both = await store.rankings.tallies(GUILD, begin, None, [war.id, france.id], author_id)

        assert sorted(tally.title for tally in by_one) == ["Film No. 1", "Film No. 2"]
        assert [tally.title for tally in by_both] == ["Film No. 1"]


async def test_films_from_before_there_were_traits_get_theirs(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    migrate(path, {number: sql for number, sql in known_migrations().items() if number < 6})
    facts = a_film(**FACTS).model_dump_json(exclude_defaults=True)
    run_sql(path, f"INSERT INTO films (id, facts, updated_s) VALUES (1, '{facts}', 1), (2, '', 1)")  # noqa: S608

    migrate(path)

    assert {value for _, value in rows(path)} == TRAITS
    assert check(path) == []


@pytest.mark.parametrize(
    ("damage", "table"),
    [
        ("DELETE FROM film_traits WHERE trait_id = 1", "film_traits"),
        ("INSERT INTO traits (kind, value) VALUES ('genre', 'Odd')", "traits"),
        ("UPDATE counted SET rating = 1", "counted"),
    ],
)
async def test_a_check_tells_what_is_not_as_its_source_has_it(
    store: Store, database_path: Path, damage: str, table: str
) -> None:
    await rated(store, a_film(**FACTS))

    run_sql(database_path, damage)

    assert any(line.startswith(f"{table}: ") for line in check(database_path))
