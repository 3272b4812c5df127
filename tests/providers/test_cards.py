"""Cards and commands on the sandbox, while providers answer, hang, and go wrong."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.posting import finding
from data.catalogue.remote import asking
from data.catalogue.tmdb import Tmdb
from data.catalogue.wikidata import Wikidata
from data.models import FilmKey
from tests.e2e.driver import Json, items_of, text_of
from tests.e2e.scenes import FILM, change_schema, write_review
from tests.e2e.stage import Stage, staged
from tests.e2e.world import BOB, world
from tests.providers.stand_in import LARGE, Said, StandIn, standing_in
from tests.providers.tmdb_server import ISLAND_ID, TOKEN, bare, failure, listed, page, picture, tmdb
from tests.providers.watching import becomes, thumbnail
from tests.providers.wikidata_server import CONTACT, LANTERN, wikidata

FETCHING = "Poster and more are being fetched from TMDB"
SILENT = "TMDB did not answer: poster and where to watch are missing"
POSTER = "https://image.tmdb.org/t/p/w342/p1ctur3.jpg"
ISLAND, SELLER = "Island of Clay", "The Lantern Seller"


@pytest.fixture
async def stage(tmp_path: Path, tmdb_server: StandIn) -> AsyncGenerator[Stage]:
    """A bot that has a token of TMDB's."""
    async with staged(tmp_path, providers=lambda: [Tmdb(TOKEN, tmdb_server.url)]) as stage:
        yield stage
        tmdb_server.may_answer.set()


@pytest.fixture
async def free_stage(tmp_path: Path, wikidata_server: StandIn) -> AsyncGenerator[Stage]:
    """A bot without a token, which asks Wikidata."""
    async with staged(tmp_path, providers=lambda: [Wikidata(CONTACT, wikidata_server.url)]) as stage:
        yield stage
        wikidata_server.may_answer.set()


async def all_completed() -> None:
    """Wait until no private card is being edited any more."""
    while tasks := [task for task in asyncio.all_tasks() if task.get_name() == "completing a private card"]:
        await asyncio.wait(tasks)


def options(message: Json) -> list[str]:
    """What can be chosen below a message."""
    return [option["label"] for item in items_of(message) for option in item.get("options", [])]


async def test_card_is_shown_at_once_and_completes_itself(stage: Stage, tmdb_server: StandIn) -> None:
    tmdb_server.may_answer.clear()

    card = await stage.alice.slash("film", title=FILM)
    await tmdb_server.was_asked()
    tmdb_server.may_answer.set()
    message = await becomes(stage.alice, card, lambda text: FETCHING not in text)

    assert not card.is_private
    assert "Rithy Panh" in card.text
    assert FETCHING in card.text
    assert "poster-" in (thumbnail(card.message) or "")
    text = text_of(message)
    assert thumbnail(message) == POSTER
    assert "Where to watch (US)" in text
    assert "Stream: Filmbox, Kanopy\nRent: Amazon Video" in text
    assert "Where to watch by JustWatch" in text
    assert "This product uses the TMDB API but is not endorsed or certified by TMDB." in text


async def test_local_facts_stand_before_tmdbs(stage: Stage) -> None:
    card = await stage.alice.slash("film", title=FILM)
    message = await becomes(stage.alice, card, lambda text: FETCHING not in text)

    assert "Clay figures stand in for pictures" not in text_of(message)


async def test_second_card_has_it_all_at_once_and_nobody_is_asked_again(stage: Stage, tmdb_server: StandIn) -> None:
    await becomes(stage.alice, await stage.alice.slash("film", title=FILM), lambda text: FETCHING not in text)
    asked = len(tmdb_server.asked)

    card = await stage.bob.slash("film", title=FILM)

    assert thumbnail(card.message) == POSTER
    assert len(tmdb_server.asked) == asked


async def test_posted_review_has_the_poster_too(stage: Stage) -> None:
    await becomes(stage.alice, await stage.alice.slash("film", title=FILM), lambda text: FETCHING not in text)

    post = await write_review(stage.bob)

    assert thumbnail(post.message) == POSTER


SPOILT = {
    "500": [Said(status=500)],
    "rubbish": [Said(b"\x00rubbish")],
    "10 MB": [Said(b" " * LARGE)],
    "another film's id": [Said(bare(999, "Another"))],
    "another film": [Said(picture() | {"id": 5})],
    "nothing": [Said(is_cut_off=True)],
    "too many requests": [failure(25, **{"Retry-After": "60"})],
    "a wrong token": [failure(7)],
}


