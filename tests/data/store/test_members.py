from data.store import Store
from tests.builders import ALICE, BOB, MINUTE, NOW, a_film


async def test_a_film_goes_on_the_watchlist_and_off_again(store: Store) -> None:
    film_id = await store.films.remember(a_film(), NOW)

    answers = [await store.members.toggle_watchlist(ALICE, film_id, NOW) for _ in range(3)]

    assert answers == [True, False, True]
    assert await store.members.watchlist(ALICE, 10) == [a_film()]


async def test_a_watchlist_is_one_persons_and_one_films(store: Store) -> None:
    film_id = await store.films.remember(a_film(1), NOW)
    await store.films.remember(a_film(2), NOW)

    await store.members.toggle_watchlist(ALICE, film_id, NOW)

    assert await store.members.watchlist(BOB, 10) == []
    assert await store.members.watchlist(ALICE, 10) == [a_film(1)]


async def test_a_watchlist_is_read_in_parts_the_latest_first(store: Store) -> None:
    for number in range(5):
        film_id = await store.films.remember(a_film(number), NOW)
        await store.members.toggle_watchlist(ALICE, film_id, NOW + number * MINUTE)

    parts = [await store.members.watchlist(ALICE, 2, skipped) for skipped in (0, 2, 4)]

    assert parts == [[a_film(4), a_film(3)], [a_film(2), a_film(1)], [a_film(0)]]


async def test_a_note_is_the_last_text_kept_under_its_name(store: Store) -> None:
    before = await store.notes.get("commands")
    await store.notes.set("commands", "one")
    await store.notes.set("other", "else")

    await store.notes.set("commands", "two")

    assert before is None
    assert await store.notes.get("commands") == "two"
    assert await store.notes.get("other") == "else"
