"""Messages and what hangs on them, live."""

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.acting import AMARA, APP, FILM_TALK, INES, MATINEE, OWLS, Web
from tests.sandbox.files import ONE_PIXEL, with_files
from tests.sandbox.page.conftest import OpenPage
from tests.sandbox.page.film_bot import CARD, FilmBot

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_pressed_button_that_fails_says_so(page: Page, film_bot: FilmBot, web: Web) -> None:
    await web.control("settings", interaction_deadline_s=0.2)
    await film_bot.say("A film", components=CARD)
    await page.get_by_role("button", name="Not answered").click()

    await expect(page.locator(".button.is-waiting")).to_have_count(0)
    await expect(page.get_by_test_id("component-problem")).to_have_text("The application did not respond")


async def test_a_pressed_button_turns_until_it_is_answered(page: Page, film_bot: FilmBot) -> None:
    film_bot.is_mute = True
    await film_bot.say("A film", components=CARD)
    await page.get_by_role("button", name="Not answered").click()

    await expect(page.locator(".button.is-waiting")).to_have_count(1)


async def test_a_select_works_by_the_keyboard_and_the_message_changes_in_place(page: Page, film_bot: FilmBot) -> None:
    await film_bot.say("A film", components=CARD)
    await page.get_by_role("combobox", name="See more films").focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.type("r")
    await page.keyboard.press("Enter")

    await expect(page.get_by_test_id("embed")).to_have_text("ran")
    await expect(page.get_by_test_id("message")).to_have_count(1)


async def test_disabled_and_link_buttons_are_what_they_say(page: Page, film_bot: FilmBot) -> None:
    await film_bot.say("A film", components=CARD)

    await expect(page.get_by_role("button", name="Not now")).to_be_disabled()
    await expect(page.get_by_role("link", name="Source")).to_have_attribute("href", "https://example.com/")


async def test_a_deferred_answer_is_thinking_until_it_is_there(page: Page, film_bot: FilmBot) -> None:
    await page.get_by_test_id("composer").click()
    await page.keyboard.type("/later")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("thinking")).to_have_text("Marquee is thinking…")
    await film_bot.finish(await film_bot.received(), "at last")

    await expect(page.get_by_test_id("content")).to_contain_text("at last")
    await expect(page.get_by_test_id("message")).to_have_count(1)


async def test_a_private_message_is_seen_by_one_and_can_be_dismissed(open_page: OpenPage, film_bot: FilmBot) -> None:
    assert film_bot
    ines = await open_page(f"/#/{OWLS}/{FILM_TALK}?as={INES}")
    amara = await open_page(f"/#/{OWLS}/{FILM_TALK}?as={AMARA}")
    await ines.get_by_test_id("composer").fill("/help")
    await ines.keyboard.press("Enter")
    await expect(ines.get_by_test_id("message")).to_contain_text("Only you can see this")
    await expect(amara.get_by_test_id("message")).to_have_count(0)
    await ines.get_by_role("button", name="Dismiss message").click()

    await expect(ines.get_by_test_id("message")).to_have_count(0)


async def test_an_app_is_used_on_a_member(page: Page, film_bot: FilmBot) -> None:
    await page.get_by_test_id("member-amara").click(button="right")
    await page.get_by_test_id("app-Profile").click()
    data = (await film_bot.received())["data"]

    assert (data["type"], data["target_id"]) == (2, str(AMARA))


async def test_an_app_is_used_on_a_message_by_the_keyboard(page: Page, film_bot: FilmBot) -> None:
    message = await film_bot.say("Rude words")
    await page.get_by_test_id("message").focus()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    data = (await film_bot.received())["data"]

    assert (data["type"], data["target_id"]) == (3, message["id"])


async def test_a_picture_that_cannot_load_shows_its_description(page: Page, film_bot: FilmBot, web: Web) -> None:
    missing = {"url": f"{web.sandbox.url}/cdn/attachments/1/2/none.png", "description": "A poster"}
    await film_bot.say(embeds=[{"title": "Ran", "thumbnail": missing}])

    await expect(page.get_by_role("img", name="A poster")).to_have_text("A poster")


@pytest.mark.parametrize("width", [1120, 390], ids=["desktop", "phone"])
async def test_a_file_that_an_embed_shows_stands_in_it_with_its_alternative_text_and_nowhere_else(
    open_page: OpenPage, film_bot: FilmBot, web: Web, width: int
) -> None:
    assert film_bot
    embed = {"title": "Ran", "thumbnail": {"url": "attachment://x.png", "description": "A drawn poster"}}
    form = with_files({"embeds": [embed]}, x_dot_png=ONE_PIXEL)
    await web.api("POST", f"/channels/{FILM_TALK}/messages", data=form)
    page = await open_page(width=width)
    picture = page.get_by_role("img", name="A drawn poster")

    await expect(picture).to_have_js_property("naturalWidth", 1)
    await expect(page.get_by_test_id("embed").get_by_role("img")).to_have_count(1)
    await expect(page.locator(".attachment-picture")).to_have_count(0)


