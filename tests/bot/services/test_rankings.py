"""A server's ranking in pages, and what is read of the options that narrow it down."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.services import Services, aside
from bot.services import rankings as module
from bot.services.rankings import RankingFilter, RankingPage
from data.catalogue.local import LocalCatalogue
from data.errors import AmbiguousDate, BadWatchedOn, PeriodAhead, PeriodBackwards, TraitNotFound
from data.models import GuildSettings, Mean, Period, ReviewForm, TraitId, TraitKind, UserId
from data.store import Store
from tests.builders import ALICE, AS_FAST_AS_THEY_LIKE, GUILD, NOW, OTHER_GUILD, a_film, an_author

DAY = timedelta(days=1)
FILMS = [
    a_film(1, title="Brazil", directors=("Terry Gilliam",), genres=("Comedy", "Science fiction"), year=1985),
    a_film(2, title="Alien", directors=("Ridley Scott",), genres=("Science fiction", "Horror"), year=1979),
    a_film(3, title="Fargo", directors=("Joel Coen", "Ethan Coen"), genres=("Crime",), year=1996),
    a_film(4, title="Gilda", directors=("Charles Vidor",), genres=("Film noir",), year=1946),
    a_film(5, title="Elf", directors=("Jon Favreau",), genres=("Comedy",), year=2003),
    a_film(6, title="Dune", directors=("Denis Villeneuve",), genres=("Science fiction",), year=2021),
    a_film(7, title="Clue", directors=("Jonathan Lynn",), genres=("Comedy", "Crime"), year=1985),
]
RATINGS = {1: (8, 9, 9, 10), 2: (10,), 3: (8, 8, 8), 4: (8, 8), 5: (8, 8), 6: (2, 10, 10), 7: (6, 6, 8, 8)}
"""The example that is worked by hand in bot/services/ranking.py; Gilda was rated later than Elf."""

PLACES = ["Brazil", "Alien", "Fargo", "Gilda", "Elf", "Dune", "Clue"]


async def rate(services: Services, author: int, film: int, rating: int, now: datetime = NOW, **said: Any) -> None:
    form = ReviewForm(rating=rating, **said)
    await services.reviews.submit(GUILD, an_author(UserId(ALICE + author)), FILMS[film - 1], form, now)


@pytest.fixture
async def services(store: Store) -> Services:
    """The server of the example."""
    services = Services(LocalCatalogue(FILMS), store, AS_FAST_AS_THEY_LIKE)

    for film, ratings in RATINGS.items():
        for author, rating in enumerate(ratings):
            await rate(services, author, film, rating, NOW + (DAY if film == 4 else timedelta()))

    return services


def titles(page: RankingPage) -> list[str]:
    return [one.film.title for one in page.films]


async def ranked(services: Services, **wanted: Any) -> list[str]:
    return titles(await services.rankings.page(GUILD, RankingFilter.model_validate(wanted)))


async def test_the_example_worked_by_hand_comes_in_its_order(services: Services) -> None:
    page = await services.rankings.page(GUILD, RankingFilter())

    assert titles(page) == PLACES
    assert [one.place for one in page.films] == [1, 2, 3, 4, 5, 6, 7]
    assert [one.ratings for one in page.films] == [4, 1, 3, 2, 2, 3, 4]
    assert page.films[0].score == 60 / 7
    assert (page.mean, page.prior, page.count, page.pages) == (Mean(152, 19), 3, 7, 1)


async def test_the_server_s_own_weight_is_used(services: Services, store: Store) -> None:
    await store.guilds.choose(GuildSettings(guild_id=GUILD, prior=0))

    assert (await ranked(services))[:2] == ["Alien", "Brazil"]


async def test_many_films_are_ranked_aside_as_few_are(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "ASIDE_FROM", 1)

    assert await ranked(services) == PLACES


@pytest.mark.parametrize(("number", "shown"), [(1, [1, 2, 3]), (3, [7]), (9_999_999, [7]), (0, [1, 2, 3])])
async def test_pages_follow_one_another_and_the_last_stands_for_all_behind_it(
    services: Services, monkeypatch: pytest.MonkeyPatch, number: int, shown: list[int]
) -> None:
    monkeypatch.setattr(module, "PAGE_SIZE", 3)

    page = await services.rankings.page(GUILD, RankingFilter(), number)

    assert [one.place for one in page.films] == shown
    assert (page.pages, page.number) == (3, 1 if shown[0] == 1 else 3)


async def test_a_minimum_leaves_films_with_fewer_ratings_out(services: Services) -> None:
    assert await ranked(services, minimum=4) == ["Brazil", "Clue"]
    assert await ranked(services, minimum=5) == []


async def test_a_member_s_ranking_is_by_their_own_ratings_then_the_latest(services: Services) -> None:
    page = await services.rankings.page(GUILD, RankingFilter(author_id=ALICE))

    assert titles(page) == ["Alien", "Gilda", "Brazil", "Elf", "Fargo", "Clue", "Dune"]
    assert [one.score for one in page.films] == [10, 8, 8, 8, 8, 6, 2]
    assert [review.film.title for review in page.reviews] == titles(page)
    assert page.author == an_author(ALICE)


async def test_a_period_ends_where_it_was_asked_for_whenever_its_page_is_turned(services: Services) -> None:
    asked_at = NOW + 8 * DAY
    await rate(services, 9, 2, 10, asked_at + DAY)
    await rate(services, 9, 7, 9, asked_at - DAY)

    assert await ranked(services, period=Period.WEEK, end=asked_at) == ["Clue", "Gilda"]
    assert len(await ranked(services, period=Period.MONTH, end=asked_at)) == 7


async def test_a_rating_at_a_rewatch_is_of_the_period_and_an_edit_is_not(services: Services) -> None:
    begin = NOW + 30 * DAY
    await rate(services, 0, 6, 9, begin, is_rewatch=True)
    await rate(services, 0, 7, 9, begin)

    assert await ranked(services, begin=begin) == ["Dune"]


async def test_traits_narrow_the_ranking_together(services: Services) -> None:
    comedy = await services.rankings.trait(GUILD, TraitKind.GENRE, "comedy", NOW)
    eighties = await services.rankings.trait(GUILD, TraitKind.DECADE, "1980s", NOW)
    page = await services.rankings.page(GUILD, RankingFilter(genre=comedy, decade=eighties))

    assert titles(page) == ["Brazil", "Clue"]
    assert [trait.value for trait in page.traits] == ["Comedy", "1980s"]
    assert await ranked(services, genre=comedy) == ["Brazil", "Elf", "Clue"]


async def test_a_trait_that_is_gone_leaves_nothing_and_is_not_named(services: Services) -> None:
    page = await services.rankings.page(GUILD, RankingFilter(genre=TraitId(999)))

    assert (page.films, page.traits) == ((), ())


@pytest.mark.parametrize(
    ("kind", "typed", "offered"),
    [
        (TraitKind.GENRE, "", ["Comedy", "Science fiction", "Crime", "Film noir", "Horror"]),
        (TraitKind.GENRE, "FIC", ["Science fiction"]),
        (TraitKind.GENRE, "co", ["Comedy"]),
        (TraitKind.DIRECTOR, "coen", ["Ethan Coen", "Joel Coen"]),
        (TraitKind.DECADE, "19", ["1990s", "1980s", "1970s", "1940s"]),
        (TraitKind.DECADE, "80s", ["1980s"]),
        (TraitKind.DECADE, "1994", ["1990s"]),
        (TraitKind.COUNTRY, "", []),
    ],
)
async def test_values_of_reviewed_films_are_offered_the_most_frequent_or_latest_first(
    services: Services, kind: TraitKind, typed: str, offered: list[str]
) -> None:
    assert [trait.value for trait in await services.rankings.offers(GUILD, kind, typed, NOW)] == offered
    assert await services.rankings.offers(OTHER_GUILD, kind, typed, NOW) == []


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (TraitKind.GENRE, " SCIENCE-Fiction ", "Science fiction"),
        (TraitKind.DIRECTOR, "villeneuve", "Denis Villeneuve"),
        (TraitKind.DECADE, "80’s", "1980s"),
        (TraitKind.DECADE, "00s", "2000s"),
        (TraitKind.DECADE, "1946", "1940s"),
    ],
)
async def test_typed_text_names_a_trait_as_a_choice_does(
    services: Services, kind: TraitKind, typed: str, value: str
) -> None:
    (offer,) = [one for one in await services.rankings.offers(GUILD, kind, "", NOW) if one.value == value]

    assert await services.rankings.trait(GUILD, kind, typed, NOW) == offer.id
    assert await services.rankings.trait(GUILD, kind, f"trait:{offer.id}", NOW) == offer.id


@pytest.mark.parametrize(
    ("kind", "typed", "near"),
    [
        (TraitKind.GENRE, "comdy", "Comedy"),
        (TraitKind.DIRECTOR, "coen", "Joel Coen"),
        (TraitKind.DIRECTOR, "Vileneuve", "Denis Villeneuve"),
        (TraitKind.GENRE, "trait:999", None),
        (TraitKind.GENRE, "!!!", None),
    ],
)
async def test_what_names_no_trait_or_several_is_refused_with_those_near_it(
    services: Services, kind: TraitKind, typed: str, near: str | None
) -> None:
    with pytest.raises(TraitNotFound) as caught:
        await services.rankings.trait(GUILD, kind, typed, NOW)

    assert (caught.value.kind, caught.value.typed) == (kind, typed)
    assert near in caught.value.near if near else caught.value.near == ()


async def test_a_choice_of_another_server_s_is_refused(services: Services) -> None:
    (offer, *_) = await services.rankings.offers(GUILD, TraitKind.GENRE, "", NOW)

    with pytest.raises(TraitNotFound):
        await services.rankings.trait(OTHER_GUILD, TraitKind.GENRE, f"trait:{offer.id}", NOW)


async def test_both_days_are_included_in_the_server_s_time_zone(services: Services, store: Store) -> None:
    await store.guilds.choose(GuildSettings(guild_id=GUILD, zone="America/New_York"))

    dates = await services.rankings.read_dates(GUILD, "2026-10-31", "1 November 2026", NOW, "en-US")

    # The clocks are set back in the night to the second day.
    assert dates == (datetime(2026, 10, 31, 4, tzinfo=UTC), datetime(2026, 11, 2, 5, tzinfo=UTC))


async def test_today_is_the_day_in_the_server_s_time_zone(services: Services, store: Store) -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    await store.guilds.choose(GuildSettings(guild_id=GUILD, zone="Asia/Tokyo"))

    begin, end = await services.rankings.read_dates(GUILD, "today", "today", NOW, "en-US")

    assert (begin, end) == (datetime(2026, 11, 21, tzinfo=tokyo), datetime(2026, 11, 22, tzinfo=tokyo))


async def test_one_date_leaves_the_other_end_open_and_none_both(services: Services) -> None:
    rankings = services.rankings

    assert await rankings.read_dates(GUILD, None, None, NOW, "en-US") == (None, None)
    assert (await rankings.read_dates(GUILD, "2026-11-01", None, NOW, "en-US"))[1] is None
    assert (await rankings.read_dates(GUILD, None, "2026-11-01", NOW, "en-US"))[0] is None


async def test_a_last_day_that_is_still_to_come_is_no_mistake(services: Services) -> None:
    _, end = await services.rankings.read_dates(GUILD, None, "2031-01-01", NOW, "en-US")

    assert end == datetime(2031, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
async def test_the_last_of_all_days_is_as_good_as_any(services: Services, store: Store, zone: str) -> None:
    await store.guilds.choose(GuildSettings(guild_id=GUILD, zone=zone))

    _, end = await services.rankings.read_dates(GUILD, None, "9999-12-31", NOW, "en-US")

    assert len(await ranked(services, end=end)) == 7


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        ("soonish", None, BadWatchedOn),
        (None, "soonish", BadWatchedOn),
        ("3/4/2025", None, AmbiguousDate),
        ("2031-01-01", None, PeriodAhead),
        ("2026-11-02", "2026-11-01", PeriodBackwards),
    ],
)
async def test_dates_that_make_no_period_are_refused(
    services: Services, first: str | None, last: str | None, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        await services.rankings.read_dates(GUILD, first, last, NOW, "en-US")


async def test_days_before_there_were_ratings_are_as_good_as_any(services: Services) -> None:
    begin, end = await services.rankings.read_dates(GUILD, "1900-01-01", "1910-01-01", NOW, "en-US")

    assert begin is not None
    assert begin.date() == date(1970, 1, 2)
    assert await ranked(services, begin=begin, end=end) == []
    assert len(await ranked(services, begin=begin)) == 7
