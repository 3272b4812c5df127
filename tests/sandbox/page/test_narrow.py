"""The page on a phone."""

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.sandbox.page.conftest import OpenPage
from tests.sandbox.page.film_bot import CARD, FilmBot

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def phone(open_page: OpenPage, film_bot: FilmBot) -> Page:
    assert film_bot
    return await open_page(width=390, height=844)


async def test_nothing_is_wider_than_the_window(phone: Page, film_bot: FilmBot) -> None:
    await film_bot.say("word" * 60, embeds=[{"title": "long" * 50, "description": "```\n" + "x" * 300 + "\n```"}])
    await film_bot.say("A film", components=CARD)
    await expect(phone.get_by_role("button", name="Add a review")).to_be_visible()
    widths = await phone.evaluate(
        "[document.documentElement.scrollWidth, document.querySelector('.message-scroll').scrollWidth]"
    )

    assert widths == [390, 390]


async def test_channels_are_in_a_drawer_that_closes_by_choosing(phone: Page) -> None:
    await expect(phone.get_by_test_id("channel-reviews")).to_be_hidden()
    await phone.get_by_test_id("open-channels").click()
    await phone.get_by_test_id("channel-reviews").click()

    await expect(phone.get_by_test_id("channel-reviews")).to_be_hidden()
    await expect(phone.get_by_role("heading", name="reviews", level=1)).to_be_visible()


async def test_members_are_in_a_drawer_that_closes_by_escape(phone: Page) -> None:
    await phone.get_by_test_id("open-members").click()
    await expect(phone.get_by_test_id("member-amara")).to_be_visible()
    await phone.keyboard.press("Escape")

    await expect(phone.get_by_test_id("member-amara")).to_be_hidden()


async def test_a_form_fills_the_window_and_its_buttons_stay_in_sight(phone: Page, film_bot: FilmBot) -> None:
    await film_bot.say("A film", components=CARD)
    await phone.get_by_role("button", name="Add a review").click()

    await expect(phone.get_by_test_id("modal-submit")).to_be_in_viewport()
    await expect(phone.get_by_test_id("modal-cancel")).to_be_in_viewport()


async def test_a_command_can_be_sent_by_touch_alone(phone: Page, film_bot: FilmBot) -> None:
    await phone.get_by_role("button", name="Commands").click()
    await phone.get_by_test_id("command-choice").filter(has_text="/help").click()
    await phone.get_by_test_id("composer-send").click()
    data = (await film_bot.received())["data"]

    assert data["name"] == "help"


@pytest.mark.parametrize("width", [320, 360, 390])
async def test_the_skip_link_is_out_of_sight_until_it_has_the_focus(open_page: OpenPage, width: int) -> None:
    page = await open_page(width=width, height=640)
    skip = page.get_by_role("button", name="Go to the message field")
    await expect(skip).not_to_be_in_viewport()
    await page.keyboard.press("Tab")

    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport(ratio=1)
