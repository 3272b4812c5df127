"""`/marquee diagnose`: what works in a server and what does not, as whoever manages it reads it."""

from data.models import DigestState
from tests.e2e.digests import became, end_week, post_all, posted, set_up_digest, try_again
from tests.e2e.driver import Reply
from tests.e2e.feeds import LATER, arrived, delete_channel, fail_posts, forbid, queue, set_up_feed, work_off
from tests.e2e.scenes import write_review
from tests.e2e.setting_up import let_manage
from tests.e2e.stage import Stage
from tests.e2e.world import FILM_TALK, NIGHT_OWLS, REVIEWS

WELL, ILL = "Everything works, as far as I can see.", "Something needs you"


async def diagnose(stage: Stage) -> Reply:
    return await stage.alice.slash("marquee diagnose")


async def test_a_server_that_chose_nothing_is_well(stage: Stage) -> None:
    found = await diagnose(stage)

    assert found.is_private
    assert WELL in found.text
    assert "There is none: reviews are posted where they are written." in found.text
    assert "It is not posted. `/digest` shows it all the same" in found.text
    assert "All say what is true." in found.text


async def test_what_was_posted_last_is_linked_and_the_next_digest_told(stage: Stage) -> None:
    await set_up_feed(stage)
    await set_up_digest(stage)
    await queue(stage, "Clay remembers.")
    await work_off(stage)
    await arrived(stage, 1)
    await end_week(stage)
    await post_all(stage)
    await posted(stage)
    await became(stage, DigestState.POSTED)

    found = await diagnose(stage)

    assert WELL in found.text
    assert found.text.count(f"https://discord.com/channels/{NIGHT_OWLS}/{REVIEWS}/") == 2
    assert "The next one is due <t:" in found.text


async def test_a_paused_feed_says_why_and_what_mends_it(stage: Stage) -> None:
    await set_up_feed(stage)
    await forbid(stage, "send_messages")
    await queue(stage, "Clay remembers.")
    await work_off(stage)

    found = await diagnose(stage)

    assert ILL in found.text
    assert f"I lack **Send Messages** in <#{REVIEWS}>" in found.text
    assert "1 review waits; none is lost." in found.text
    assert "Give me that permission" in found.text
    assert "Try the feed again" in found.labels


async def test_a_refused_digest_says_why_it_waits_and_when_all_is_well_again(stage: Stage) -> None:
    await set_up_digest(stage)
    await fail_posts(stage, status=400, times=1)
    stage.bot.digests.patience = LATER
    await end_week(stage)
    await post_all(stage)
    ill = await diagnose(stage)
    await try_again(stage)

    well = await stage.alice.click(ill.message, "Look again")

    assert ILL in ill.text
    assert "waits: Discord refused what I posted in" in ill.text
    assert "I tried 1 time, and keep trying until <t:" in ill.text
    assert well.kind == "update"
    assert WELL in well.text


async def test_a_digest_that_arrives_without_its_picture_says_so(stage: Stage) -> None:
    await set_up_digest(stage)
    await forbid(stage, "attach_files")

    found = await diagnose(stage)

    assert f"It arrives in <#{REVIEWS}> without its picture: I lack **Attach Files** there." in found.text


async def test_a_digest_that_discord_did_not_answer_is_told_of_and_asks_nothing(stage: Stage) -> None:
    await set_up_digest(stage)
    await fail_posts(stage, status=503)
    stage.bot.digests.patience = LATER
    await end_week(stage)
    await post_all(stage)

    found = await diagnose(stage)

    assert WELL in found.text
    assert f"I can post it in <#{REVIEWS}>. 1 digest is on the way." in found.text


async def test_a_digest_whose_channel_is_gone_says_so(stage: Stage) -> None:
    await set_up_digest(stage)
    await end_week(stage)
    await delete_channel(stage)
    stage.bot.digests.patience = LATER
    await post_all(stage)

    found = await diagnose(stage)

    assert "Its channel is gone. Choose another one with **Settings**." in found.text
    assert "waits: its channel is gone." in found.text


async def test_messages_that_cannot_be_edited_are_counted_with_what_is_missing(stage: Stage) -> None:
    await write_review(stage.alice, text="Clay remembers.")
    await stage.settled()
    await forbid(stage, "view_channel", channel_id=FILM_TALK)
    await write_review(stage.alice, text="Clay forgets.")
    await stage.settled()

    found = await diagnose(stage)

    assert f"1 message in <#{FILM_TALK}> can't be brought up to date: I lack **View Channel** there." in found.text
    assert "I try again <t:" in found.text


async def test_only_who_manages_the_server_may_look(stage: Stage) -> None:
    bob = let_manage(stage)
    found = await stage.bob.slash("marquee diagnose")
    bob.roles = []

    pressed = await stage.bob.click(found.message, "Look again")

    assert WELL in found.text
    assert "Manage Server" in pressed.text
