from datetime import datetime

from data.models import UserId
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


async def look_up(store: Store, user_id: UserId, number: int, now: datetime = NOW) -> None:
    await store.members.look_up(user_id, await store.films.remember(a_film(number), NOW), now)


async def test_own_films_are_those_looked_at_and_those_on_the_watchlist_the_latest_first_each_once(
    store: Store,
) -> None:
    await look_up(store, ALICE, 1, NOW)
    await look_up(store, ALICE, 2, NOW + MINUTE)
    await store.members.toggle_watchlist(ALICE, await store.films.remember(a_film(3), NOW), NOW + 2 * MINUTE)
    await store.members.toggle_watchlist(ALICE, await store.films.remember(a_film(1), NOW), NOW + 3 * MINUTE)

    own = await store.members.own_films(ALICE, 10)

    assert own == [a_film(1), a_film(3), a_film(2)]
    assert await store.members.own_films(ALICE, 2) == own[:2]
    assert await store.members.own_films(BOB, 10) == []


async def test_looking_at_a_film_again_makes_it_the_latest(store: Store) -> None:
    for minutes, number in enumerate((1, 2, 1)):
        await look_up(store, ALICE, number, NOW + minutes * MINUTE)

    assert await store.members.own_films(ALICE, 10) == [a_film(1), a_film(2)]


async def test_the_latest_twenty_five_films_that_a_person_looked_at_are_kept(store: Store) -> None:
    await look_up(store, BOB, 1)

    for number in range(40):
        await look_up(store, ALICE, number, NOW + number * MINUTE)

    assert await store.members.own_films(ALICE, 100) == [a_film(number) for number in range(39, 14, -1)]
    assert (await store.privacy.counts(ALICE))["lookups"] == 25
    assert await store.members.own_films(BOB, 100) == [a_film(1)]


async def test_a_person_follows_each_server_until_they_choose_and_when_they_choose_to(store: Store) -> None:
    choices: list[bool | None] = []

    for opens in (True, False, None):
        await store.members.choose_spoilers(ALICE, opens=opens)
        choices.append(await store.members.opens_spoilers(ALICE))

    assert choices == [True, False, None]
    assert (await store.privacy.counts(ALICE))["choices"] == 0


async def test_a_choice_is_one_persons(store: Store) -> None:
    await store.members.choose_spoilers(BOB, opens=True)

    assert await store.members.opens_spoilers(ALICE) is None
    assert await store.members.opens_spoilers(BOB) is True
