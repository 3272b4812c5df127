"""Forms."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from sandbox.protocol import Json
from sandbox.server import running_sandbox
from sandbox.world import World
from tests.sandbox.acting import BOOTH, FILM_TALK, INES, Web
from tests.sandbox.page.conftest import new_tab, running_film_bot
from tests.sandbox.page.film_bot import CARD, FilmBot

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def form(page: Page, film_bot: FilmBot) -> Locator:
    """The form that a button opened."""
    await film_bot.say("A film", components=CARD)
    await page.get_by_role("button", name="Add a review").click()
    await film_bot.received()
    opened = page.get_by_test_id("modal")
    await opened.wait_for()
    return opened


def values_of(submission: Json) -> Json:
    """What was filled in, by custom id."""
    inner = [part["component"] for part in submission["data"]["components"] if part["type"] == 18]
    return {one["custom_id"]: one.get("value", one.get("values")) for one in inner}


async def test_what_is_filled_in_reaches_the_bot(page: Page, form: Locator, film_bot: FilmBot) -> None:
    await page.get_by_test_id("modal-field-rating").click()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.get_by_test_id("modal-field-text").fill("Clay.\nAnd silence.")
    await form.get_by_label("Only me").check()
    await form.get_by_label("Rewatch").check()
    await page.get_by_test_id("modal-submit").click()
    submission = await film_bot.received()

    assert values_of(submission) == {
        "rating": ["10"],
        "text": "Clay.\nAnd silence.",
        "who": "me",
        "flags": ["rewatch"],
    }
    await expect(form).to_have_count(0)
    await expect(page.get_by_test_id("message").last).to_contain_text("Only you can see this")


async def test_problems_stand_beside_their_fields_and_nothing_is_lost(page: Page, form: Locator) -> None:
    await page.get_by_test_id("modal-field-text").fill("ok")
    await page.get_by_test_id("modal-submit").click()

    await expect(page.get_by_test_id("modal-problem-text")).to_have_text("At least 3 characters, please; there are 2.")
    await expect(page.get_by_test_id("modal-problem-who")).to_have_text("Please choose one.")
    await expect(page.get_by_test_id("modal-field-text")).to_have_value("ok")
    await expect(page.get_by_test_id("modal-field-text")).to_be_focused()
    await expect(form).to_be_visible()


async def test_the_counter_counts_and_warns(page: Page, form: Locator) -> None:
    await page.get_by_test_id("modal-field-text").fill("x" * 41)

    await expect(form.locator(".form-counter")).to_have_text("41 / 40")
    await expect(form.locator(".form-counter")).to_have_class("form-counter is-over")


async def test_escape_asks_before_it_throws_text_away(page: Page, form: Locator) -> None:
    await page.get_by_test_id("modal-field-text").fill("Long thoughts")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("modal-discard")).to_be_visible()
    await page.get_by_role("button", name="Go on writing").click()
    await expect(page.get_by_test_id("modal-field-text")).to_have_value("Long thoughts")
    await page.get_by_test_id("modal-cancel").click()
    await page.get_by_role("button", name="Discard").click()

    await expect(form).to_have_count(0)


async def test_escape_closes_an_untouched_form_at_once(page: Page, form: Locator) -> None:
    await page.keyboard.press("Escape")

    await expect(form).to_have_count(0)


async def test_the_focus_stays_in_the_form(page: Page, form: Locator) -> None:
    await expect(form).to_be_visible()
    inside: list[bool] = []
    for _ in range(14):
        await page.keyboard.press("Tab")
        inside.append(await page.evaluate("document.activeElement.closest('dialog') !== null"))

    assert all(inside)


async def test_a_form_that_nobody_takes_stays_with_its_text(
    page: Page, form: Locator, film_bot: FilmBot, web: Web
) -> None:
    await web.control("settings", interaction_deadline_s=0.2)
    film_bot.is_mute = True
    await page.get_by_test_id("modal-field-text").fill("Not to be lost")
    await form.get_by_label("Everyone").check()
    await page.get_by_test_id("modal-submit").click()

    await expect(page.get_by_test_id("modal-problem")).to_contain_text("The application did not respond")
    await expect(page.get_by_test_id("modal-field-text")).to_have_value("Not to be lost")


async def test_people_channels_files_and_boxes_are_sent(page: Page, film_bot: FilmBot, tmp_path: Path) -> None:
    file = tmp_path / "export.zip"
    file.write_bytes(b"PK")
    await film_bot.say("A film", components=CARD)
    await page.get_by_role("button", name="More fields").click()
    await film_bot.received()
    await page.get_by_test_id("modal-field-people").click()
    await page.get_by_test_id("select-option").filter(has_text="Ines").click()
    await page.keyboard.press("Escape")
    await page.get_by_test_id("modal-field-where").click()
    await page.get_by_test_id("select-option").filter(has_text="projection-booth").click()
    await page.get_by_test_id("modal-field-file").set_input_files(file)
    await page.get_by_test_id("modal-field-really").check()
    await page.get_by_test_id("modal-submit").click()
    submission = await film_bot.received()

    sent = values_of(submission)
    assert (sent["people"], sent["where"], sent["really"]) == ([str(INES)], [str(BOOTH)], True)
    assert submission["data"]["resolved"]["attachments"][sent["file"][0]]["filename"] == "export.zip"


@asynccontextmanager
async def started(world: World, folder: Path, port: int = 0) -> AsyncGenerator[tuple[Web, FilmBot]]:
    """A sandbox that keeps its state, with the bot online."""
    async with running_sandbox(world, state=folder, port=port) as sandbox, aiohttp.ClientSession() as session:
        web = Web(session, sandbox)
        async with running_film_bot(web) as bot:
            yield web, bot


async def test_a_form_that_is_open_while_the_sandbox_is_restarted_is_sent(
    browser: Browser, world: World, tmp_path: Path
) -> None:
    page = await new_tab(browser)
    async with started(world, tmp_path) as (web, bot):
        await page.goto(web.sandbox.url)
        await bot.say("A film", components=CARD)
        await page.get_by_role("button", name="Add a review").click()
        await page.get_by_test_id("modal-field-text").fill("Clay.")
        await page.get_by_label("Only me").check()
        port = int(web.sandbox.url.rsplit(":", 1)[1])

    await expect(page.get_by_test_id("connection")).to_have_text("Reconnecting…")
    async with started(world, tmp_path, port) as (_, bot):
        await expect(page.get_by_test_id("bot-status")).to_have_text("Marquee is online")
        await page.get_by_test_id("modal-submit").click()
        submission = await bot.received()

        assert values_of(submission)["text"] == "Clay."
        await expect(page.get_by_test_id("modal")).to_have_count(0)
        await expect(page.get_by_test_id("message").last).to_contain_text("Done.")

    await page.context.close()


async def test_a_form_that_is_refused_for_good_says_that_its_text_can_be_copied(
    page: Page, form: Locator, web: Web
) -> None:
    await page.get_by_test_id("modal-field-text").fill("Not to be lost")
    await form.get_by_label("Everyone").check()
    await web.client("DELETE", f"/sandbox/channels/{FILM_TALK}")
    await page.get_by_test_id("modal-submit").click()

    await expect(page.get_by_test_id("modal-problem")).to_contain_text("your text is still here: you can copy it.")
    await expect(page.get_by_test_id("modal-field-text")).to_have_value("Not to be lost")
    await expect(page.get_by_test_id("modal-field-text")).to_be_editable()
