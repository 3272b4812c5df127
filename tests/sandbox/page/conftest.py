"""A browser with the sandbox's page open, and a bot to use in it."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Error, Page, async_playwright

from sandbox.server import Sandbox, running_sandbox
from sandbox.world import World
from tests.browser import ADVICE, ARGUMENTS, find_browser
from tests.sandbox.acting import Web, running_bot
from tests.sandbox.page.film_bot import COMMANDS, FilmBot

WAIT_MS = 10_000

OpenPage = Callable[..., Awaitable[Page]]


# The browser is started once, so everything here runs in the one loop of the whole session.
@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncGenerator[Browser]:
    path = await asyncio.to_thread(find_browser)
    if path is None:
        pytest.fail(ADVICE)

    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox(world: World) -> AsyncGenerator[Sandbox]:
    async with running_sandbox(world) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def web(sandbox: Sandbox) -> AsyncGenerator[Web]:
    async with aiohttp.ClientSession() as session:
        yield Web(session, sandbox)


@pytest_asyncio.fixture(loop_scope="session")
async def film_bot(web: Web) -> AsyncGenerator[FilmBot]:
    async with running_film_bot(web) as running:
        yield running


@contextlib.asynccontextmanager
async def running_film_bot(web: Web) -> AsyncGenerator[FilmBot]:
    """The bot with its commands, online."""
    await web.put_commands(*COMMANDS)
    async with running_bot(web) as bot:
        answering = FilmBot(bot)
        task = asyncio.create_task(answering.run())
        yield answering
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def idle_tabs(browser: Browser) -> list[Page]:
    """Tabs that no test uses: a new one costs most of a test's time."""
    assert browser.is_connected()
    return []


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, idle_tabs: list[Page], sandbox: Sandbox) -> AsyncGenerator[OpenPage]:
    """Opens the page; at the end nothing may have gone wrong in it, its content policy included."""
    tabs: list[Page] = []
    wrong: list[str] = []

    def note_error(error: Error) -> None:
        wrong.append(str(error))

    def note_line(line: ConsoleMessage) -> None:
        if is_wrong(line.type, line.text):
            wrong.append(line.text)

    async def open_one(path: str = "/", *, width: int = 1280, height: int = 800) -> Page:
        tab = idle_tabs.pop() if idle_tabs else await new_tab(browser)
        tabs.append(tab)
        tab.on("pageerror", note_error)
        tab.on("console", note_line)
        await tab.set_viewport_size({"width": width, "height": height})
        await tab.goto(sandbox.url + path)
        await tab.get_by_role("log").and_(tab.locator("[aria-busy=false]")).wait_for(state="attached")
        return tab

    yield open_one
    for tab in tabs:
        tab.remove_listener("pageerror", note_error)
        tab.remove_listener("console", note_line)
        await tab.context.set_offline(offline=False)
        # A later sandbox may get the same port, and with it what this one's page remembered.
        await tab.evaluate("localStorage.clear()")
        await tab.goto("about:blank")
        idle_tabs.append(tab)

    assert wrong == []


async def new_tab(browser: Browser) -> Page:
    """A tab of its own."""
    context = await browser.new_context()
    context.set_default_timeout(WAIT_MS)
    return await context.new_page()


def is_wrong(kind: str, text: str) -> bool:
    """Whether a line of the browser's console tells of a mistake of the page; pictures may well be missing."""
    return kind == "error" and "Failed to load resource" not in text and "WebSocket connection" not in text


@pytest_asyncio.fixture(loop_scope="session")
async def page(open_page: OpenPage, film_bot: FilmBot) -> Page:
    """The page, with the bot online."""
    assert film_bot
    return await open_page()