@pytest.mark.parametrize("said", SPOILT.values(), ids=list(SPOILT))
async def test_card_says_what_is_missing_when_the_provider_goes_wrong(
    stage: Stage, tmdb_server: StandIn, said: list[Said]
) -> None:
    tmdb_server.says(*said)

    card = await stage.alice.slash("film", title=FILM)
    message = await becomes(stage.alice, card, lambda text: SILENT in text)

    assert "Rithy Panh" in text_of(message)
    assert FETCHING not in text_of(message)


async def test_card_says_what_is_missing_when_the_provider_hangs(
    stage: Stage, tmdb_server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "ANSWER_WITHIN_S", 0.1)
    tmdb_server.may_answer.clear()

    card = await stage.alice.slash("film", title=FILM)

    assert FETCHING in card.text
    assert await becomes(stage.alice, card, lambda text: SILENT in text)


async def test_film_that_tmdb_does_not_know_has_a_card_without_a_promise(stage: Stage, tmdb_server: StandIn) -> None:
    tmdb_server.says(Said({"movie_results": []}))

    card = await stage.alice.slash("film", title=FILM)
    message = await becomes(stage.alice, card, lambda text: FETCHING not in text)

    assert "TMDB" not in text_of(message)


async def test_every_command_answers_while_the_provider_hangs(
    stage: Stage, tmdb_server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "FOUND_WITHIN_S", 0.0)
    tmdb_server.may_answer.clear()
    card = await stage.alice.slash("film", title=FILM)
    await tmdb_server.was_asked()

    answers = {
        "a button": await stage.bob.click(card.message, "Watchlist"),
        "more": await stage.bob.click(card.message, "See more films"),
        "reviews of": await stage.bob.click(card.message, "See all reviews"),
        "form": await stage.bob.click(card.message, "Add a review"),
        "review": await write_review(stage.bob),
        "rate": await stage.bob.slash("rate", film=FILM, rating=7),
        "reviews": await stage.bob.slash("reviews", film=FILM),
        "film": await stage.bob.slash("film", title="Seven Samurai"),
        "random": await stage.bob.slash("watchlist random"),
        "list": await stage.bob.slash("watchlist show"),
        "help": await stage.bob.slash("help"),
        "unknown film": await stage.bob.slash("film", title=ISLAND),
        "unknown film to review": await stage.bob.slash("review", film=ISLAND),
        "unknown film to rate": await stage.bob.slash("rate", film=ISLAND, rating=7),
        "unknown film to browse": await stage.bob.slash("reviews", film=ISLAND),
    }

    assert not tmdb_server.may_answer.is_set()
    assert not [name for name, answer in answers.items() if answer.kind == "failed"]
    assert [name for name, answer in answers.items() if "Asking TMDB" in answer.text] == [
        name for name in answers if name.startswith("unknown")
    ]


async def test_film_that_only_tmdb_knows_goes_from_search_to_poster(stage: Stage, tmdb_server: StandIn) -> None:
    card = await stage.alice.slash("film", title=ISLAND)
    message = await becomes(stage.alice, card, lambda text: FETCHING not in text)

    assert not card.is_private
    assert text_of(message).startswith("Island of Clay (2015)")
    assert "Directed by **Ada Vesely**" in text_of(message)
    assert thumbnail(message) == "https://image.tmdb.org/t/p/w342/isl4nd.jpg"
    assert tmdb_server.asked[0].query["query"] == ISLAND


async def test_several_films_of_tmdbs_are_offered(stage: Stage) -> None:
    question = await stage.alice.slash("film", title="isla cla")

    await stage.alice.choose(question.message, ISLAND)

    assert not question.is_private
    assert options(question.message) == ["Island of Clay (2015)"]
    assert await becomes(stage.alice, question, lambda text: "Directed by **Ada Vesely**" in text)


