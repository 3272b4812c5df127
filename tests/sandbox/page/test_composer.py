"""Commands as they are typed."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.acting import AMARA, BOOTH, Web
from tests.sandbox.page.film_bot import FilmBot

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_command_typed_straight_through_is_sent_as_it_was_typed(page: Page, film_bot: FilmBot) -> None:
    await page.get_by_test_id("composer").click()
    await page.keyboard.type("/film The Missing Picture")
    await page.keyboard.press("Enter")
    data = (await film_bot.received())["data"]

    assert data["options"] == [{"name": "title", "type": 3, "value": "The Missing Picture"}]
    await expect(page.get_by_test_id("message")).to_contain_text("Ines used /film")
    await expect(page.get_by_test_id("command-chip")).to_have_count(0)


async def test_a_command_pasted_whole_fills_its_options(page: Page, film_bot: FilmBot) -> None:
    await page.get_by_test_id("composer").fill("/film Ran")
    await page.keyboard.type(" year:1985")
    await page.keyboard.press("Enter")
    data = (await film_bot.received())["data"]

    assert [option["value"] for option in data["options"]] == ["Ran", 1985]


async def test_tab_takes_the_first_choice_also_before_it_has_come(page: Page, film_bot: FilmBot) -> None:
    await page.get_by_test_id("composer").click()
    await page.keyboard.type("/film third")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    data = (await film_bot.received())["data"]

    assert data["options"][0]["value"] == "key:The Third Man"


async def test_enter_takes_the_choice_that_the_arrow_keys_went_to(page: Page, film_bot: FilmBot) -> None:
    await page.get_by_test_id("composer").click()
    await page.keyboard.type("/film the")
    await expect(page.get_by_test_id("autocomplete-option")).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("command-option-title")).to_have_value("The Third Man, a film")
    await page.keyboard.press("Enter")
    data = (await film_bot.received())["data"]

    assert data["options"][0]["value"] == "key:The Third Man"


async def test_a_choice_is_taken_by_the_mouse(page: Page, film_bot: FilmBot) -> None:
    await page.get_by_test_id("composer").fill("/film m")
    await page.get_by_test_id("autocomplete-option").filter(has_text="Missing").click()
    await page.get_by_test_id("composer-send").click()
    data = (await film_bot.received())["data"]

    assert data["options"][0]["value"] == "key:The Missing Picture"


async def test_a_missing_option_is_named_and_the_text_stays(page: Page) -> None:
    await page.get_by_test_id("composer").click()
    await page.keyboard.type("/rate Ran")
    await page.keyboard.press("Enter")

    await expect(page.get_by_test_id("composer-note")).to_contain_text("stars: This option is required.")
    await expect(page.get_by_test_id("command-option-film")).to_have_value("Ran")
    await expect(page.get_by_test_id("command-option-stars")).to_be_focused()


async def test_fixed_choices_are_sent_by_their_value(page: Page, film_bot: FilmBot) -> None:
    await page.get_by_test_id("composer").fill("/rate Ran")
    await page.get_by_test_id("command-option-stars").fill("gre")
    await page.keyboard.press("Enter")
    data = (await film_bot.received())["data"]

    assert data["options"][1] == {"name": "stars", "type": 4, "value": 10}


async def test_a_number_out_of_range_is_refused_in_place(page: Page) -> None:
    await page.get_by_test_id("composer").fill("/film Ran year:")
    await page.get_by_test_id("command-option-year").fill("1700")
    await page.keyboard.press("Enter")

    await expect(page.get_by_test_id("composer-note")).to_contain_text("year: Not less than 1888.")


async def test_people_channels_roles_and_booleans_are_sent_by_id_and_type(page: Page, film_bot: FilmBot) -> None:
    await page.get_by_test_id("composer").fill("/browse")
    await page.keyboard.type(" member:ama")
    await page.keyboard.press("Tab")
    await page.keyboard.type("channel:booth")
    await page.keyboard.press("Tab")
    await page.keyboard.type("role:regular")
    await page.keyboard.press("Tab")
    await page.keyboard.type("spoilers:t")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    data = (await film_bot.received())["data"]

    assert [option["value"] for option in data["options"]] == [str(AMARA), str(BOOTH), "1500000000000000002", True]


async def test_text_behind_a_command_without_required_options_goes_into_the_first(
    page: Page, film_bot: FilmBot
) -> None:
    await page.get_by_test_id("composer").click()
    await page.keyboard.type("/browse Ran")
    await page.keyboard.press("Enter")
    data = (await film_bot.received())["data"]

    assert data["options"] == [{"name": "film", "type": 3, "value": "Ran"}]


async def test_a_sub_command_is_typed_with_its_group(page: Page, film_bot: FilmBot) -> None:
    await page.get_by_test_id("composer").click()
    await page.keyboard.type("/privacy delete")
    await page.keyboard.press("Enter")
    data = (await film_bot.received())["data"]

    assert data["options"] == [{"name": "delete", "type": 1, "options": []}]


async def test_the_picker_filters_and_goes_by_arrow_keys(page: Page) -> None:
    await page.get_by_test_id("composer").click()
    await page.keyboard.type("/priv")
    await expect(page.get_by_test_id("command-choice")).to_have_text(
        ["/privacy deleteDelete it all", "/privacy exportAll that is stored"]
    )
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")

    await expect(page.get_by_test_id("command-chip")).to_have_text("/privacy export")


async def test_backspace_in_an_empty_option_removes_it(page: Page) -> None:
    await page.get_by_test_id("composer").fill("/film Ran year:")
    await expect(page.get_by_test_id("command-option-year")).to_be_focused()
    await page.keyboard.press("Backspace")

    await expect(page.get_by_test_id("command-option-year")).to_have_count(0)
    await expect(page.get_by_test_id("command-option-title")).to_be_focused()


async def test_escape_leaves_the_command(page: Page) -> None:
    await page.get_by_test_id("composer").fill("/film Ran")
    await page.keyboard.press("Escape")

    await expect(page.get_by_test_id("command-chip")).to_have_count(0)
    await expect(page.get_by_test_id("composer")).to_be_focused()


async def test_what_was_typed_can_be_sent_when_no_choices_come(page: Page, film_bot: FilmBot, web: Web) -> None:
    await web.control("settings", interaction_deadline_s=0.2)
    film_bot.is_mute = True
    await page.get_by_test_id("composer").fill("/film Ran")
    await expect(page.get_by_test_id("suggestions")).to_contain_text("did not respond")
    await page.keyboard.press("Enter")
    data = (await film_bot.received())["data"]

    assert data["options"][0]["value"] == "Ran"


async def test_a_command_that_nobody_answers_says_so(page: Page, web: Web) -> None:
    await web.control("settings", interaction_deadline_s=0.2)
    await page.get_by_test_id("composer").click()
    await page.keyboard.type("/silent")
    await page.keyboard.press("Enter")

    await expect(page.get_by_test_id("pending")).to_contain_text("The application did not respond")


async def test_a_file_goes_with_the_option_of_a_subcommand(page: Page, film_bot: FilmBot, tmp_path: Path) -> None:
    file = tmp_path / "diary.csv"
    file.write_text("Name,Year\nRan,1985\n")
    await page.get_by_test_id("composer").fill("/diary import file:")
    await page.get_by_test_id("command-option-file").set_input_files(file)
    await page.get_by_test_id("composer-send").click()
    data = (await film_bot.received())["data"]

    (option,) = data["options"][0]["options"]
    attachment = data["resolved"]["attachments"][option["value"]]
    assert attachment["filename"] == "diary.csv"


async def test_a_plain_message_is_sent_and_shown(page: Page) -> None:
    await page.get_by_test_id("composer").fill("Has anyone seen **Ran**?")
    await page.keyboard.press("Enter")

    await expect(page.get_by_test_id("message")).to_contain_text("Has anyone seen Ran?")
    await expect(page.get_by_test_id("composer")).to_have_value("")


async def test_a_command_begun_in_one_channel_is_still_there_after_another(page: Page, film_bot: FilmBot) -> None:
    await page.get_by_test_id("composer").click()
    await page.keyboard.type("/film Ran")
    await page.keyboard.type(" year:19")
    await page.get_by_test_id("channel-reviews").click()
    await expect(page.get_by_test_id("command-chip")).to_have_count(0)
    await expect(page.get_by_test_id("composer")).to_have_value("")
    await page.get_by_test_id("channel-film-talk").click()
    await expect(page.get_by_test_id("command-option-title")).to_have_value("Ran")
    await page.get_by_test_id("command-option-year").press("End")
    await page.keyboard.type("85")
    await page.keyboard.press("Enter")
    data = (await film_bot.received())["data"]

    assert [option["value"] for option in data["options"]] == ["Ran", 1985]


async def test_a_command_sent_while_one_leaves_the_channel_is_not_there_again(page: Page, film_bot: FilmBot) -> None:
    await page.get_by_test_id("composer").fill("/film Ran")
    await page.keyboard.press("Enter")
    await page.get_by_test_id("channel-reviews").click()
    await film_bot.received()
    await page.get_by_test_id("channel-film-talk").click()

    await expect(page.get_by_test_id("message")).to_contain_text("Ines used /film")
    await expect(page.get_by_test_id("command-chip")).to_have_count(0)
