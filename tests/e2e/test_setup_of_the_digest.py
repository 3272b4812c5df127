"""The digest's step of `/marquee setup`: its channel, its moment, and the server's time zone."""

import re

import pytest

from data.models import GuildId
from tests.e2e.driver import text_of
from tests.e2e.feeds import delete_channel, forbid, messages
from tests.e2e.setting_up import choose_digest, step_of
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, FILM_TALK, NIGHT_OWLS, REVIEWS

GUILD = GuildId(NIGHT_OWLS)


async def zone_of(stage: Stage) -> str:
    return (await stage.store.guilds.settings(GUILD)).zone


def next_due(text: str) -> int:
    found = re.search(r"comes <t:(\d+):F> \(<t:\1:R>\)", text)
    assert found is not None, text
    return int(found[1])


async def test_channel_day_and_hour_are_chosen_and_the_next_digest_is_told(stage: Stage) -> None:
    chosen = await choose_digest(stage.alice)
    friday = await stage.alice.choose(chosen.message, "Friday")

    morning = await stage.alice.choose(friday.message, "09:00")

    settings = await stage.store.guilds.settings(GUILD)
    assert f"The weekly digest goes into <#{REVIEWS}> from now on." in chosen.text
    assert (settings.digest_id, settings.weekday, settings.hour) == (REVIEWS, 4, 9)
    assert (settings.set_up_by, settings.set_up_in) == (ALICE, FILM_TALK)
    assert "Fridays at 09:00, in `UTC`" in morning.text
    assert next_due(morning.text) % 86_400 == 9 * 3_600
    assert next_due(morning.text) != next_due(chosen.text)


async def test_channel_without_a_permission_for_the_digests_picture_is_refused(stage: Stage) -> None:
    await choose_digest(stage.alice, FILM_TALK)
    await forbid(stage, "attach_files")

    refused = await choose_digest(stage.alice)

    assert f"I can't use <#{REVIEWS}> yet: I lack **Attach Files** there. Give me that permission" in refused.text
    assert "The digest is as it was." in refused.text
    assert (await stage.store.guilds.settings(GUILD)).digest_id == FILM_TALK


async def test_channel_that_is_gone_is_told_and_what_is_said_of_empty_weeks_is_kept(stage: Stage) -> None:
    page = await choose_digest(stage.alice)
    await delete_channel(stage)

    told = await stage.alice.click(page.message, "Tell of empty weeks")

    assert "Its channel is gone. Choose another one below." in told.text
    assert "A week without a rating or a review is told of in one line." in told.text
    assert (await stage.store.guilds.settings(GUILD)).tells_of_empty_weeks


async def test_digest_is_turned_off_and_who_chose_the_feed_is_still_known(stage: Stage) -> None:
    page = await choose_digest(stage.alice)
    feed_too = await stage.alice.press((await step_of(stage.alice, "feed")).message, "v1:feedchannel", [str(REVIEWS)])

    off = await stage.alice.click(page.message, "Turn the digest off")

    settings = await stage.store.guilds.settings(GUILD)
    assert "New reviews go into" in feed_too.text
    assert "No digest is posted any more." in off.text
    assert "Turn the digest off" not in off.labels
    assert (settings.digest_id, settings.set_up_by) == (None, ALICE)


async def test_test_post_comes_with_a_picture_and_who_asked_for_it(stage: Stage) -> None:
    page = await choose_digest(stage.alice)

    said = await stage.alice.click(page.message, "Send a test post")

    (post,) = await messages(stage)
    assert f"The test post is in <#{REVIEWS}>." in said.text
    assert "This is how the weekly digest arrives here; the films and numbers are made up." in text_of(post)
    assert "It is only a test" in text_of(post)
    assert "Alice" not in text_of(post)
    assert post["components"] == []
    assert post["embeds"][0]["image"]["url"].startswith("http")
    assert (post["mentions"], post["mention_everyone"]) == ([], False)


async def test_zone_is_offered_with_its_time_and_taken_with_the_command(stage: Stage) -> None:
    (tokyo,) = await stage.alice.choices("marquee setup", timezone="asia/tok")
    unasked = await stage.alice.complete("marquee settings", timezone="")

    page = await stage.alice.slash("marquee settings", timezone=tokyo["value"])

    assert re.fullmatch(r"Asia/Tokyo \(now \d\d:\d\d\)", tokyo["name"])
    assert len(unasked) == 25
    assert page.is_private
    assert re.search(r"This server's time zone is `Asia/Tokyo`: it is \d\d:\d\d there\.", page.text)
    assert await zone_of(stage) == "Asia/Tokyo"


async def test_zone_of_the_admins_language_is_taken_with_one_press(stage: Stage) -> None:
    stage.sandbox.core.directory.users[ALICE].locale = "de"
    page = await step_of(stage.alice, "digest")
    form = await stage.alice.click(page.message, "Time zone…")

    chosen = await stage.alice.click(page.message, "Use Europe/Berlin")

    assert form.fields == {"zone": "Europe/Berlin"}
    assert "in `Europe/Berlin`" in chosen.text
    assert "Use Europe/Berlin" not in chosen.labels
    assert await zone_of(stage) == "Europe/Berlin"


async def test_zone_is_typed_into_a_form_that_outlives_a_restart(stage: Stage) -> None:
    page = await choose_digest(stage.alice)
    form = await stage.alice.click(page.message, "Time zone…")
    await stage.restart_bot()

    chosen = await stage.alice.submit(form, zone="asia/tokyo")

    again = await stage.alice.click(chosen.message, "Time zone…")
    assert chosen.message["id"] == page.message["id"]
    assert "Sundays at 18:00, in `Asia/Tokyo`" in chosen.text
    assert next_due(page.text) % 86_400 == 18 * 3_600
    assert next_due(chosen.text) % 86_400 == 9 * 3_600
    assert again.fields == {"zone": "Asia/Tokyo"}


async def test_zone_that_may_be_several_is_asked_about_and_what_was_typed_is_kept(stage: Stage) -> None:
    page = await step_of(stage.alice, "digest")
    form = await stage.alice.click(page.message, "Time zone…")
    wrong = await stage.alice.submit(form, zone="australia")
    again = await stage.alice.click(wrong.message, "Back to the form")
    before = await zone_of(stage)

    chosen = await stage.alice.choose(wrong.message, "Australia/Perth")

    assert "I know no time zone called “australia”." in wrong.text
    assert wrong.message["id"] == page.message["id"]
    assert again.fields == {"zone": "australia"}
    assert before == "UTC"
    assert "in `Australia/Perth`" in chosen.text
    assert await zone_of(stage) == "Australia/Perth"


@pytest.mark.parametrize("command", ["marquee setup", "marquee settings"])
async def test_wrong_zone_with_the_command_is_asked_about_privately_and_can_be_left(stage: Stage, command: str) -> None:
    wrong = await stage.alice.slash(command, timezone="australia")

    kept = await stage.alice.click(wrong.message, "Keep UTC")

    assert wrong.is_private
    assert "in `UTC`" in kept.text
    assert await zone_of(stage) == "UTC"


async def test_zone_that_is_like_none_is_chosen_from_those_of_the_admins_language(stage: Stage) -> None:
    wrong = await stage.alice.slash("marquee setup", timezone="東京")

    chosen = await stage.alice.choose(wrong.message, "America/New_York")

    assert "I know no time zone called “東京”." in wrong.text
    assert "`America/New_York`" in chosen.text
    assert await zone_of(stage) == "America/New_York"