async def test_all_files_of_a_private_message_can_be_downloaded(page: Page, film_bot: FilmBot) -> None:
    await page.get_by_test_id("composer").fill("/silent")
    await page.keyboard.press("Enter")
    await film_bot.hand_over(await film_bot.received(), diary_dot_csv=b"Ran", watchlist_dot_csv=b"Heat")
    files = page.get_by_test_id("message").locator(".attachment-name")
    await expect(files).to_have_text(["diary.csv", "watchlist.csv"])
    async with page.expect_download() as downloading:
        await files.last.click()

    download = await downloading.value
    assert (download.suggested_filename, (await download.path()).read_bytes()) == ("watchlist.csv", b"Heat")


async def test_pictures_of_discords_host_come_from_the_sandbox(page: Page, film_bot: FilmBot) -> None:
    address = "https://cdn.discordapp.com/embed/avatars/0.png"
    await film_bot.say(embeds=[{"author": {"name": "Ines", "icon_url": address}}])

    await expect(page.locator(".embed-author-icon")).to_have_attribute("src", "/cdn/embed/avatars/0.png")
    await expect(page.locator(".embed-author-icon")).to_have_js_property("complete", value=True)


async def test_older_messages_come_when_one_scrolls_up(open_page: OpenPage, film_bot: FilmBot, web: Web) -> None:
    await web.control("settings", rate_limits=False)
    for number in range(70):
        await film_bot.say(f"number {number}")

    page = await open_page()
    await expect(page.get_by_test_id("message")).to_have_count(50)
    await page.locator(".message-scroll").evaluate("element => element.scrollTo(0, 0)")

    await expect(page.get_by_test_id("message")).to_have_count(70)
    await expect(page.get_by_test_id("message").first).to_contain_text("number 0")


async def test_the_page_says_whether_the_bot_is_there(open_page: OpenPage) -> None:
    page = await open_page()

    await expect(page.get_by_test_id("bot-status")).to_have_text("Marquee is offline")
    await expect(page.get_by_role("banner").first).to_contain_text("This is not Discord")


async def test_a_lost_connection_is_told_and_caught_up_with(page: Page, film_bot: FilmBot, web: Web) -> None:
    await page.context.set_offline(offline=True)
    for outbox in list(web.sandbox.core.sockets.outboxes):
        outbox.close(1001, "")

    await expect(page.get_by_test_id("connection")).to_have_text("Reconnecting…")
    await film_bot.say("while you were away")
    await page.context.set_offline(offline=False)

    await expect(page.get_by_test_id("message")).to_contain_text("while you were away")
    await expect(page.get_by_test_id("connection")).to_have_text("")


async def test_an_admin_throws_the_bot_out_and_brings_it_back(page: Page, web: Web) -> None:
    await page.get_by_test_id("server-menu").click()
    await page.get_by_role("menuitem", name="Remove Marquee").click()
    await expect(page.get_by_test_id("member-Marquee")).to_have_count(0)
    await page.get_by_test_id("server-menu").click()
    await page.get_by_role("menuitem", name="Add Marquee").click()

    await expect(page.get_by_test_id("member-Marquee")).to_have_count(1)
    assert APP in {member.user_id for member in web.sandbox.core.directory.guilds[OWLS].members}


async def test_one_becomes_somebody_else_and_the_page_remembers(page: Page) -> None:
    await page.get_by_test_id("member-switch").click()
    await page.get_by_test_id("as-amara").click()
    await page.get_by_test_id("server-Matinee").click()
    await expect(page.get_by_test_id("channel-foyer")).to_be_visible()
    await page.goto(page.url.partition("#")[0])

    await expect(page.get_by_test_id("member-switch")).to_have_attribute("data-user", str(AMARA))
    await expect(page.get_by_test_id("channel-foyer")).to_have_attribute("aria-current", "page")
    assert f"#/{MATINEE}/" in page.url


async def test_a_channel_that_one_may_not_see_is_not_there(open_page: OpenPage) -> None:
    page = await open_page(f"/#/{OWLS}/1400000000000000003?as={AMARA}")

    await expect(page.get_by_test_id("channel-film-talk")).to_have_attribute("aria-current", "page")
    await expect(page.get_by_test_id("channel-projection-booth")).to_have_count(0)


async def test_the_bot_is_reached_in_a_direct_message(page: Page, film_bot: FilmBot) -> None:
    await page.get_by_test_id("server-direct").click()
    await expect(page.get_by_test_id("channel-direct")).to_be_visible()
    await page.get_by_test_id("composer").fill("/help")
    await page.keyboard.press("Enter")
    interaction = await film_bot.received()

    assert "guild_id" not in interaction
    await expect(page.get_by_test_id("message")).to_contain_text("Done.")
