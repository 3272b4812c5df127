import pytest

from data.models import FilmId, GuildId, ToldFilm, UserId
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD, a_film
from tests.data.store.own import HAND, a_film_by_hand, by_hand, merge

PAGE, OTHER_PAGE = "https://boxd.it/abcd", "https://boxd.it/efgh"
TOLD = ToldFilm(title="Lost Country", year=2023)


async def lead(
    store: Store, told: ToldFilm, film_id: FilmId, *, place: tuple[GuildId, UserId] = (GUILD, ALICE)
) -> None:
    """Let all that the film goes by lead to that film, as an import does."""
    async with store.database.transaction() as tx:
        for name in told.names:
            await tx.execute_fetchall(
                "INSERT INTO letterboxd_films (guild_id, user_id, name, film_id) VALUES (?, ?, ?, ?)",
                (*place, name, film_id),
            )


class TestKnown:
    async def test_title_and_year_lead_where_they_led_before(self, store: Store) -> None:
        await lead(store, TOLD, await store.films.remember(a_film(), NOW))

        assert await store.told_films.known(GUILD, ALICE, TOLD) == a_film()

    async def test_page_leads_to_its_film_whatever_title_and_year_are_told_now(self, store: Store) -> None:
        await lead(store, TOLD.model_copy(update={"address": PAGE}), await store.films.remember(a_film(), NOW))

        told = ToldFilm(title="Another Title", year=1999, address=PAGE)

        assert await store.told_films.known(GUILD, ALICE, told) == a_film()

    async def test_another_page_of_that_title_and_year_leads_nowhere(self, store: Store) -> None:
        await lead(store, TOLD.model_copy(update={"address": PAGE}), await store.films.remember(a_film(), NOW))

        told = TOLD.model_copy(update={"address": OTHER_PAGE})

        assert await store.told_films.known(GUILD, ALICE, told) is None

    @pytest.mark.parametrize("place", [(GUILD, BOB), (OTHER_GUILD, ALICE)])
    async def test_what_another_member_or_server_took_it_for_says_nothing(
        self, store: Store, place: tuple[GuildId, UserId]
    ) -> None:
        await lead(store, TOLD, await store.films.remember(a_film(), NOW), place=place)

        assert await store.told_films.known(GUILD, ALICE, TOLD) is None

    async def test_film_that_was_merged_leads_to_the_one_that_it_became(self, store: Store) -> None:
        film_id = await a_film_by_hand(store)
        await lead(store, TOLD, film_id)
        await merge(store, film_id, a_film())

        assert await store.told_films.known(GUILD, ALICE, TOLD) == a_film()

    async def test_film_that_was_deleted_leads_nowhere(self, store: Store) -> None:
        await lead(store, TOLD, await a_film_by_hand(store))
        await store.own_films.delete(GUILD, HAND.key, NOW)

        assert await store.told_films.known(GUILD, ALICE, TOLD) is None


class TestOwnNamed:
    @pytest.mark.parametrize("title", ["Élan  Vital", "élan vital", "ÉLAN VITAL"])
    async def test_film_of_the_server_is_found_by_its_very_title_in_any_case(self, store: Store, title: str) -> None:
        await a_film_by_hand(store, title="Élan Vital", year=2001)

        assert await store.told_films.own_named(GUILD, title, 2001) == [by_hand(title="Élan Vital", year=2001)]

    @pytest.mark.parametrize(("title", "year"), [("Elan", 2001), ("Élan Vital", 2002), ("Élan Vital", None)])
    async def test_another_title_or_year_finds_none(self, store: Store, title: str, year: int | None) -> None:
        await a_film_by_hand(store, title="Élan Vital", year=2001)

        assert await store.told_films.own_named(GUILD, title, year) == []

    async def test_film_without_a_year_is_found_without_one(self, store: Store) -> None:
        await a_film_by_hand(store, title="…")

        assert await store.told_films.own_named(GUILD, "…", None) == [by_hand(title="…")]

    async def test_all_of_one_name_are_found_the_first_added_first(self, store: Store) -> None:
        await a_film_by_hand(store, "b", title="Same", year=2001)
        await a_film_by_hand(store, "a", title="Same", year=2001)

        found = await store.told_films.own_named(GUILD, "Same", 2001)

        assert [film.key for film in found] == ["own:hand-b", "own:hand-a"]

    async def test_another_servers_film_is_not_found(self, store: Store) -> None:
        await a_film_by_hand(store, title="Same", year=2001, guild_id=OTHER_GUILD)

        assert await store.told_films.own_named(GUILD, "Same", 2001) == []

    async def test_film_is_found_by_what_it_was_renamed_to(self, store: Store) -> None:
        await a_film_by_hand(store, title="Smae", year=2001)
        renamed = by_hand(title="Same", year=2002)
        await store.own_films.change(GUILD, ALICE, renamed, NOW)

        assert await store.told_films.own_named(GUILD, "Same", 2002) == [renamed]
        assert await store.told_films.own_named(GUILD, "Smae", 2001) == []

    async def test_film_that_became_part_of_another_is_not_found(self, store: Store) -> None:
        await merge(store, await a_film_by_hand(store, title="Same", year=2001))

        assert await store.told_films.own_named(GUILD, "Same", 2001) == []
