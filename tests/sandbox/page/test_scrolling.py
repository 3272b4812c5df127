"""Where the list of messages stands when something comes."""

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.sandbox.acting import Web
from tests.sandbox.page.conftest import OpenPage
from tests.sandbox.page.film_bot import CARD, FilmBot

pytestmark = pytest.mark.asyncio(loop_scope="session")

FROM_THE_END = "list => list.scrollHeight - list.scrollTop - list.clientHeight"
TALL = "\n".join(["A line of a long answer"] * 40)


@pytest_asyncio.fixture(loop_scope="session", params=[(1280, 800), (390, 844)], ids=["on a wide window", "on a phone"])
async def long_page(request: pytest.FixtureRequest, open_page: OpenPage, film_bot: FilmBot, web: Web) -> Page:
    """A page with a card and many messages below it."""
    await web.control("settings", rate_limits=False)
    await film_bot.say("A film", components=CARD)
    for number in range(30):
        await film_bot.say(f"number {number}")

    width, height = request.param
    page = await open_page(width=width, height=height)
    await expect(page.get_by_test_id("message")).to_have_count(31)
    return page


def the_list(page: Page) -> Locator:
    """What scrolls."""
    return page.locator(".message-scroll")


async def read_above(page: Page) -> None:
    """Scroll to the card, far above the end."""
    await the_list(page).evaluate("list => list.scrollTo(0, 0)")
    await expect(page.locator(".to-newest")).to_be_visible()


async def expect_end(page: Page) -> None:
    """The list stands at its very end."""
    await expect(page.locator(".to-newest")).to_be_hidden()
    assert await the_list(page).evaluate(FROM_THE_END) <= 1


async def test_the_answer_to_ones_command_is_jumped_to(long_page: Page, film_bot: FilmBot) -> None:
    await read_above(long_page)
    await long_page.get_by_test_id("composer").fill("/film Ran")
    await long_page.keyboard.press("Enter")
    await film_bot.received()

    await expect(long_page.get_by_test_id("message").last.get_by_test_id("embed")).to_be_in_viewport()
    await expect_end(long_page)


async def test_a_plain_message_of_ones_own_is_jumped_to(long_page: Page) -> None:
    await read_above(long_page)
    await long_page.get_by_test_id("composer").fill("Mine")
    await long_page.keyboard.press("Enter")

    await expect(long_page.get_by_test_id("message").last).to_contain_text("Mine")
    await expect_end(long_page)


async def test_a_private_answer_to_a_press_far_above_is_jumped_to(long_page: Page, film_bot: FilmBot) -> None:
    film_bot.is_mute = True
    await read_above(long_page)
    await long_page.get_by_role("button", name="Not answered").click()
    await film_bot.reply(await film_bot.received(), "Only for you", is_private=True)

    await expect(long_page.get_by_test_id("message").last).to_contain_text("Only you can see this")
    await expect(long_page.get_by_test_id("message").last).to_be_in_viewport()
    await expect_end(long_page)


async def test_the_answer_to_a_form_that_was_opened_far_above_is_jumped_to(long_page: Page, film_bot: FilmBot) -> None:
    await read_above(long_page)
    await long_page.get_by_role("button", name="Add a review").click()
    await film_bot.received()
    await long_page.get_by_test_id("modal-field-text").fill("Clay.")
    await long_page.get_by_label("Only me").check()
    await long_page.get_by_test_id("modal-submit").click()

    await expect(long_page.get_by_test_id("modal")).to_have_count(0)
    await expect(long_page.get_by_test_id("message").last).to_contain_text("Done.")
    await expect_end(long_page)


async def test_a_follow_up_to_ones_press_is_jumped_to(long_page: Page, film_bot: FilmBot) -> None:
    film_bot.is_mute = True
    await read_above(long_page)
    await long_page.get_by_role("button", name="Not answered").click()
    await film_bot.follow_up(await film_bot.received(), "Afterwards")

    await expect(long_page.get_by_test_id("message").last).to_contain_text("Afterwards")
    await expect_end(long_page)


async def test_the_word_that_nobody_answered_a_command_is_jumped_to(long_page: Page, web: Web) -> None:
    await web.control("settings", interaction_deadline_s=0.2)
    await read_above(long_page)
    await long_page.get_by_test_id("composer").fill("/silent ")
    await long_page.keyboard.press("Enter")

    await expect(long_page.get_by_test_id("pending")).to_contain_text("The application did not respond")
    await expect(long_page.get_by_test_id("pending")).to_be_in_viewport()


async def test_a_message_of_others_does_not_move_the_view(long_page: Page, film_bot: FilmBot) -> None:
    await read_above(long_page)
    await film_bot.say("Not for you")
    await expect(long_page.get_by_test_id("message")).to_have_count(32)

    await expect(long_page.get_by_role("button", name="Add a review")).to_be_in_viewport()
    await expect(long_page.locator(".to-newest")).to_be_visible()


async def test_a_change_of_the_pressed_message_in_place_does_not_move_the_view(
    long_page: Page, film_bot: FilmBot
) -> None:
    await read_above(long_page)
    await long_page.get_by_role("combobox", name="See more films").click()
    await long_page.get_by_test_id("select-option").filter(has_text="Ran").click()
    await film_bot.received()

    await expect(long_page.get_by_test_id("message").first.get_by_test_id("embed")).to_have_text("ran")
    await expect(long_page.get_by_test_id("message").first).to_be_in_viewport()


async def test_the_last_message_may_grow_and_the_end_stays_in_sight(long_page: Page, film_bot: FilmBot) -> None:
    message = await film_bot.say("A film")
    await expect(long_page.get_by_test_id("message")).to_have_count(32)
    await film_bot.change(message, content=TALL, components=CARD)

    await expect(long_page.get_by_role("combobox", name="See more films").last).to_be_in_viewport()
    await expect_end(long_page)


async def test_what_grows_before_the_list_has_heard_of_its_scrolling_does_not_unpin_it(long_page: Page) -> None:
    await expect_end(long_page)
    await long_page.evaluate(
        """() => {
            const list = document.querySelector(".message-scroll");
            list.scrollTop -= 5;
            list.scrollTop += 5;
            const last = document.querySelector("[data-testid=message]:last-of-type");
            last.append(...Array.from({ length: 20 }, () => document.createElement("p")));
            last.querySelectorAll("p:empty").forEach((line) => (line.textContent = "A row that came late"));
        }"""
    )
    await long_page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    await expect_end(long_page)
