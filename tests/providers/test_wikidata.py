"""Wikidata as the bot knows it, on answers of Wikidata's shape."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.catalogue.wikidata import Wikidata
from data.catalogue.wikidata_answers import Entities, Entity
from data.errors import NotAtProvider, ProviderResting, StrangeAnswer
from data.models import Film, Source
from tests.bot.ui.things import some
from tests.builders import NOW, a_film
from tests.providers.stand_in import Asked, Json, Said, StandIn
from tests.providers.test_tmdb import anything
from tests.providers.wikidata_server import (
    ALIAS,
    ANIME,
    CONTACT,
    HUMAN,
    ITEMS,
    LANTERN,
    SERIES,
    amount,
    entity,
    item,
    lantern,
    moment,
    nothing,
    value,
    wikidata,
)


def at_wikidata(item_id: str, **facts: Any) -> Film:
    """A film of which only Wikidata's id is known."""
    return Film.model_validate({"key": f"wd:{item_id}", "title": "?", "wikidata_id": item_id} | facts)


def read(claims: dict[str, list[Json]], **parts: Any) -> Film:
    """What becomes of an item with these statements."""
    film = Entity.model_validate(entity(LANTERN, "A film", claims, **parts)).as_film({})
    assert film is not None
    return film


async def test_search_finds_films_and_nothing_else_of_that_name(wiki: Wikidata) -> None:
    (film,) = await wiki.search("The Lantern Seller", NOW)

    assert (film.key, film.title, film.year) == (f"wd:{LANTERN}", "The Lantern Seller", 1968)
    assert (film.imdb_id, film.tmdb_id) == ("tt90000042", 900042)
    assert film == film.name_alone


async def test_search_for_what_wikidata_does_not_know_asks_no_more(wiki: Wikidata, wikidata_server: StandIn) -> None:
    assert await wiki.search("nothing of that name", NOW) == ()
    assert len(wikidata_server.asked) == 1


async def test_film_has_all_its_facts_with_people_and_things_by_their_names(wiki: Wikidata) -> None:
    details = await wiki.details(at_wikidata(LANTERN), NOW)

    film = details.film
    assert (details.source, details.fetched_at) == (Source.WIKIDATA, NOW)
    assert (film.title, film.original_title, film.year, film.runtime_min) == (
        "The Lantern Seller",
        "Prodavač svitilen",
        1968,
        83,
    )
    assert (film.directors, film.cast) == (("Ada Vesely",), ("Jiri Novak",))
    assert (film.genres, film.countries, film.languages) == (("Drama",), ("Czechoslovakia",), ("Czech",))
    assert film.other_titles == ("Seller of Lanterns",)


async def test_names_come_in_one_further_request(wiki: Wikidata, wikidata_server: StandIn) -> None:
    await wiki.details(at_wikidata(LANTERN), NOW)

    assert [asked.query["props"] for asked in wikidata_server.asked] == ["labels|aliases|claims", "labels"]


async def test_film_is_found_by_its_id_at_imdb(wiki: Wikidata) -> None:
    film = a_film(imdb_id="tt90000042", key="imdb:tt90000042")

    assert (await wiki.details(film, NOW)).film.key == f"wd:{LANTERN}"


async def test_item_that_was_merged_into_another_is_followed_and_its_key_kept(wiki: Wikidata) -> None:
    film = (await wiki.details(at_wikidata(ALIAS), NOW)).film

    assert film.keys[0] == f"wd:{LANTERN}"
    assert f"wd:{ALIAS}" in film.keys


@pytest.mark.parametrize("film", [at_wikidata("Q404"), a_film(1), at_wikidata(HUMAN)])
async def test_what_is_not_there_or_no_film_is_said_so(wiki: Wikidata, film: Film) -> None:
    with pytest.raises(NotAtProvider):
        await wiki.details(film, NOW)


@pytest.mark.parametrize(("kind", "is_film"), [(ANIME, True), (SERIES, False), (HUMAN, False)])
async def test_kinds_are_films_by_what_they_are_subclasses_of(
    wiki: Wikidata, wikidata_server: StandIn, monkeypatch: pytest.MonkeyPatch, kind: str, *, is_film: bool
) -> None:
    monkeypatch.setitem(ITEMS, LANTERN, entity(LANTERN, "The Lantern Seller", {"P31": [item(kind)]}))

    found = [len(await wiki.search("The Lantern Seller", NOW)) for _ in range(2)]

    assert found == [int(is_film)] * 2
    kinds = [asked for asked in wikidata_server.asked if asked.query.get("ids") == kind]
    assert len(kinds) <= 1


async def test_another_films_facts_are_refused(wiki: Wikidata, wikidata_server: StandIn) -> None:
    with pytest.raises(StrangeAnswer, match="another film"):
        await wiki.details(at_wikidata(LANTERN, imdb_id="tt0000001"), NOW)

    wikidata_server.says(Said({"entities": {"Q1": lantern() | {"id": "Q1"}}}))

    with pytest.raises(NotAtProvider):
        await wiki.details(at_wikidata(LANTERN), NOW)


