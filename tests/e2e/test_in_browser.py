"""The whole job in a real browser: `python -m bot` on a fresh folder, used through the sandbox's page."""

import asyncio
import os
import signal
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path

import pytest
from discord.utils import utcnow
from playwright.async_api import Locator, Page, ViewportSize, async_playwright, expect

from tests.browser import ADVICE, ARGUMENTS, find_browser
from tests.e2e.exports import an_export
from tests.e2e.process import BotProcess, bot_process

SCREENSHOTS = Path(os.environ.get("MARQUEE_SCREENSHOTS", "screenshots"))
"""Where the pictures go; `docs/images` when those of the README are made anew."""

DESKTOP: ViewportSize = {"width": 1120, "height": 1280}
PHONE: ViewportSize = {"width": 390, "height": 844}

FILM = "The Missing Picture"
TITLED = ("/film ", "/review ")
"""The commands that take a title."""

WAIT_MS = 15_000
READY_LINE = "Marquee is ready"


class Visitor:
    """A person with a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def command(self, text: str) -> None:
        """Type a command as on any keyboard; Tab takes the first title offered."""
        await self.page.get_by_test_id("composer").click()
        await self.page.keyboard.type(text if text.startswith(TITLED) else f"{text} ", delay=5)

        if text.startswith(TITLED):
            offered = self.page.get_by_test_id("autocomplete-option").first
            await offered.wait_for()
            await self.page.keyboard.press("Tab")

        await self.page.keyboard.press("Enter")

    async def hand_in(self, name: str, content: bytes) -> None:
        """Give that file to `/letterboxd import`."""
        await self.page.get_by_test_id("composer").click()
        await self.page.keyboard.type("/letterboxd import file:", delay=5)
        field = self.page.get_by_test_id("command-option-file")
        await field.set_input_files({"name": name, "mimeType": "application/zip", "buffer": content})
        await field.press("Enter")

    async def press(self, label: str) -> None:
        """Press the lowest button with that label."""
        await self.page.get_by_role("button", name=label, exact=True).last.click()

    async def become(self, username: str) -> None:
        """Be another of the people."""
        switch = self.page.get_by_test_id("member-switch")
        before = await switch.get_attribute("data-user")
        await switch.click()
        await self.page.get_by_test_id(f"as-{username}").click()
        # The page changes place, and with it what is being typed.
        await self.page.locator(f'[data-testid="member-switch"]:not([data-user="{before}"])').wait_for()

    async def fill(self, text: str, stars: str) -> None:
        """Fill the form and send it."""
        form = self.page.get_by_test_id("modal")
        await form.get_by_test_id("modal-field-text").fill(text)
        await form.get_by_test_id("modal-field-rating").click()
        await self.page.get_by_role("option", name=stars).click()
        await form.get_by_test_id("modal-submit").click()
        await form.wait_for(state="detached")

    def message(self, text: str) -> Locator:
        """The lowest message that says so."""
        return self.page.get_by_test_id("message").filter(has_text=text).last

    async def press_on(self, text: str, label: str) -> None:
        """Press a button of the lowest message that says so and has it."""
        button = self.page.get_by_role("button", name=label, exact=True)
        message = self.page.get_by_test_id("message").filter(has_text=text).filter(has=button).last
        await message.get_by_role("button", name=label, exact=True).click()

    async def sees(self, text: str) -> None:
        """Wait until a message says so."""
        await self.message(text).wait_for()

    async def pictures(self, name: str, of: Locator) -> None:
        """Keep pictures of the page with that part in sight, at a desktop's width and at a phone's.

        At neither may the page be wider than the window.
        """
        for prefix, size in (("", DESKTOP), ("phone-", PHONE)):
            await self.page.set_viewport_size(size)
            # At once: Playwright's own way waits for a rest, and fails where the message is drawn anew meanwhile.
            await of.evaluate("element => element.scrollIntoView({block: 'nearest'})")
            # What slides in or out at another width has arrived.
            await self.page.screenshot(path=SCREENSHOTS / f"{prefix}{name}.png", animations="disabled")
            width = await self.page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], f"{prefix}{name} is {width} wide"

        await self.page.set_viewport_size(DESKTOP)


@pytest.fixture
async def page() -> AsyncGenerator[Page]:
    """A browser's window."""
    path = await asyncio.to_thread(find_browser)

    if path is None:
        pytest.fail(ADVICE)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        context = await browser.new_context(viewport=DESKTOP, color_scheme="dark")
        context.set_default_timeout(WAIT_MS)
        yield await context.new_page()
        await browser.close()


async def open_demo(bot: BotProcess, page: Page) -> str:
    """Open the address that the bot printed, once it is ready; the address."""
    address = (await bot.says(READY_LINE)).split()[-1]
    await page.goto(address)
    await page.get_by_test_id("channel-film-talk").click()
    return address


@pytest.mark.timeout(240)
async def test_a_person_does_the_whole_job_in_the_page(tmp_path: Path, page: Page) -> None:
    visitor = Visitor(page)

    async with bot_process(tmp_path, SANDBOX_PORT="0") as bot:
        address = await open_demo(bot, page)
        await visitor.become("haruka_two_lines")

        await visitor.command(f"/film {FILM}")
        await visitor.sees("Directed by Rithy Panh")
        await visitor.press("Add a review")
        await page.get_by_test_id("modal").wait_for()
        await visitor.fill("Clay keeps its shape. So does grief.", "4.5 out of 5")
        await visitor.sees("So does grief.")

        await visitor.command(f"/film {FILM}")
        await expect(page.get_by_test_id("message").filter(has_text="Directed by Rithy Panh")).to_have_count(2)
        await visitor.press("See all reviews")
        await visitor.sees("Page 1 of 2")
        await visitor.press("Next")
        await visitor.sees("Page 2 of 2")

        await visitor.become("tadhg_respectfully_no")
        await visitor.command("/review 1917")
        await visitor.fill("One shot. Two, if you count mine.", "3 out of 5")
        await visitor.sees("if you count mine.")

        bot.send(signal.SIGTERM)
        assert (await bot.ended()).code == 0
        port = address.rsplit(":", 1)[1].strip("/")

    async with bot_process(tmp_path, SANDBOX_PORT=port) as bot:
        await open_demo(bot, page)
        await visitor.sees("if you count mine.")
        await visitor.press_on("So does grief.", "More")
        await visitor.sees("Only you can see this")
        await visitor.press_on("if you count mine.", "Review it too")
        text = page.get_by_test_id("modal").get_by_test_id("modal-field-text")
        assert await text.input_value() == "One shot. Two, if you count mine."