async def test_slow_search_is_promised_privately_and_the_choice_takes_its_place(
    stage: Stage, tmdb_server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "FOUND_WITHIN_S", 0.0)
    tmdb_server.may_answer.clear()

    promise = await stage.alice.slash("film", title=ISLAND)
    await tmdb_server.was_asked()
    tmdb_server.may_answer.set()
    question = await becomes(stage.alice, promise, lambda text: "Is this the film you mean?" in text)
    await stage.alice.choose(question, ISLAND)
    private = await becomes(stage.alice, promise, lambda text: "Ada Vesely" in text)
    public = await stage.alice.click(private, "Show here")

    assert promise.is_private
    assert options(question) == ["Island of Clay (2015)"]
    assert thumbnail(private) is not None
    assert not public.is_private


@pytest.mark.parametrize(("said", "words"), [(None, "Check the spelling"), (Said(status=500), "TMDB did not answer")])
async def test_slow_search_in_vain_is_said_so(
    stage: Stage, tmdb_server: StandIn, monkeypatch: pytest.MonkeyPatch, said: Said | None, words: str
) -> None:
    monkeypatch.setattr(finding, "FOUND_WITHIN_S", 0.0)
    tmdb_server.may_answer.clear()

    promise = await stage.alice.slash("film", title="no film goes by that")
    await tmdb_server.was_asked()

    if said is not None:
        tmdb_server.says(said)

    tmdb_server.may_answer.set()

    assert await becomes(stage.alice, promise, lambda text: "I know no film called" in text and words in text)


async def test_promise_is_replaced_even_where_the_store_fails(
    stage: Stage, tmdb_server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "FOUND_WITHIN_S", 0.0)
    tmdb_server.may_answer.clear()

    promise = await stage.alice.slash("film", title=ISLAND)
    await tmdb_server.was_asked()
    await change_schema(stage, "DROP TABLE offered_films")
    tmdb_server.may_answer.set()

    assert await becomes(stage.alice, promise, lambda text: "could not do that just now (reference" in text)


async def test_quick_search_in_vain_is_said_privately(stage: Stage) -> None:
    answer = await stage.alice.slash("film", title="no film goes by that")

    assert answer.is_private
    assert "I know no film called **no film goes by that**" in answer.text


async def test_film_that_only_tmdb_knows_is_reviewed_and_known_after_a_restart_without_tmdb(
    stage: Stage, tmdb_server: StandIn
) -> None:
    post = await write_review(stage.alice, film=ISLAND)
    await stage.settled()
    stage.providers = tuple
    await stage.restart_bot()

    form = await stage.bob.click(post.message, "Review it too")

    assert form.kind == "modal"
    assert (await stage.store.films.by_key(_key(ISLAND_ID))).film.title == ISLAND
    assert tmdb_server.asked


async def test_offered_film_can_be_chosen_after_a_restart_while_tmdb_is_down(
    stage: Stage, tmdb_server: StandIn
) -> None:
    question = await stage.alice.slash("film", title="isla cla")
    await stage.restart_bot()
    tmdb_server.says(Said(status=500))

    await stage.alice.choose(question.message, ISLAND)

    assert await becomes(stage.alice, question, lambda text: "Island of Clay (2015)" in text and SILENT in text)


async def test_private_copy_completes_itself_as_well(stage: Stage, tmdb_server: StandIn) -> None:
    tmdb_server.may_answer.clear()
    card = await stage.alice.slash("film", title=FILM)
    private = await stage.bob.click(card.message, "See more films")
    tmdb_server.may_answer.set()

    message = await becomes(stage.bob, private, lambda text: FETCHING not in text)

    assert private.is_private
    assert FETCHING in private.text
    assert thumbnail(message) == POSTER
    assert options(message) == options(private.message)


async def test_private_card_that_was_turned_meanwhile_is_left_alone(stage: Stage, tmdb_server: StandIn) -> None:
    film = await stage.bot.services.films.get(FilmKey("imdb:tt2852470"), None)
    other = (await stage.catalogue.related(film, 1))[0].film
    complete = await stage.alice.slash("film", title=other.key)
    await becomes(stage.alice, complete, lambda text: FETCHING not in text)
    tmdb_server.may_answer.clear()
    card = await stage.alice.slash("film", title=FILM)
    private = await stage.bob.click(card.message, "See more films")
    await stage.bob.choose(private.message, other.name)
    await stage.bot.finish_answers()
    tmdb_server.may_answer.set()

    await becomes(stage.alice, card, lambda text: FETCHING not in text)
    await all_completed()

    assert text_of(await stage.bob.message(private.message["id"])).startswith(other.name)


