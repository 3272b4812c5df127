import pytest

from data.errors import FilmNotFound
from data.models import Film, FilmId, FilmKey, GuildId
from data.store import Store
from tests.builders import ALICE, GUILD, MINUTE, NOW, a_content, a_film, an_author, an_own_film


async def test_a_film_is_found_by_each_of_its_keys(store: Store) -> None:
    film = a_film(wikidata_id="Q13370821", original_title="រូបភាព", cast=["Randal Douc"])

    film_id = await store.films.remember(film, NOW)

    for key in ("imdb:tt0000001", "wd:Q13370821"):
        known = await store.films.by_key(FilmKey(key))
        assert (known.id, known.film) == (film_id, film)

    assert await store.films.by_id(film_id) == film


async def test_a_film_keeps_its_row_when_its_facts_change(store: Store) -> None:
    film_id = await store.films.remember(a_film(), NOW)

    again = await store.films.remember(a_film(synopsis="Clay figures."), NOW + MINUTE)

    assert again == film_id
    assert (await store.films.by_id(film_id)).synopsis == "Clay figures."


async def test_a_film_keeps_its_row_and_its_old_keys_when_it_gets_a_better_key(store: Store) -> None:
    film_id = await store.films.remember(an_own_film("club-film", wikidata_id="Q7"), NOW)

    again = await store.films.remember(a_film(wikidata_id="Q7"), NOW)

    assert again == film_id
    assert [(await store.films.by_key(FilmKey(key))).id for key in ("own:club-film", "wd:Q7", "imdb:tt0000001")] == [
        film_id,
        film_id,
        film_id,
    ]


async def test_remembering_the_same_again_leaves_the_film_as_it_is(store: Store) -> None:
    ids = [await store.films.remember(a_film(), NOW) for _ in range(3)]

    assert len(set(ids)) == 1


async def test_different_films_have_different_rows(store: Store) -> None:
    ids = [await store.films.remember(a_film(number), NOW) for number in range(1, 5)]

    assert len(set(ids)) == 4


async def test_a_film_not_known_is_named_in_the_error(store: Store) -> None:
    with pytest.raises(FilmNotFound) as raised:
        await store.films.by_key(FilmKey("imdb:tt9999999"))

    assert raised.value.query == "imdb:tt9999999"

    with pytest.raises(FilmNotFound):
        await store.films.by_id(FilmId(77))


async def test_a_key_that_names_another_film_stays_with_that_one(store: Store) -> None:
    other = await store.films.remember(an_own_film("other", wikidata_id="Q7"), NOW)
    await store.films.remember(a_film(), NOW)

    await store.films.remember(a_film(wikidata_id="Q7"), NOW)

    assert (await store.films.by_key(FilmKey("wd:Q7"))).id == other
    assert (await store.films.by_key(FilmKey("own:other"))).film.title == "other"


async def test_what_is_saved_under_a_film_is_found_under_its_own_key_though_another_film_has_its_second(
    store: Store,
) -> None:
    await store.films.remember(an_own_film("other", wikidata_id="Q7"), NOW)
    await store.films.remember(a_film(), NOW)
    film = a_film(wikidata_id="Q7")

    await store.reviews.save(GUILD, an_author(), film, a_content(rating=6), NOW)

    assert await store.reviews.find(GUILD, ALICE, film.key) is not None
    assert (await store.counts.of_film(GUILD, film.key)).reviews == 1


async def test_scores_of_a_film_are_the_same_under_each_of_its_keys(store: Store) -> None:
    await store.reviews.save(GUILD, an_author(), a_film(wikidata_id="Q42"), a_content(rating=6), NOW)

    scores = [await store.counts.of_film(GUILD, FilmKey(key)) for key in ("imdb:tt0000001", "wd:Q42")]

    assert [score.reviews for score in scores] == [1, 1]
    assert (await store.counts.of_film(GuildId(1), FilmKey("wd:Q42"))).reviews == 0


async def test_a_film_that_gets_a_better_key_keeps_its_reviews_and_answers_to_the_old_one(store: Store) -> None:
    own = an_own_film("starter-hyenas-1992")
    await store.reviews.save(GUILD, an_author(), own, a_content(), NOW)
    better = a_film(7, title=own.title, former_keys=(own.key,))

    await store.films.remember(better, NOW)

    assert (await store.films.by_key(own.key)).film == better
    assert (await store.counts.of_film(GUILD, better.key)).reviews == 1


async def test_a_film_that_is_told_of_by_title_alone_keeps_what_was_known_before(store: Store) -> None:
    film = a_film(1, directors=["Ann"], tmdb_id=7)
    film_id = await store.films.remember(film, NOW)

    again = await store.films.remember(Film(key=FilmKey("tmdb:7"), title="Film Numéro 1", tmdb_id=7), NOW)

    assert again == film_id
    assert await store.films.by_id(film_id) == film