@pytest.mark.timeout(240)
async def test_what_people_see_fits_a_desktop_and_a_phone(tmp_path: Path, page: Page) -> None:
    visitor = Visitor(page)
    form = page.get_by_test_id("modal")

    async with bot_process(tmp_path, SANDBOX_PORT="0") as bot:
        await open_demo(bot, page)
        await visitor.command("/marquee setup")
        await visitor.sees("How I work in this server")
        await visitor.pictures("setup", visitor.message("How I work in this server"))

        await visitor.become("haruka_two_lines")
        await visitor.command(f"/film {FILM}")
        await visitor.sees("Directed by Rithy Panh")
        poster = visitor.message("Directed by Rithy Panh").get_by_role("img", name=f"Drawn poster: {FILM}, 2013")
        await expect(poster).to_have_js_property("naturalHeight", 600)
        await visitor.pictures("poster", poster)
        await visitor.pictures("card", visitor.message("Directed by Rithy Panh"))
        await visitor.press("Add a review")
        await form.wait_for()
        await visitor.pictures("form", form)
        await visitor.fill("Clay keeps its shape. So does grief.", "4.5 out of 5")
        await visitor.sees("So does grief.")
        await visitor.pictures("review", visitor.message("So does grief."))

        await visitor.command(f"/review {FILM}")
        await form.wait_for()
        await visitor.fill("Clay keeps its shape. ||The last figure is his father.||", "4 out of 5")
        await visitor.sees("This review gives something away")
        assert not await page.get_by_text("The last figure").is_visible()
        await visitor.become("tadhg_respectfully_no")
        await visitor.pictures("spoiler-before", visitor.message("This review gives something away"))
        await visitor.press("Read it")
        await visitor.sees("The last figure is his father.")
        await visitor.pictures("spoiler-after", visitor.message("The last figure is his father."))
        await visitor.press_on("This review gives something away", "Like")
        await page.get_by_role("button", name="Like (1)", exact=True).last.wait_for()

        await visitor.command("/reviews")
        await visitor.sees("Page 1 of")
        await visitor.pictures("reviews", visitor.message("Page 1 of"))


@pytest.mark.timeout(240)
async def test_the_week_and_its_set_up_fit_a_desktop_and_a_phone(tmp_path: Path, page: Page) -> None:
    visitor = Visitor(page)

    async with bot_process(tmp_path, SANDBOX_PORT="0") as bot:
        await open_demo(bot, page)
        await visitor.command("/digest")
        await visitor.sees("so far")
        board = visitor.message("so far").get_by_role("img", name="Night Owls Film Club, ")
        await expect(board).to_have_js_property("naturalHeight", 900)
        await visitor.press("‹ Week before")
        await expect(page.get_by_text("so far")).to_have_count(0)
        await expect(visitor.message("The week in").get_by_role("img", name="Night Owls Film Club, ")).to_be_visible()
        await visitor.pictures("digest", visitor.message("The week in"))

        await visitor.command("/top")
        await visitor.sees("Top films in Night Owls Film Club")
        await visitor.press("Picture")
        await expect(page.get_by_role("img", name="Top films").last).to_have_js_property("naturalHeight", 900)
        await visitor.pictures("top", visitor.message("Top films in Night Owls Film Club"))

        await visitor.command("/marquee setup")
        await visitor.sees("How I work in this server: the feed")
        await visitor.press("Next")
        await visitor.sees("How I work in this server: the weekly digest")
        await visitor.pictures("setup-digest", visitor.message("How I work in this server: the weekly digest"))
        await visitor.press("Next")
        await visitor.sees("How I work in this server: spoilers and rankings")
        await visitor.press("Next")
        await visitor.sees("That's all.")

        await visitor.command("/marquee diagnose")
        await visitor.sees("How I fare in this server")
        await visitor.pictures("diagnose", visitor.message("How I fare in this server"))


@pytest.mark.timeout(240)
async def test_a_diary_that_is_brought_along_fits_a_desktop_and_a_phone(tmp_path: Path, page: Page) -> None:
    visitor = Visitor(page)
    last_month = (utcnow().date().replace(day=1) - timedelta(days=1)).replace(day=1)

    async with bot_process(tmp_path, SANDBOX_PORT="0", LETTERBOXD_URL="off") as bot:
        await open_demo(bot, page)
        await visitor.become("pilar_row_zero")
        await visitor.hand_in("letterboxd-pilar.zip", an_export(last_month))
        await visitor.sees("Nothing is imported yet")
        await visitor.pictures("import", visitor.message("Nothing is imported yet"))
        await visitor.press("Import")
        await visitor.sees("What came")

        await visitor.command("/diary")
        await visitor.sees("Only you see this. ♥")
        await visitor.press("Previous month")
        await visitor.sees(f"{last_month:%B} {last_month.year} · ")
        await visitor.pictures("diary", visitor.message(f"{last_month:%B} {last_month.year} · "))