@pytest.mark.parametrize(
    ("code", "error"),
    [("no-such-entity", NotAtProvider), ("maxlag", ProviderResting), ("internal_api_error", StrangeAnswer)],
)
async def test_errors_that_come_with_status_200_are_told_apart(
    wiki: Wikidata, wikidata_server: StandIn, code: str, error: type[Exception]
) -> None:
    wikidata_server.says(Said({"error": {"code": code, "info": "told in words", "*": "See the API"}}))

    with pytest.raises(error):
        await wiki.details(at_wikidata(LANTERN), NOW)


async def test_every_request_says_who_asks_and_whom_to_write_to(wiki: Wikidata, wikidata_server: StandIn) -> None:
    await wiki.search("The Lantern Seller", NOW)

    agents = {asked.headers["User-Agent"] for asked in wikidata_server.asked}
    assert {agent.split(" aiohttp/")[0] for agent in agents} == {f"MarqueeBot/1.2 ({CONTACT})"}


async def test_nothing_is_asked_while_something_is(wiki: Wikidata, wikidata_server: StandIn) -> None:
    for number in range(4):
        await wiki.search(f"title {number}", NOW)

    assert wikidata_server.most_at_once == 1


@pytest.mark.parametrize(
    ("dates", "year"),
    [
        ([moment("+2013-05-19T00:00:00Z"), moment("+2012-12-31T00:00:00Z")], 2012),
        ([moment("+2013-01-01T00:00:00Z", 9)], 2013),
        ([moment("+2013-00-00T00:00:00Z", 9)], 2013),
        ([moment("+2010-00-00T00:00:00Z", 8)], None),
        ([moment("+2013-05-19T00:00:00Z"), moment("+1999-01-01T00:00:00Z", 9, rank="deprecated")], 2013),
        ([moment("+2013-05-19T00:00:00Z", rank="preferred"), moment("+2012-05-19T00:00:00Z")], 2012),
        ([nothing(), nothing("novalue")], None),
        ([moment("-0044-03-15T00:00:00Z")], None),
        ([moment("+1492-01-01T00:00:00Z")], None),
        ([moment("rubbish")], None),
        ([value("2013")], None),
    ],
)
def test_year_is_the_earliest_that_is_known_to_the_year(dates: list[Json], year: int | None) -> None:
    assert read({"P577": dates}).year == year


@pytest.mark.parametrize(
    ("number", "unit", "minutes"),
    [
        ("+96", "Q7727", 96),
        ("+95.6", "Q7727", 96),
        ("+1.5", "Q25235", 90),
        ("+3600", "Q11574", 60),
        ("+96", "Q11573", None),
        ("+0", "Q7727", None),
        ("-5", "Q7727", None),
        ("+99999999", "Q7727", None),
        ("1e9999", "Q7727", None),
    ],
)
def test_length_is_in_minutes(number: str, unit: str, minutes: int | None) -> None:
    assert read({"P2047": [amount(number, unit)]}).runtime_min == minutes


def test_film_without_an_english_name_goes_by_the_one_of_all_languages_or_its_own_title() -> None:
    title = {"P1476": [value({"text": "七人の侍", "language": "ja"}, "monolingualtext")]}
    shared = entity(LANTERN, "", labels={"mul": {"language": "mul", "value": "Shichinin"}})
    own = entity(LANTERN, "", title)

    films = [Entity.model_validate(one).as_name() for one in (shared, own, entity(LANTERN, ""))]

    assert [film and film.title for film in films] == ["Shichinin", "七人の侍", None]


def test_preferred_statements_stand_for_all() -> None:
    claims = {"P345": [value("tt0000001"), value("tt0000002", rank="preferred")]}

    assert read(claims).imdb_id == "tt0000002"


@some(150)
@given(
    claims=st.dictionaries(
        st.sampled_from(["P31", "P57", "P577", "P2047", "P345", "P4947", "P1476"]),
        st.lists(
            st.builds(value, anything, rank=st.sampled_from(["normal", "preferred", "deprecated"]))
            | st.builds(moment, st.text(max_size=20), st.integers())
            | st.builds(amount, st.text(max_size=12))
            | anything,
            max_size=3,
        )
        | anything,
        max_size=5,
    )
    | anything,
    other=st.dictionaries(st.sampled_from(["id", "labels", "aliases", "redirects", "missing"]), anything, max_size=2),
)
def test_whatever_is_answered_becomes_a_valid_film_or_is_refused(claims: Any, other: Json) -> None:
    body = {"entities": {LANTERN: lantern() | {"claims": claims} | other}}

    try:
        answer = Entities.model_validate(body)
    except ValidationError:
        return

    found = answer.get(LANTERN)
    film = None if found is None else found.as_film({"Q1": "One"})
    assert film is None or Film.model_validate(film.model_dump()) == film


def test_stand_in_answers_what_it_does_not_know_as_wikidata_does() -> None:
    said = wikidata(Asked("/", {"action": "dance"}, {}))

    assert isinstance(said.body, dict)
    assert said.body["error"]["code"] == "badvalue"
