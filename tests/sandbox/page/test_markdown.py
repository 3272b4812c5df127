"""Text of members, as Discord would show it."""

import html
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from sandbox.__main__ import DEFAULT_WORLD
from sandbox.server import running_sandbox
from sandbox.world import World
from tests.sandbox.acting import AMARA, FILM_TALK, INES, OWLS
from tests.sandbox.page.conftest import OpenPage
from tests.sandbox.page.film_bot import FilmBot

pytestmark = pytest.mark.asyncio(loop_scope="session")

RENDER = """async ([text, which]) => {
  const { [which]: render } = await import("/page/js/markdown-render.js");
  const box = document.createElement("div");
  box.append(...render(text));
  return box.innerHTML.replace(/ (class|tabindex|aria-label|aria-level|role|target|rel)="[^"]*"/g, "");
}"""

RENDERED = [
    ("**bold** *it* _it_ __under__ ~~gone~~", "<strong>bold</strong> <em>it</em> <em>it</em> <u>under</u> <s>gone</s>"),
    ("***both*** snake_case_name", "<em><strong>both</strong></em> snake_case_name"),
    (r"\*plain\* \_plain\_ \# plain", "*plain* _plain_ # plain"),
    ("`a **b**` ``c`d``", "<code>a **b**</code> <code>c`d</code>"),
    ("```py\nx = '<b>'\n```", "<pre><code>x = '&lt;b&gt;'</code></pre>"),
    ("# One\n## Two\n### Three\nrest", "<div>One</div><div>Two</div><div>Three</div>rest"),
    ("not # a heading", "not # a heading"),
    ("-# small", "<small>small</small>"),
    ("> said\n> again\nafter", "<blockquote>said<br>again</blockquote>after"),
    ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    ("- a\n1. b\n2. c", '<ul><li>a</li></ul><ol start="1"><li>b</li><li>c</li></ol>'),
    ("<https://a.example/> x", '<a href="https://a.example/">https://a.example/</a> x'),
    ("(https://a.example/b_(c))", '(<a href="https://a.example/b_(c)">https://a.example/b_(c)</a>)'),
    (
        "[a film](https://a.example/)",
        '<a href="https://a.example/" title="https://a.example/">a film</a>',
    ),
    ("@everyone and <@999>", '<span>@everyone</span> and <span title="Nobody here has this id">@unknown-user</span>'),
    (f"<@{AMARA}>", '<span title="amara">@Amara</span>'),
    (f"<#{FILM_TALK}>", f'<a href="#/1300000000000000001/{FILM_TALK}?as={INES}"># film-talk</a>'),
    ("<@&1500000000000000002>", '<span style="--mention: #3498db;">@Regular</span>'),
    ("</film:1>", '<button type="button">/film</button>'),
    ("¯\\_(ツ)_/¯", "¯\\_(ツ)_/¯"),
]

HARMLESS = [
    "[here](javascript:alert(1))",
    "[here](data:text/html,x)",
    "<javascript:alert(1)>",
    "[https://good.example](https://bad.example)",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</script><svg onload=alert(1)>",
    "&lt;b&gt; &amp;",
]

