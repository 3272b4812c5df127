"""From a film's card to others, each with its reason, and back."""

from tests.e2e.driver import Json, Reply, items_of
from tests.e2e.scenes import FILM, write_review
from tests.e2e.stage import Stage

BACK_TO_FILM = "Back to The Missing Picture (2013)"


def reasons(card: Reply) -> dict[str, str]:
    """What the select below the card offers, with the reasons."""
    options: list[Json] = [option for item in items_of(card.message) for option in item.get("options", [])]
    return {option["label"]: option["description"] for option in options}


async def test_every_film_to_see_next_comes_with_its_reason(stage: Stage) -> None:
    for member in (stage.alice, stage.bob):
        await write_review(member, rating=["9"], text="")
        await write_review(member, "Metropolis", rating=["10"], text="")

    card = await stage.alice.slash("film", title=FILM)

    offered = reasons(await stage.alice.click(card.message, "See more films"))
    assert offered["Exile (2016)"] == "Also directed by Rithy Panh"
    assert offered["Metropolis (1927)"] == "2 members here liked both: ★★★★ and up"


async def test_chosen_film_takes_the_cards_place_and_a_button_leads_back(stage: Stage) -> None:
    card = await stage.alice.slash("film", title=FILM)
    more = await stage.alice.click(card.message, "See more films")
    chosen = await stage.alice.choose(more.message, "Exile (2016)")
    await stage.restart_bot()

    back = await stage.alice.click(chosen.message, BACK_TO_FILM)

    assert chosen.message["id"] == back.message["id"] == card.message["id"]
    assert "Exile (2016)" in chosen.text
    assert "Randal Douc" in back.text
    assert back.labels == card.labels


async def test_way_back_is_as_long_as_the_way(stage: Stage) -> None:
    card = await stage.alice.slash("film", title=FILM)
    more = await stage.alice.click(card.message, "See more films")
    second = await stage.alice.choose(more.message, "Exile (2016)")
    more = await stage.alice.click(second.message, "See more films")
    third_name = next(label for label in reasons(more) if label != "The Missing Picture (2013)")
    third = await stage.alice.choose(more.message, third_name)

    again = await stage.alice.click(third.message, "Back to Exile (2016)")

    assert BACK_TO_FILM in more.labels
    assert BACK_TO_FILM not in third.labels
    assert BACK_TO_FILM in again.labels
    assert "Randal Douc" in (await stage.alice.click(again.message, BACK_TO_FILM)).text


async def test_going_round_in_a_circle_keeps_the_way_back_short(stage: Stage) -> None:
    card = await stage.alice.slash("film", title=FILM)
    more = await stage.alice.click(card.message, "See more films")
    second = await stage.alice.choose(more.message, "Exile (2016)")
    more = await stage.alice.click(second.message, "See more films")

    first = await stage.alice.choose(more.message, "The Missing Picture (2013)")

    assert first.labels == [*card.labels, "Back to Exile (2016)"]
    assert (await stage.alice.click(first.message, "Back to Exile (2016)")).labels == card.labels


async def test_somebody_elses_card_is_left_alone_and_a_private_copy_goes_the_way(stage: Stage) -> None:
    card = await stage.alice.slash("film", title=FILM)
    copy = await stage.bob.click(card.message, "See more films")

    chosen = await stage.bob.choose(copy.message, "Exile (2016)")

    assert chosen.is_private
    assert {BACK_TO_FILM, "Show here"} <= set(chosen.labels)
    assert "Randal Douc" in str(await stage.alice.message(card.message["id"]))


async def test_edit_of_a_card_that_was_turned_leaves_the_way_back(stage: Stage) -> None:
    card = await stage.alice.slash("film", title=FILM)
    more = await stage.alice.click(card.message, "See more films")
    chosen = await stage.alice.choose(more.message, "Exile (2016)")

    await write_review(stage.bob, "Exile", text="Silence and feathers.")
    await stage.settled()

    now = Reply("message", "", message=await stage.alice.message(chosen.message["id"]))
    assert "Silence and feathers." in now.text
    assert BACK_TO_FILM in now.labels


async def test_film_without_any_neighbour_says_so(stage: Stage) -> None:
    card = await stage.alice.slash("film", title="The Corbett-Fitzsimmons Fight")
    answer = await stage.alice.click(card.message, "See more films")

    assert answer.is_private
    assert "I know no film to see after" in answer.text
