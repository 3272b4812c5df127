"""Bringing a diary along: what a member sees and presses, from the file to the result and back."""

import asyncio
from typing import Any

from bot.ui.letterboxd.choosing import TITLE
from tests.e2e.driver import ANSWER_WITHIN_S, Json, Member, Reply, text_of
from tests.e2e.feeds import set_up_feed
from tests.e2e.stage import Stage

DIARY = b"""Title,Year,Rating10,Review
The Missing Picture,2013,9,Clay remembers.
1917,2019,8,
Frankenstein,,6,
A Film That Nobody Knows,2001,3,
Another One,1999,4,
,2001,2,
"""
"""In Letterboxd's import format: two films that are sure, one of several, two that nothing knows, and a bad row."""


async def hand_in(member: Member, name: str = "diary.csv", content: bytes = DIARY) -> Reply:
    """The member hands a file in."""
    return await member.slash("letterboxd import", file=(name, content))


async def shows(member: Member, message: Json, said: str) -> Json:
    """The message once that stands in it."""
    async with asyncio.timeout(ANSWER_WITHIN_S):
        while said not in text_of(shown := await member.message(message["id"])):  # noqa: ASYNC110  (nobody tells)
            await asyncio.sleep(0.05)

        return shown


async def looked_at(member: Member) -> Json:
    """The page on which the member sees what importing the diary would do."""
    return await shows(member, (await hand_in(member)).message, "before it begins")


async def search(member: Member, page: Json, typed: str) -> Reply:
    """The film's page once its member searched for that title."""
    form = await member.click(page, "Search by title…")
    values: dict[str, Any] = {TITLE: typed}
    return await member.submit(form, **values)


async def test_without_a_file_it_is_said_how_to_get_one(stage: Stage) -> None:
    answer = await stage.alice.slash("letterboxd import")

    assert answer.is_private
    assert "**Export your data**" in answer.text


async def test_a_diary_is_looked_at_imported_and_taken_back(stage: Stage) -> None:
    ready = await looked_at(stage.alice)
    begun = await stage.alice.click(ready, "Import")
    done = await shows(stage.alice, begun.message, "What came")

    again = await stage.alice.slash("letterboxd import")
    asked = await stage.alice.click(again.message, "Undo this import")
    taken_back = await shows(
        stage.alice, (await stage.alice.click(asked.message, "Take it back")).message, "Taken back"
    )

    assert "**2** of 5 films found" in text_of(ready)
    assert "Not chosen (1)" in text_of(done)
    assert again.is_private
    assert again.text == text_of(done)
    assert "was taken back" in text_of(taken_back)
    assert "begins another one" in (await stage.alice.slash("letterboxd import")).text


async def test_the_latest_reviews_are_posted_in_the_feed_where_their_author_asks_for_it(stage: Stage) -> None:
    await set_up_feed(stage)
    begun = await stage.alice.click(await looked_at(stage.alice), "Import")
    done = await shows(stage.alice, begun.message, "What came")
    posted = await stage.alice.click(done, "Post my latest five in the feed")

    assert "on the way into this server's feed" in posted.text
    assert "Post my latest five in the feed" not in posted.labels


async def test_a_member_says_which_films_are_meant(stage: Stage) -> None:
    page = await stage.alice.click(await looked_at(stage.alice), "Choose films (1)")
    chosen = await stage.alice.choose(page.message, "Frankenstein (1931)")
    unknown = await stage.alice.click(chosen.message, "See the unknown (2)")
    film = await stage.alice.choose(unknown.message, "1. A Film That Nobody Knows (2001)")
    nothing = await search(stage.alice, film.message, "qqqqqq")
    found = await search(stage.alice, nothing.message, "exile")
    following = await stage.alice.choose(found.message, "Exile (2016)")
    settled = await stage.alice.click(following.message, "Leave it out")

    assert "**3** of 5 films found" in chosen.text
    assert "I found nothing for “qqqqqq”" in nothing.text
    assert "Another One" in following.text
    assert "**4** of 5 films found" in settled.text
    assert {"Left out (1)", "What was skipped (1)"} <= set(settled.labels)
    assert not any("unknown" in label for label in settled.labels)


async def test_what_is_left_out_and_what_was_skipped_can_be_looked_at(stage: Stage) -> None:
    ready = await looked_at(stage.alice)
    left = await stage.alice.click(ready, "Leave the unknown out")
    faults = await stage.alice.click(left.message, "What was skipped (1)")
    back = await stage.alice.click(faults.message, "Back")

    assert "that nothing here knows, which are left out" in left.text
    assert "**diary\\.csv**, line 7: there is no title" in faults.text
    assert back.text == left.text


async def test_an_import_that_is_let_go_leaves_nothing(stage: Stage) -> None:
    cancelled = await stage.alice.click(await looked_at(stage.alice), "Cancel")

    assert "nothing was imported" in cancelled.text
    assert "**Export your data**" in (await stage.alice.slash("letterboxd import")).text


async def test_a_file_without_a_diary_is_refused_with_its_reason(stage: Stage) -> None:
    refused = await hand_in(stage.alice, "diary.csv", b"\xff\xfe\xff")

    assert refused.is_private
    assert "I found nothing in **diary\\.csv** that I can import.\n• **diary\\.csv**" in refused.text
