from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.imports import PAGE, ImportPage
from bot.ui.custom_ids import ChooseFilmMeant, CustomId, ImportKind, LeaveFilmOut, ShowImportFilm, ShowImportFilms
from bot.ui.letterboxd.choosing import (
    STATES,
    TITLE,
    Asked,
    count_of,
    film_to_choose,
    films_page,
    read_search_form,
    search_form,
)
from data.models import Film, ImportFilm, ImportState, ToldEntry
from sandbox.validate.modals import check_modal
from tests.bot.ui.letterboxd.things import FEW, a_view, an_import_film, import_films, some_films
from tests.bot.ui.messages import assert_harmless, items, labels, sent
from tests.bot.ui.setups import words_of
from tests.bot.ui.things import Untold, names, some, untold
from tests.builders import a_film

kinds = st.sampled_from(list(STATES))


def asked_for(film: ImportFilm | None = None, **facts: Any) -> Asked:
    usual = {"import_id": 41, "kind": "unsure", "number": 3, "count": 12, "film": film or an_import_film(place=77)}
    return Asked.model_validate(usual | facts)


def a_page(count: int = PAGE, number: int = 2, pages: int = 4) -> ImportPage:
    return ImportPage(
        films=tuple(an_import_film(place, title=f"Film {place}") for place in range(1, count + 1)),
        number=number,
        pages=pages,
    )


@some(12)
@given(
    untold(import_films),
    kinds,
    st.sampled_from([1, 1_000_000]),
    st.none() | names,
    untold(some_films),
)
def test_discord_takes_every_film_that_is_asked_about_and_makes_nothing_of_it(
    film: Untold[ImportFilm], kind: ImportKind, number: int, typed: str | None, found: Untold[tuple[Film, ...]]
) -> None:
    asked = Asked(import_id=10**15 - 1, kind=kind, number=number, count=1_000_000, film=film.it)

    assert_harmless(film_to_choose(asked, typed, found.it))
    check_modal(search_form(asked).to_dict())


@some(8)
@given(untold(st.lists(import_films, max_size=2)), kinds, st.sampled_from([ImportState.READY, ImportState.DONE]))
def test_discord_takes_every_list_of_films_and_makes_nothing_of_it(
    shown: Untold[list[ImportFilm]], kind: ImportKind, state: ImportState
) -> None:
    page = ImportPage(films=tuple(shown.it * 5), number=1_000_000, pages=1_000_000)

    assert_harmless(films_page(a_view(state), kind, page))


def test_a_film_is_told_so_that_its_member_recognizes_it() -> None:
    days = [date(2024, 3, 2), date(2023, 5, 5), date(2022, 1, 1), date(2021, 1, 1)]
    seen = tuple(ToldEntry(watched_on=day, text="Clay." if day.year == 2024 else "") for day in days)
    film = an_import_film(directors=("Rithy Panh",), entries=seen, rating=9, is_liked=True, wanted_on=days[0])

    said = words_of(sent(film_to_choose(asked_for(film))))

    assert "**The Missing Picture (2013)**" in said
    assert "Directed by Rithy Panh" in said
    assert "♥ · 4 viewings · 1 review · on your watchlist" in said
    assert "Watched 2 March 2024, 5 May 2023, 1 January 2022 and 1 time more" in said


def test_those_that_may_be_meant_are_offered_with_what_tells_them_apart() -> None:
    one_by_hand = a_film(3).model_copy(update={"link": "https://boxd.it/x"})
    film = an_import_film(77, (a_film(1, directors=("Rithy Panh",)), a_film(2), one_by_hand))

    message = sent(film_to_choose(asked_for(film)))

    select = next(item for item in items(message) if item["type"] == 3)
    offered = [(one["label"], one["value"], one.get("description")) for one in select["options"]]
    assert offered == [
        ("Film No. 1 (2013)", "imdb:tt0000001", "Rithy Panh"),
        ("Film No. 2 (2013)", "imdb:tt0000002", None),
        ("Film No. 3 (2013)", "imdb:tt0000003", "https://boxd.it/x"),
    ]
    assert CustomId.parse(select["custom_id"]) == ChooseFilmMeant(import_id=41, kind="unsure", number=3, film_place=77)
    assert message["embeds"][0]["footer"]["text"] == "3 of 12 films to choose"