HOSTILE = [
    "*" * 4000,
    "[" * 4000,
    "[]" * 2000,
    "[" * 2000 + "]" * 2000,
    "**a" * 1300,
    "||" * 2000,
    "> " * 2000,
    "- a\n" * 1000,
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def reader(browser: Browser) -> AsyncGenerator[Page]:
    """A page for tests that only render text: opened once."""
    async with running_sandbox(World.from_file(Path(DEFAULT_WORLD))) as sandbox:
        page = await browser.new_page()
        await page.goto(f"{sandbox.url}/#/{OWLS}/{FILM_TALK}?as={INES}")
        await page.get_by_test_id("channel-film-talk").wait_for()
        yield page
        await page.close()


@pytest.mark.parametrize(("text", "markup"), RENDERED)
async def test_markdown_is_rendered_as_in_discord(reader: Page, text: str, markup: str) -> None:
    shown = await reader.evaluate(RENDER, [text, "renderMarkdown"])

    assert shown == markup


@pytest.mark.parametrize("which", ["renderMarkdown", "renderLimited"])
@pytest.mark.parametrize("text", HARMLESS)
async def test_text_that_is_no_markup_makes_no_element(reader: Page, text: str, which: str) -> None:
    shown = await reader.evaluate(RENDER, [text, which])

    assert shown == html.escape(text, quote=False)


async def test_hostile_messages_make_no_elements_of_other_kinds(page: Page, film_bot: FilmBot) -> None:
    text = "\n".join(HARMLESS)
    await film_bot.say(text, embeds=[{"title": text[:256], "description": text, "footer": {"text": text}}])
    message = page.get_by_test_id("message")
    await expect(message).to_contain_text("onerror=alert(1)")

    tags = await message.evaluate("element => [...new Set([...element.querySelectorAll('*')].map(e => e.localName))]")
    assert set(tags).isdisjoint({"script", "iframe", "object", "form", "style", "link", "base"})
    await expect(message.locator("a, svg[onload], img[onerror]")).to_have_count(0)


async def test_hostile_text_does_not_hold_the_page_up(reader: Page) -> None:
    lengths = [len(await reader.evaluate(RENDER, [text, "renderMarkdown"])) for text in HOSTILE]

    assert all(lengths)


@pytest.mark.parametrize("key", ["Enter", " "])
async def test_a_spoiler_opens_by_the_keyboard(page: Page, film_bot: FilmBot, key: str) -> None:
    await film_bot.say("The end: ||[they](https://a.example/) live||")
    spoiler = page.get_by_role("button", name="Spoiler")
    await expect(spoiler.get_by_role("link")).to_have_count(0)
    await spoiler.focus()
    await page.keyboard.press(key)

    await expect(page.get_by_test_id("content").get_by_role("link", name="they")).to_be_visible()


async def test_a_spoiler_opens_by_a_press_and_not_before(page: Page, film_bot: FilmBot) -> None:
    await film_bot.say("The end: ||they live||")
    spoiler = page.get_by_role("button", name="Spoiler")
    before = await spoiler.locator(".spoiler-text").evaluate("element => getComputedStyle(element).opacity")
    await spoiler.click()

    assert before == "0"
    await expect(page.locator(".spoiler.is-open .spoiler-text")).to_have_css("opacity", "1")


async def test_each_part_of_an_embed_has_the_markdown_that_discord_gives_it(page: Page, film_bot: FilmBot) -> None:
    text = f"**b** [a](https://a.example/) <@{AMARA}>"
    await film_bot.say(
        embeds=[
            {
                "title": text,
                "description": text,
                "author": {"name": text},
                "footer": {"text": text},
                "fields": [{"name": text, "value": text}],
            }
        ]
    )
    embed = page.get_by_test_id("embed")

    await expect(embed.locator(".embed-description")).to_have_text("b a @Amara")
    await expect(embed.locator(".embed-field-value")).to_have_text("b a @Amara")
    await expect(embed.locator(".embed-title")).to_have_text(text.replace("**", ""))
    await expect(embed.locator(".embed-field-name")).to_have_text(text.replace("**", ""))
    await expect(embed.locator(".embed-author")).to_have_text(text)
    await expect(embed.locator(".embed-footer")).to_have_text(text)


async def test_a_message_that_calls_somebody_stands_out_for_them_alone(open_page: OpenPage, film_bot: FilmBot) -> None:
    amara = await open_page(f"/#/1300000000000000001/{FILM_TALK}?as={AMARA}")
    ines = await open_page(f"/#/1300000000000000001/{FILM_TALK}?as={INES}")
    await film_bot.say(f"<@{AMARA}>, look")

    await expect(amara.locator(".calls-me")).to_have_count(1)
    await expect(ines.get_by_test_id("message")).to_have_count(1)
    await expect(ines.locator(".calls-me")).to_have_count(0)


async def test_an_invitation_is_seen_as_one(page: Page, film_bot: FilmBot) -> None:
    await film_bot.say("come to discord.gg/abcdef")

    await expect(page.get_by_test_id("invite")).to_contain_text("abcdef")
