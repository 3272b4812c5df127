"""What is offered while a title is typed knows the person and the server, and nobody else's."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typing_extensions import override

from bot.services.suggestions import OFFERED, OWN_OFFERED, REMEMBER_AGAIN_AFTER, TALK_OF, TALK_OFFERED, Suggestions
from data.catalogue.base import Hit
from data.catalogue.local import LocalCatalogue
from data.models import Film, FilmId, FilmKey, GuildId, UserId
from data.store import Store
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, a_content, a_film, an_author, an_own_film
from tests.rounds import rounds

FATHER = a_film(1, title="The Godfather", year=1972)
PART_TWO = a_film(2, title="The Godfather Part II", year=1974)
GODDESS = a_film(3, title="The Goddess", year=1934)
GODS = a_film(4, title="The Gods Must Be Crazy", year=1980)
CITY = a_film(5, title="City of God", year=2002)
ALIEN = a_film(6, title="Alien", year=1979)
ALIENS = a_film(7, title="Aliens", year=1986)
LOST = an_own_film("home-movie", title="The Goldfish at Home")
FILMS = (FATHER, PART_TWO, GODDESS, GODS, CITY, ALIEN, ALIENS)
NEWEST_FIRST = [CITY, ALIENS, GODS, ALIEN, PART_TWO, FATHER, GODDESS]
HALF_A_MINUTE = timedelta(seconds=30)


class KnownFilms(LocalCatalogue):
    """A catalogue that knows how popular its films are, as a bulk one does; those unnamed have a popularity of 1."""

    def __init__(self, films: Iterable[Film], popularity: Mapping[FilmKey, float]) -> None:
        super().__init__(films)
        self._popularity = popularity

    @override
    async def search(self, query: str, limit: int) -> Sequence[Hit]:
        hits = await super().search(query, limit)
        return [hit.model_copy(update={"popularity": self._popularity.get(hit.film.key, 1)}) for hit in hits]


@pytest.fixture
def suggestions(store: Store) -> Suggestions:
    return Suggestions(LocalCatalogue(FILMS), store)


async def look_at(store: Store, *films: Film, user_id: UserId = ALICE) -> None:
    """The person looks at the films, one a minute, the first one first."""
    for number, film in enumerate(films):
        await store.members.look_up(user_id, await store.films.remember(film, NOW), NOW + number * MINUTE)


async def want(store: Store, film: Film, user_id: UserId = ALICE) -> None:
    await store.members.toggle_watchlist(user_id, await store.films.remember(film, NOW), NOW)


async def review(store: Store, film: Film, *user_ids: UserId, guild_id: GuildId = GUILD) -> None:
    for user_id in user_ids:
        await store.reviews.save(guild_id, an_author(user_id), film, a_content(), NOW)


async def break_table(store: Store, table: str) -> None:
    async with store.database.transaction() as tx:
        await tx.execute(f"ALTER TABLE {table} RENAME TO broken")


async def mend_table(store: Store, table: str) -> None:
    async with store.database.transaction() as tx:
        await tx.execute(f"ALTER TABLE broken RENAME TO {table}")


class TestNothingTyped:
    async def test_offers_ones_own_then_the_servers_talk_then_the_catalogue_each_film_once(
        self, store: Store, suggestions: Suggestions
    ) -> None:
        await look_at(store, ALIEN, GODS)
        await review(store, GODDESS, BOB)
        await review(store, ALIEN, BOB)

        offered = await suggestions.suggest(GUILD, ALICE, " ", NOW)

        assert offered == [GODS, ALIEN, GODDESS, CITY, ALIENS, PART_TWO, FATHER]

    async def test_offers_what_was_put_on_the_watchlist_among_what_was_looked_at(
        self, store: Store, suggestions: Suggestions
    ) -> None:
        await look_at(store, CITY, GODDESS)
        await store.members.toggle_watchlist(ALICE, await store.films.remember(ALIEN, NOW), NOW + 5 * MINUTE)

        assert list(await suggestions.suggest(GUILD, ALICE, "", NOW))[:3] == [ALIEN, GODDESS, CITY]

    async def test_leaves_room_for_what_is_not_ones_own(self, store: Store) -> None:
        own = [a_film(number) for number in range(100, 125)]
        talk = [a_film(number) for number in range(200, 225)]
        catalogued = [a_film(number) for number in range(300, 350)]
        await look_at(store, *own)

        for film in talk:
            await review(store, film, BOB)

        offered = await Suggestions(LocalCatalogue(catalogued), store).suggest(GUILD, ALICE, "", NOW)

        assert len(offered) == OFFERED
        assert list(offered[:OWN_OFFERED]) == own[: -OWN_OFFERED - 1 : -1]
        assert set(offered[OWN_OFFERED : OWN_OFFERED + TALK_OFFERED]) <= set(talk)
        assert set(offered[OWN_OFFERED + TALK_OFFERED :]) <= set(catalogued)

    async def test_listens_to_this_weeks_talk_alone(self, store: Store, suggestions: Suggestions) -> None:
        await review(store, GODDESS, BOB)

        last = await suggestions.suggest(GUILD, ALICE, "", NOW + TALK_OF)
        later = await suggestions.suggest(GUILD, ALICE, "", NOW + TALK_OF + MINUTE)

        assert last[0] == GODDESS
        assert later == NEWEST_FIRST

    async def test_listens_to_the_talk_again_after_half_a_minute(self, store: Store, suggestions: Suggestions) -> None:
        await suggestions.suggest(GUILD, ALICE, "", NOW)
        await review(store, GODDESS, BOB)

        offered = [await suggestions.suggest(GUILD, ALICE, "", NOW + wait) for wait in (MINUTE / 4, HALF_A_MINUTE)]

        assert [films[0] for films in offered] == [CITY, GODDESS]

    async def test_offers_a_newcomer_in_a_quiet_server_what_the_catalogue_has(self, suggestions: Suggestions) -> None:
        assert await suggestions.suggest(GUILD, ALICE, "", NOW) == NEWEST_FIRST

    async def test_in_a_direct_message_no_server_talks(self, store: Store, suggestions: Suggestions) -> None:
        await review(store, GODDESS, ALICE, BOB)
        await look_at(store, ALIEN)

        offered = await suggestions.suggest(None, ALICE, "", NOW)

        assert offered == [ALIEN, *(film for film in NEWEST_FIRST if film != ALIEN)]

    async def test_a_film_under_a_better_key_is_not_offered_beside_its_former_self(self, store: Store) -> None:
        before = an_own_film("starter-alien", title="Alien", year=1979)
        await look_at(store, before)
        after = ALIEN.model_copy(update={"former_keys": (before.key,)})

        offered = await Suggestions(LocalCatalogue([after, CITY]), store).suggest(GUILD, ALICE, "", NOW)

        assert offered == [before, CITY]


class TestTitleTyped:
    async def test_offers_ones_own_film_before_one_that_fits_a_trifle_better(
        self, store: Store, suggestions: Suggestions
    ) -> None:
        before = await suggestions.suggest(GUILD, ALICE, "the god", NOW)
        await look_at(store, PART_TWO)

        offered = await suggestions.suggest(GUILD, ALICE, "the god", NOW)

        assert before == [GODDESS, FATHER, PART_TWO, GODS]
        assert offered == [PART_TWO, GODDESS, FATHER, GODS]

    @pytest.mark.parametrize("typed", ["godfater", "gofather", "the gdfather"])
    async def test_offers_ones_own_film_before_another_in_spite_of_a_slip(
        self, store: Store, suggestions: Suggestions, typed: str
    ) -> None:
        before = await suggestions.suggest(GUILD, ALICE, typed, NOW)
        await look_at(store, PART_TWO)

        offered = await suggestions.suggest(GUILD, ALICE, typed, NOW)

        assert before[0] == FATHER
        assert offered[:2] == [PART_TWO, FATHER]

    @pytest.mark.parametrize(
        ("typed", "own", "first"),
        [
            ("alien", ALIENS, ALIEN),
            ("the godfather", PART_TWO, FATHER),
            ("godfather", PART_TWO, FATHER),
            ("the godfather 1972", PART_TWO, FATHER),
            ("god", CITY, GODDESS),
            ("the gods must", PART_TWO, GODS),
        ],
    )
    async def test_does_not_put_ones_own_film_before_one_that_is_clearly_meant(
        self, store: Store, suggestions: Suggestions, typed: str, own: Film, first: Film
    ) -> None:
        await look_at(store, own)

        assert (await suggestions.suggest(GUILD, ALICE, typed, NOW))[0] == first

    async def test_of_two_films_of_one_title_offers_ones_own_first(self, store: Store) -> None:
        old, new = (a_film(number, title="Solaris", year=year) for number, year in ((1, 1972), (2, 2002)))
        suggestions = Suggestions(LocalCatalogue([old, new]), store)
        before = await suggestions.suggest(GUILD, ALICE, "solaris", NOW)
        await want(store, old)

        offered = await suggestions.suggest(GUILD, ALICE, "solaris", NOW)

        assert (before, offered) == ([new, old], [old, new])

    async def test_knows_what_one_wants_to_see_and_what_one_reviewed_here_as_ones_own(
        self, store: Store, suggestions: Suggestions
    ) -> None:
        await want(store, PART_TWO)
        await review(store, GODS, ALICE)

        offered = await suggestions.suggest(GUILD, ALICE, "the god", NOW)

        assert offered == [GODS, PART_TWO, GODDESS, FATHER]

    async def test_does_not_tell_in_one_server_what_one_reviewed_in_another(
        self, store: Store, suggestions: Suggestions
    ) -> None:
        await review(store, GODS, ALICE, BOB, guild_id=OTHER_GUILD)

        for guild_id in (GUILD, None):
            assert await suggestions.suggest(guild_id, ALICE, "the god", NOW) == [GODDESS, FATHER, PART_TWO, GODS]

    async def test_prefers_the_popular_then_what_the_server_reviewed_then_the_catalogues_order(
        self, store: Store
    ) -> None:
        catalogue = KnownFilms(FILMS, {FATHER.key: 9})
        await review(store, GODS, ALICE, BOB)
        await review(store, PART_TWO, BOB)
        chloe = UserId(BOB + 1)

        offered = await Suggestions(catalogue, store).suggest(GUILD, chloe, "the god", NOW)

        assert offered == [FATHER, GODS, PART_TWO, GODDESS]

    async def test_offers_ones_own_film_that_the_catalogue_has_no_more_where_its_title_fits(
        self, store: Store, suggestions: Suggestions
    ) -> None:
        await look_at(store, LOST)

        offered = [await suggestions.suggest(GUILD, ALICE, typed, NOW) for typed in ("goldfish", "the gol", "alien")]

        assert [LOST in films for films in offered] == [True, True, False]

    async def test_offers_a_film_that_one_reviewed_here_and_the_catalogue_has_no_more(
        self, store: Store, suggestions: Suggestions
    ) -> None:
        await review(store, LOST, ALICE)

        offered = [await suggestions.suggest(*asker, "goldfish", NOW) for asker in ((GUILD, ALICE), (GUILD, BOB))]
        elsewhere = [await suggestions.suggest(guild_id, ALICE, "goldfish", NOW) for guild_id in (OTHER_GUILD, None)]

        assert offered == [[LOST], []]
        assert elsewhere == [[], []]

    async def test_finds_ones_own_film_far_behind_in_what_the_catalogue_finds(self, store: Store) -> None:
        many = [a_film(number, title=f"The {number}", year=2000) for number in range(1, 400)]
        own = a_film(500, title="The Missing Picture", year=2013)
        await look_at(store, own)

        offered = await Suggestions(LocalCatalogue([*many, own]), store).suggest(GUILD, ALICE, "the", NOW)

        assert offered[0] == own
        assert len(offered) == OFFERED

    async def test_knows_a_film_as_ones_own_wherever_the_catalogue_finds_it(self, store: Store) -> None:
        many = [a_film(number, title=f"The {number}", year=2000) for number in range(1, 80)]

        for number, film in enumerate([many[-1], *(a_film(number) for number in range(200, 275))]):
            film_id = await store.films.remember(film, NOW)
            await store.members.toggle_watchlist(ALICE, film_id, NOW + number * MINUTE)

        offered = await Suggestions(LocalCatalogue(many), store).suggest(GUILD, ALICE, "the", NOW)

        assert offered[0] == many[-1]

    @pytest.mark.parametrize("typed", ["the god", "the godfather part 2"])
    async def test_knows_a_film_by_a_former_key_as_ones_own_and_offers_it_as_it_is_now(
        self, store: Store, typed: str
    ) -> None:
        before = an_own_film("starter-part-two", title="The Godfather Part 2", year=1974)
        after = PART_TWO.model_copy(update={"former_keys": (before.key,)})
        await review(store, before, ALICE)

        offered = await Suggestions(LocalCatalogue([FATHER, after]), store).suggest(GUILD, ALICE, typed, NOW)

        assert offered[0] == after
        assert before not in offered

    async def test_reads_ones_own_films_once_for_many_keystrokes(self, store: Store, suggestions: Suggestions) -> None:
        await look_at(store, LOST)
        await suggestions.suggest(GUILD, ALICE, "g", NOW)
        await break_table(store, "films")

        offered = [await suggestions.suggest(GUILD, ALICE, "goldfish", NOW + wait) for wait in (MINUTE / 4, MINUTE)]

        assert offered == [[LOST], []]

    async def test_forgets_at_once_what_one_had_deleted(self, store: Store, suggestions: Suggestions) -> None:
        await look_at(store, LOST, PART_TWO)
        before = await suggestions.suggest(GUILD, ALICE, "the go", NOW)
        await store.privacy.forget(ALICE, NOW)

        offered = await suggestions.suggest(GUILD, ALICE, "the go", NOW)

        assert before[:2] == [PART_TWO, LOST]
        assert offered == [GODDESS, FATHER, PART_TWO, GODS]

    async def test_in_a_direct_message_knows_ones_own_films(self, store: Store, suggestions: Suggestions) -> None:
        await want(store, PART_TWO)
        await review(store, GODS, BOB)

        assert await suggestions.suggest(None, ALICE, "the god", NOW) == [PART_TWO, GODDESS, FATHER, GODS]


class TestAnythingTyped:
    @settings(max_examples=rounds(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(typed=st.one_of(st.text(max_size=30), st.sampled_from(["the", "god", "a", "alien 1979"])))
    async def test_a_newcomer_in_a_quiet_server_is_offered_what_the_catalogue_finds_in_its_order(
        self, suggestions: Suggestions, typed: str
    ) -> None:
        offered = await suggestions.suggest(GUILD, BOB, typed, NOW)

        assert offered == [hit.film for hit in await LocalCatalogue(FILMS).search(typed, OFFERED)]

    @settings(max_examples=rounds(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(typed=st.text(max_size=30))
    async def test_no_film_is_offered_twice_and_no_more_than_discord_takes(self, store: Store, typed: str) -> None:
        await look_at(store, LOST, *FILMS)

        offered = await Suggestions(LocalCatalogue(FILMS), store).suggest(GUILD, ALICE, typed, NOW)

        assert len({film.key for film in offered}) == len(offered) <= OFFERED

    @pytest.mark.parametrize("typed", ["\ud800", "x" * 10_000, "\x00", "%_*\"'", "\u200b", "!?", "\U0001f3ac"])
    async def test_junk_finds_nothing_and_does_no_harm(
        self, store: Store, suggestions: Suggestions, typed: str
    ) -> None:
        await look_at(store, LOST)

        assert await suggestions.suggest(GUILD, ALICE, typed, NOW) == []

    @settings(max_examples=rounds(10), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        written=st.lists(st.tuples(st.sampled_from(FILMS), st.sampled_from([ALICE, BOB])), max_size=8),
        looked=st.lists(st.sampled_from(FILMS), max_size=4),
    )
    async def test_what_happens_elsewhere_changes_nothing_here(
        self, store: Store, written: list[tuple[Film, UserId]], looked: list[Film]
    ) -> None:
        for film, user_id in written:
            await review(store, film, user_id, guild_id=OTHER_GUILD)

        await look_at(store, *looked, user_id=ALICE)
        suggestions = Suggestions(LocalCatalogue(FILMS), store)

        for typed in ("", "the god", "alien", "godfater"):
            offered = await suggestions.suggest(GUILD, BOB, typed, NOW)

            assert offered == [hit.film for hit in await LocalCatalogue(FILMS).search(typed, OFFERED)]


class TestLookingUp:
    async def test_film_looked_at_is_offered_at_once(self, store: Store, suggestions: Suggestions) -> None:
        film_id = await store.films.remember(LOST, NOW)
        before = await suggestions.suggest(GUILD, ALICE, "goldfish", NOW)

        await suggestions.looked_up(ALICE, film_id, NOW)

        assert before == []
        assert await suggestions.suggest(GUILD, ALICE, "goldfish", NOW) == [LOST]
        assert (await suggestions.suggest(GUILD, ALICE, "", NOW))[0] == LOST

    @pytest.mark.parametrize(
        ("after", "latest"),
        [(REMEMBER_AGAIN_AFTER - timedelta(seconds=1), CITY), (REMEMBER_AGAIN_AFTER, ALIEN)],
        ids=["within a minute", "later"],
    )
    async def test_second_look_counts_after_a_minute(
        self, store: Store, suggestions: Suggestions, after: timedelta, latest: Film
    ) -> None:
        alien, city = [await store.films.remember(film, NOW) for film in (ALIEN, CITY)]
        await suggestions.looked_up(ALICE, alien, NOW)
        await suggestions.looked_up(ALICE, city, NOW + MINUTE / 2)

        await suggestions.looked_up(ALICE, alien, NOW + after)

        assert (await store.members.own_films(ALICE, 2))[0] == latest

    async def test_look_that_could_not_be_kept_is_kept_the_next_time(
        self, store: Store, suggestions: Suggestions
    ) -> None:
        film_id = await store.films.remember(ALIEN, NOW)
        await break_table(store, "lookups")
        await suggestions.looked_up(ALICE, film_id, NOW)
        await mend_table(store, "lookups")

        await suggestions.looked_up(ALICE, film_id, NOW)

        assert await store.members.own_films(ALICE, 2) == [ALIEN]

    async def test_look_at_a_film_that_is_not_there_does_no_harm(self, store: Store, suggestions: Suggestions) -> None:
        await suggestions.looked_up(ALICE, FilmId(999), NOW)

        assert await store.members.own_films(ALICE, 2) == []


@pytest.mark.parametrize("table", ["lookups", "watchlist", "reviews", "film_keys", "films"])
@pytest.mark.parametrize("typed", ["", "the god"])
async def test_what_the_catalogue_has_is_offered_where_the_store_fails(
    store: Store, suggestions: Suggestions, table: str, typed: str
) -> None:
    await break_table(store, table)

    offered = await suggestions.suggest(GUILD, ALICE, typed, NOW)

    assert offered == [hit.film for hit in await LocalCatalogue(FILMS).search(typed, OFFERED)]
