"""`/digest`: this week so far, past weeks, and what admins do with them, through the bot."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from discord.utils import utcnow

from data.models import Author, ChannelId, GuildId, ReviewContent, UserId
from tests.e2e.driver import Json, Reply, items_of
from tests.e2e.feeds import delete_channel, forbid
from tests.e2e.scenes import FILM, write_review
from tests.e2e.stage import Stage
from tests.e2e.world import BOB, NIGHT_OWLS, REVIEWS

GUILD = GuildId(NIGHT_OWLS)
WEEK = timedelta(days=7)
SECRET = "It was the dog."


async def review_earlier(stage: Stage, ago: timedelta, film: str, rating: int, user_id: int = BOB) -> None:
    """Let a member have reviewed a film so long ago."""
    services, at = stage.bot.services, utcnow() - ago
    found = await services.films.look_up(film, GUILD, at)
    assert not isinstance(found, list | tuple)
    content = ReviewContent(rating=rating, text=f"About {film}.")
    await stage.store.reviews.save(GUILD, Author(id=UserId(user_id), name="Bob"), found, content, at)  # type: ignore[arg-type]


async def close_weeks(stage: Stage) -> None:
    """Let all weeks be closed whose moment has come."""
    while weeks := await stage.store.weeks.due(utcnow(), 10):
        for week in weeks:
            await stage.bot.services.digests.close_due(week, utcnow())


@pytest.fixture(autouse=True)
async def week_amid_which_it_is_now(stage: Stage) -> None:
    """No week ends while a test runs, whenever that is."""
    await choose(stage, weekday=(utcnow() + timedelta(days=3)).weekday())


async def choose(stage: Stage, **chosen: Any) -> None:
    settings = await stage.store.guilds.settings(GUILD)
    await stage.store.guilds.choose(settings.model_copy(update=chosen))


async def choose_channel(stage: Stage) -> None:
    await choose(stage, digest_id=ChannelId(REVIEWS))


async def two_weeks(stage: Stage) -> Reply:
    """A past week and the present one, shown to Bob."""
    await review_earlier(stage, WEEK, "Vertigo", 10)
    await close_weeks(stage)
    await write_review(stage.alice, rating=["9"], text="Clay remembers.")
    return await stage.bob.slash("digest")


def is_disabled(message: Json, label: str) -> bool:
    return next(bool(item.get("disabled")) for item in items_of(message) if item.get("label") == label)


def image_of(message: Json) -> Any:
    return message["embeds"][0].get("image", {})


async def test_this_week_is_shown_to_all_with_its_picture(stage: Stage) -> None:
    await write_review(stage.alice, rating=["9"], text="Clay remembers.")

    shown = await stage.bob.slash("digest")

    assert not shown.is_private
    assert "The week in Night Owls so far" in shown.text
    assert FILM in shown.text
    assert "1 rating of 1 film (new here) by 1 member" in shown.text
    assert image_of(shown.message)["url"].endswith(".jpg")
    assert FILM in image_of(shown.message)["description"]


async def test_a_server_without_reviews_is_told_so(stage: Stage) -> None:
    shown = await stage.bob.slash("digest")

    assert "Nobody rated or reviewed a film." in shown.text


async def test_weeks_are_turned_back_and_forth(stage: Stage) -> None:
    present = await two_weeks(stage)

    past = await stage.bob.click(present.message, "‹ Week before")
    back = await stage.bob.click(past.message, "Week after ›")

    assert "Vertigo" in past.text
    assert FILM not in past.text
    assert is_disabled(past.message, "‹ Week before")
    assert back.kind == "update"
    assert FILM in back.text


async def test_who_did_not_ask_gets_a_copy_that_can_be_shown(stage: Stage) -> None:
    present = await two_weeks(stage)

    copy = await stage.chloe.click(present.message, "‹ Week before")
    shown = await stage.chloe.click(copy.message, "Show here")

    assert copy.is_private
    assert not shown.is_private
    assert "Vertigo" in shown.text
    assert FILM in str(await stage.bob.message(present.message["id"]))


async def test_a_week_is_found_by_choosing_it_and_by_a_day_in_it(stage: Stage) -> None:
    await two_weeks(stage)
    day = (utcnow() - WEEK).date().isoformat()

    offered = await stage.bob.choices("digest", week="")
    chosen = await stage.bob.slash("digest", week=offered[0]["value"])
    typed = await stage.bob.slash("digest", week=day)
    form = await stage.bob.click(chosen.message, "Go to a day…")
    jumped = await stage.bob.submit(form, day=utcnow().date().isoformat())

    assert "1 rating" in offered[0]["name"]
    assert "Vertigo" in chosen.text
    assert "Vertigo" in typed.text
    assert FILM in jumped.text


@pytest.mark.parametrize(
    ("typed", "said"), [("the other day", "isn't a day I can read"), ("#999", "no digest of that week")]
)
async def test_a_week_that_is_none_is_answered_privately(stage: Stage, typed: str, said: str) -> None:
    answer = await stage.bob.slash("digest", week=typed)

    assert answer.is_private
    assert said in answer.text


async def test_the_best_liked_review_keeps_its_spoiler_and_goes_when_it_is_deleted(stage: Stage) -> None:
    post = await write_review(stage.alice, rating=["9"], text=SECRET, boxes=["is_spoiler"])
    await stage.bob.click(post.message, "Like")
    await stage.settled()
    shown = await stage.chloe.slash("digest")
    opened = await stage.bob.click(shown.message, "Read the review")

    panel = await stage.alice.click(post.message, "Read it")
    question = await stage.alice.click(panel.message, "Delete")
    await stage.alice.click(question.message, "Delete it")
    await stage.settled()

    assert "Best-liked review" in shown.text
    assert SECRET not in shown.text
    assert opened.is_private
    assert "Alice" not in str(await stage.chloe.message(shown.message["id"]))


async def test_posting_now_asks_first_and_posts_once(stage: Stage) -> None:
    await choose_channel(stage)
    await review_earlier(stage, timedelta(minutes=5), "Vertigo", 10)
    shown = await stage.alice.slash("digest")

    question, second = [await stage.alice.click(shown.message, "Post now") for _ in range(2)]
    posted = await stage.alice.click(question.message, "Post it now")
    again = await stage.alice.click(second.message, "Post it now")

    assert question.is_private
    assert f"Post this week's digest in <#{REVIEWS}> now?" in question.text
    assert "On its way into" in posted.text
    assert "over by now" in again.text
    digests = [
        await stage.bot.services.digests.of(GUILD, week.id) for week in await stage.store.digests.latest(GUILD, 9)
    ]
    assert [(digest.state, digest.kept_for) for digest in digests] in (
        [("waiting", None)],
        [("sending", None)],
        [("posted", None)],
    )


async def test_what_can_not_be_posted_now_is_told_without_a_question(stage: Stage) -> None:
    await choose_channel(stage)
    empty = await stage.alice.slash("digest")
    nothing = await stage.alice.click(empty.message, "Post now")
    await review_earlier(stage, timedelta(minutes=5), "Vertigo", 10)
    question = await stage.alice.click(empty.message, "Post now")
    await stage.alice.click(question.message, "Post it now")

    over = await stage.alice.click(empty.message, "Post now")

    assert "nothing to post" in nothing.text
    assert "over by now" in over.text
    assert [nothing.labels, over.labels] == [[], []]


async def test_posting_now_where_it_could_not_arrive_says_what_is_missing(stage: Stage) -> None:
    await choose_channel(stage)
    await review_earlier(stage, timedelta(minutes=5), "Vertigo", 10)
    shown = await stage.alice.slash("digest")
    await forbid(stage, "send_messages")
    shut = await stage.alice.click(shown.message, "Post now")
    await delete_channel(stage)

    gone = await stage.alice.click(shown.message, "Post now")

    assert f"I lack **Send Messages** in <#{REVIEWS}>" in shut.text
    assert "channel is gone" in gone.text
    assert [shut.labels, gone.labels] == [[], []]


async def test_skipping_is_taken_back_where_it_is_confirmed(stage: Stage) -> None:
    await choose_channel(stage)
    await write_review(stage.alice, rating=["9"], text="Clay remembers.")
    shown = await stage.alice.slash("digest")
    skipped = await stage.alice.click(shown.message, "Skip this week")

    undone = await stage.alice.click(skipped.message, "Do not skip this week")

    assert "after all" in undone.text
    assert not await stage.bot.services.digests.is_skipped(GUILD)


async def test_a_week_is_skipped_and_taken_up_again(stage: Stage) -> None:
    await choose_channel(stage)
    await write_review(stage.alice, rating=["9"], text="Clay remembers.")
    shown = await stage.alice.slash("digest")

    skipped = await stage.alice.click(shown.message, "Skip this week")
    was_skipped = await stage.bot.services.digests.is_skipped(GUILD)
    seen = await stage.alice.slash("digest")
    await stage.alice.click(seen.message, "Do not skip this week")

    assert "I won't post the digest" in skipped.text
    assert was_skipped
    assert not await stage.bot.services.digests.is_skipped(GUILD)


async def test_members_neither_see_nor_may_press_what_is_for_admins(stage: Stage) -> None:
    await choose_channel(stage)
    await write_review(stage.alice, rating=["9"], text="Clay remembers.")
    of_bob = await stage.bob.slash("digest")
    of_alice = await stage.alice.slash("digest")

    answers = [await stage.bob.click(of_alice.message, label) for label in ("Post now", "Skip this week")]

    assert not {"Post now", "Skip this week"} & set(of_bob.labels)
    assert [answer.is_private and "Manage Server" in answer.text for answer in answers] == [True, True]
    assert not await stage.bot.services.digests.is_skipped(GUILD)


async def test_what_is_said_of_a_past_week_stays(stage: Stage) -> None:
    await review_earlier(stage, WEEK, "Vertigo", 10)
    await close_weeks(stage)
    week: datetime = utcnow() - WEEK
    before = await stage.bob.slash("digest", week=week.date().isoformat())

    await stage.bob.slash("rate", film="Vertigo", rating=1)

    after = await stage.bob.slash("digest", week=week.date().isoformat())
    assert "**5.0**" in before.text
    assert _film_lines(after) == _film_lines(before)


def _film_lines(reply: Reply) -> list[str]:
    return [line for line in reply.text.splitlines() if "rating" in line and "★" in line]
