"""Taking along what one wrote."""

import aiohttp
import pytest

from bot.ui import limits
from tests.e2e.driver import EPHEMERAL
from tests.e2e.scenes import write_review
from tests.e2e.stage import Stage


async def test_export_brings_files_that_its_member_alone_sees(stage: Stage) -> None:
    await write_review(stage.alice, rating=["9"], text="Clay remembers.")
    card = await stage.alice.slash("film", title="Exile")
    await stage.alice.click(card.message, "Watchlist")

    export = await stage.alice.slash("letterboxd export")

    diary, watchlist = export.message["attachments"]
    assert export.is_private
    assert "1 film, 1 viewing, 1 review" in export.text
    assert (diary["filename"], watchlist["filename"]) == ("marquee-diary.csv", "marquee-watchlist.csv")

    async with aiohttp.ClientSession() as session, session.get(diary["url"]) as answer:
        assert "The Missing Picture,2013,Rithy Panh,4.5" in await answer.text()


async def test_one_who_wrote_nothing_has_nothing_to_export(stage: Stage) -> None:
    refused = await stage.chloe.slash("letterboxd export")

    assert refused.is_private
    assert "nothing of yours in this server" in refused.text


async def test_more_files_than_one_message_takes_follow_as_privately(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FILES", 1)
    await write_review(stage.alice)
    card = await stage.alice.slash("film", title="Exile")
    await stage.alice.click(card.message, "Watchlist")

    export = await stage.alice.slash("letterboxd export")
    await stage.bot.finish_answers()

    *_, first, second = await stage.alice.messages()
    assert first["id"] == export.message["id"]
    assert [[file["filename"] for file in message["attachments"]] for message in (first, second)] == [
        ["marquee-diary.csv"],
        ["marquee-watchlist.csv"],
    ]
    assert second["flags"] & EPHEMERAL
    assert second not in await stage.bob.messages()
