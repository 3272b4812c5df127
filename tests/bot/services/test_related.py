from bot.services import Services
from bot.services.related import OFFERED, SHARE
from data.catalogue.base import RelatedFilm, Relation
from data.catalogue.local import LocalCatalogue
from data.models import Film, GuildId, ReviewForm, UserId
from data.store import Store
from tests.bot.services.films import BRIDE, EXILE, FILM, FRANKENSTEIN_1931, NUMBERS
from tests.builders import ALICE, AS_FAST_AS_THEY_LIKE, BOB, GUILD, NOW, OTHER_GUILD, a_film, an_author


async def rate(services: Services, author_id: UserId, film: Film, rating: int, guild_id: GuildId = GUILD) -> None:
    await services.reviews.submit(guild_id, an_author(author_id), film, ReviewForm(rating=rating), NOW)


async def related(services: Services, film: Film, guild_id: GuildId = GUILD) -> list[RelatedFilm]:
    return list(await services.related.of(guild_id, film, await services.films.id_of(film, NOW), NOW))


async def test_films_of_the_same_director_never_name_the_film_itself(services: Services) -> None:
    assert await related(services, FILM) == [
        RelatedFilm(film=EXILE, relation=Relation.DIRECTOR, shared=("Rithy Panh",))
    ]


async def test_members_who_rated_it_high_lead_to_what_else_they_rated_high(services: Services) -> None:
    for author_id in (ALICE, BOB):
        await rate(services, author_id, FILM, 8)
        await rate(services, author_id, NUMBERS, 9)

    await rate(services, BOB, BRIDE, 10)
    await rate(services, ALICE, FRANKENSTEIN_1931, 7)

    assert [(one.film, one.relation, one.members) for one in (await related(services, FILM))[1:]] == [
        (NUMBERS, Relation.LIKED, 2),
        (BRIDE, Relation.LIKED, 1),
    ]


async def test_members_who_did_not_like_it_are_not_asked(services: Services) -> None:
    await rate(services, ALICE, FILM, 7)
    await rate(services, ALICE, NUMBERS, 10)

    assert [one.film for one in await related(services, FILM)] == [EXILE]


async def test_what_members_like_in_another_server_is_not_told_here(services: Services) -> None:
    await rate(services, ALICE, FILM, 10, OTHER_GUILD)
    await rate(services, ALICE, NUMBERS, 10, OTHER_GUILD)

    assert [one.film for one in await related(services, FILM)] == [EXILE]


async def test_a_film_comes_once_with_its_surest_reason(services: Services) -> None:
    await rate(services, ALICE, FILM, 10)
    await rate(services, ALICE, EXILE, 10)

    assert [(one.film, one.relation) for one in await related(services, FILM)] == [(EXILE, Relation.DIRECTOR)]


async def test_no_kind_crowds_out_the_others(store: Store) -> None:
    by_one = [a_film(number, directors=["Prolific"], year=1980) for number in range(10, 50)]
    with_one = [a_film(number, cast=["Busy"], year=1980) for number in range(60, 100)]
    film, liked = a_film(1, directors=["Prolific"], cast=["Busy"]), a_film(2)
    services = Services(LocalCatalogue([film, liked, *by_one, *with_one]), store, AS_FAST_AS_THEY_LIKE)
    await rate(services, ALICE, film, 10)
    await rate(services, ALICE, liked, 10)

    found = await related(services, film)

    kinds = [one.relation for one in found]
    assert len(found) == OFFERED
    assert kinds == sorted(kinds, key=[Relation.DIRECTOR, Relation.LIKED, Relation.CAST].index)
    assert kinds.count(Relation.LIKED) == 1
    assert kinds.count(Relation.CAST) == SHARE
