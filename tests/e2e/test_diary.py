"""One's own diary over all servers, in a server and in a direct message."""

from datetime import date

from discord.utils import utcnow

from data.models import UserId
from tests.builders import a_film
from tests.diaries import watch
from tests.e2e.scenes import write_review
from tests.e2e.stage import Stage, member
from tests.e2e.world import ALICE, LOBBY

LONG = "*" * 3_900
"""What takes two pages, since each of its characters is escaped."""


async def test_diary_tells_of_all_servers_privately_and_of_nobody_else(stage: Stage) -> None:
    day = "2026-02-03"
    await write_review(stage.alice, rating=["9"], text="Among owls.", watched_on=day)
    await write_review(stage.bob, rating=["2"], text="Not mine.", watched_on=day)

    async with member(stage.sandbox, ALICE, LOBBY) as elsewhere:
        await write_review(elsewhere, rating=["9"], text="In the rear row.", watched_on=day)

    diary = await stage.alice.slash("diary")

    assert diary.is_private
    assert "February 2026 · 1 viewing" in diary.text
    assert "3 · **The Missing Picture (2013)** ★\u2060★\u2060★\u2060★\u2060½ · " in diary.text
    assert "Night Owls" in diary.text
    assert "Rear Row" in diary.text


async def test_months_are_turned_and_gone_to_in_a_direct_message_and_a_review_is_read_there(stage: Stage) -> None:
    await write_review(stage.alice, rating=["9"], text=f"{LONG} The end.", watched_on="2026-02-03")
    await watch(stage.store, a_film(7), UserId(ALICE), date(2024, 5, 6))
    await stage.alice.go_to_direct_messages()
    latest = await stage.alice.slash("diary")

    before = await stage.alice.click(latest.message, "Previous month")
    back = await stage.alice.choose(before.message, "February 2026")
    opened = await stage.alice.choose(back.message, "3 · The Missing Picture")
    turned = await stage.alice.click(opened.message, "Next")

    assert "May 2024 · 1 viewing" in before.text
    assert "6 · **Film No. 7 (2013)** · kept for yourself" in before.text
    assert back.text == latest.text
    assert "Your review in Night Owls." in opened.text
    assert "Page 2 of 2" in turned.text
    assert "The end." in turned.text


async def test_review_opens_in_its_own_server_with_all_that_its_author_may_do(stage: Stage) -> None:
    await write_review(stage.alice, text="Among owls.")
    diary = await stage.alice.slash("diary")

    opened = await stage.alice.choose(diary.message, f"{utcnow().day} · The Missing Picture")

    assert opened.is_private
    assert "Among owls." in opened.text
    assert "Edit" in opened.labels


async def test_empty_diary_says_how_to_begin(stage: Stage) -> None:
    answer = await stage.chloe.slash("diary")

    assert answer.is_private
    assert "Your diary is empty" in answer.text