def test_what_was_found_takes_the_place_of_what_was_offered_and_nothing_does_not() -> None:
    film = an_import_film(77, (a_film(1),))

    found = sent(film_to_choose(asked_for(film), "clay", [a_film(2)]))
    nothing = sent(film_to_choose(asked_for(film), "cl*y", []))

    offered = [[one["value"] for item in items(page) for one in item.get("options", ())] for page in (found, nothing)]
    assert offered == [["imdb:tt0000002"], ["imdb:tt0000001"]]
    assert "Found for “clay”" in words_of(found)
    assert "I found nothing for “cl\\*y”" in words_of(nothing)


@pytest.mark.parametrize(
    ("number", "kind", "pressable"),
    [
        (1, "unsure", ["Search by title…", "Leave it out", "Skip for now", "Back to the import"]),
        (12, "unknown", ["Search by title…", "Leave it out", "Previous", "Back to the import"]),
        (2, "left", ["Search by title…", "Previous", "Next", "Back to the import"]),
    ],
)
def test_only_buttons_that_lead_somewhere_can_be_pressed(number: int, kind: str, pressable: list[str]) -> None:
    message = sent(film_to_choose(asked_for(number=number, kind=kind)))

    buttons = [item for item in items(message) if item["type"] == 2]
    assert [item["label"] for item in buttons if not item.get("disabled")] == pressable


def test_leaving_a_film_out_and_skipping_it_say_where_to_go_on() -> None:
    requests = [CustomId.parse(item["custom_id"]) for item in items(sent(film_to_choose(asked_for())))]

    assert LeaveFilmOut(import_id=41, kind="unsure", number=3, film_place=77) in requests
    assert ShowImportFilm(import_id=41, kind="unsure", number=4) in requests


def test_a_list_numbers_its_films_through_all_pages() -> None:
    message = sent(films_page(a_view(), "unknown", a_page(count=3, number=4)))

    said = message["embeds"][0]["description"]
    assert [line for line in said.splitlines() if "Film" in line] == [
        "31\\. **Film 1 (2013)**",
        "32\\. **Film 2 (2013)**",
        "33\\. **Film 3 (2013)**",
    ]
    assert [one["value"] for item in items(message) for one in item.get("options", ())] == ["31", "32", "33"]
    assert message["embeds"][0]["footer"]["text"] == "Page 4 of 4 · 2 films"


def test_a_list_is_turned_and_led_back_from() -> None:
    buttons = [item for item in items(sent(films_page(a_view(), "left", a_page()))) if item["type"] == 2]

    requests = [CustomId.parse(item["custom_id"]) for item in buttons]
    assert requests[:2] == [
        ShowImportFilms(import_id=41, kind="left", number=1),
        ShowImportFilms(import_id=41, kind="left", number=3),
    ]
    assert labels(sent(films_page(a_view(), "left", a_page()))) == ["Previous", "Next", "Back"]


@pytest.mark.parametrize("kind", list(STATES))
def test_nothing_can_be_chosen_once_it_is_imported(kind: ImportKind) -> None:
    message = sent(films_page(a_view(ImportState.DONE), kind, a_page()))

    assert not any("options" in item for item in items(message))


def test_a_list_of_nothing_leads_back() -> None:
    message = sent(films_page(a_view(), "unknown", ImportPage(films=(), number=1, pages=1)))

    assert labels(message) == ["Back"]


def test_films_of_each_kind_are_counted() -> None:
    assert [count_of(a_view(sums=FEW), kind) for kind in STATES] == [1, 2, 1]


def test_the_form_begins_with_the_title_that_was_told_and_gives_back_what_was_typed() -> None:
    form = search_form(asked_for()).to_dict()

    assert form["components"][0]["component"]["value"] == "The Missing Picture"
    sent_back = {"components": [{"type": 18, "component": {"type": 4, "custom_id": TITLE, "value": "Clay"}}]}
    assert read_search_form(sent_back) == "Clay"
    assert not read_search_form({"components": "x"})