@pytest.mark.parametrize("is_late", [False, True])
async def test_public_card_is_for_the_servers_country_and_a_private_one_for_its_readers(
    tmp_path: Path, tmdb_server: StandIn, *, is_late: bool
) -> None:
    setting = world()
    setting["guilds"][0]["preferred_locale"] = "de"
    bob = next(user for user in setting["users"] if user["id"] == str(BOB))
    bob["locale"] = "fr"

    async with staged(tmp_path, setting, lambda: [Tmdb(TOKEN, tmdb_server.url)]) as stage:
        if not is_late:
            first = await stage.alice.slash("film", title=FILM)
            await becomes(stage.alice, first, lambda text: FETCHING not in text)

        card = await stage.alice.slash("film", title=FILM)
        public = await becomes(stage.alice, card, lambda text: FETCHING not in text)
        answer = await stage.bob.click(card.message, "See more films")

    assert "Where to watch (DE)\nBuy: Kinothek" in text_of(public)
    assert "Where to watch (FR)\nStream: Salle Neuve" in answer.text


async def test_card_whose_bot_ended_while_it_waited_completes_after_the_next_start(
    stage: Stage, tmdb_server: StandIn
) -> None:
    tmdb_server.may_answer.clear()
    card = await stage.alice.slash("film", title=FILM)
    await tmdb_server.was_asked()
    await stage.restart_bot()
    tmdb_server.may_answer.set()

    message = await becomes(stage.alice, card, lambda text: FETCHING not in text)

    assert thumbnail(message) == POSTER


async def test_help_says_whose_data_is_used(stage: Stage) -> None:
    page = await stage.alice.slash("help")

    assert "This product uses the TMDB API but is not endorsed or certified by TMDB." in page.text


async def test_film_that_only_wikidata_knows_goes_from_search_to_its_facts(free_stage: Stage) -> None:
    card = await free_stage.alice.slash("film", title=SELLER)
    message = await becomes(free_stage.alice, card, lambda text: "being fetched" not in text)

    text = text_of(message)
    assert "More facts are being fetched from Wikidata" in card.text
    assert text.startswith("The Lantern Seller (1968)")
    assert "Directed by **Ada Vesely**" in text
    assert "83 min · Czechoslovakia · Czech · Drama" in text
    assert "Facts from Wikidata (CC0)." in text
    assert (await free_stage.store.films.by_key(_wikidata_key())).film.title == SELLER


async def test_complete_film_needs_no_words_of_wikidatas(free_stage: Stage, wikidata_server: StandIn) -> None:
    card = await free_stage.alice.slash("film", title=FILM)

    assert "Wikidata" not in card.text
    assert wikidata_server.asked == []


async def test_wikidata_helps_where_tmdb_does_not_answer(tmp_path: Path) -> None:
    async with standing_in(tmdb) as tmdb_server, standing_in(wikidata) as wikidata_server:
        tmdb_server.says(Said(status=500))
        providers = [Tmdb(TOKEN, tmdb_server.url), Wikidata(CONTACT, wikidata_server.url)]

        async with staged(tmp_path, providers=lambda: providers) as stage:
            card = await stage.alice.slash("film", title=SELLER)
            message = await becomes(stage.alice, card, lambda text: "Directed by **Ada Vesely**" in text)

    assert SILENT in text_of(message)
    assert "Facts from Wikidata (CC0)." in text_of(message)


def _key(tmdb_id: int) -> FilmKey:
    return FilmKey(f"tmdb:{tmdb_id}")


def _wikidata_key() -> FilmKey:
    return FilmKey(f"wd:{LANTERN}")


async def test_title_that_is_like_one_known_here_is_looked_for_elsewhere_as_well(
    stage: Stage, tmdb_server: StandIn
) -> None:
    tmdb_server.says(Said(page(listed(77, "The Missing Pictures", "1999-01-01"))))

    card = await stage.alice.slash("film", title="the missing pictures")

    assert card.text.startswith("The Missing Pictures (1999)")


async def test_what_is_like_the_title_here_is_shown_where_nobody_answers_in_time(
    stage: Stage, tmdb_server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "FOUND_WITHIN_S", 0.0)
    tmdb_server.may_answer.clear()

    card = await stage.alice.slash("film", title="the missing pictures")

    assert card.text.startswith("The Missing Picture (2013)")
    assert not card.is_private
    tmdb_server.may_answer.set()
