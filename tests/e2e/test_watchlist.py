"""The private list of films to see."""

from discord.utils import utcnow

from bot.services.watchlist import PAGE_SIZE
from data.catalogue.starter import read_films
from data.models import UserId
from tests.e2e.scenes import FILM
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE


async def test_button_of_a_card_puts_the_film_on_the_list_and_takes_it_off_again(stage: Stage) -> None:
    card = await stage.alice.slash("film", title=FILM)

    on = await stage.bob.click(card.message, "Watchlist")
    listed = await stage.bob.slash("watchlist show")
    off = await stage.bob.click(card.message, "Watchlist")
    empty = await stage.bob.slash("watchlist show")

    assert on.is_private
    assert "is on your watchlist. See it all with </watchlist show:" in on.text
    assert listed.is_private
    assert "The Missing Picture (2013)" in listed.text
    assert "is off your watchlist" in off.text
    assert "Your watchlist is empty" in empty.text


async def test_film_of_the_list_opens_as_a_private_card(stage: Stage) -> None:
    card = await stage.alice.slash("film", title=FILM)
    await stage.alice.click(card.message, "Watchlist")
    listed = await stage.alice.slash("watchlist show")

    opened = await stage.alice.choose(listed.message, "The Missing Picture (2013)")

    assert opened.is_private
    assert "Directed by **Rithy Panh**" in opened.text
    assert "Show here" in opened.labels


async def test_long_list_is_turned_page_by_page(stage: Stage) -> None:
    for film in read_films()[: PAGE_SIZE + 3]:
        await stage.bot.services.watchlist.toggle(UserId(ALICE), film, utcnow())

    first = await stage.alice.slash("watchlist show")
    second = await stage.alice.click(first.message, "Next")
    back = await stage.alice.click(second.message, "Previous")

    assert back.text == first.text
    assert second.text != first.text


async def test_random_picks_one_of_the_list_privately(stage: Stage) -> None:
    card = await stage.alice.slash("film", title=FILM)
    await stage.alice.click(card.message, "Watchlist")

    picked = await stage.alice.slash("watchlist random")
    nothing = await stage.bob.slash("watchlist random")

    assert picked.is_private
    assert "The Missing Picture (2013)" in picked.text
    assert "Your watchlist is empty" in nothing.text
