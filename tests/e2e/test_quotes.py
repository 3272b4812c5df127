"""Public cards and pages stay true when a review that they quote goes or changes."""

import pytest

from data.models import FilmKey, GuildId, MessageId, UserId
from tests.e2e.driver import Json, Member, Reply, text_of
from tests.e2e.scenes import FILM, change_schema, fail_inserts, write_review
from tests.e2e.stage import Stage, member
from tests.e2e.world import ALICE, LOBBY, NIGHT_OWLS

FILMS = ("The Missing Picture", "Metropolis", "Persona", "Stalker", "Ran", "Tokyo Story", "M", "Rashomon")
HIDDEN = "gives something away"
GONE = "The reviews that stood here are gone."


@pytest.fixture
async def stage(stage: Stage) -> Stage:
    """Edits at a run."""
    await stage.misbehave("settings", {"rate_limits": False})
    return stage


async def delete_review(stage: Stage, post: Reply) -> None:
    """Alice deletes her posted review, or removes another's."""
    panel = await stage.alice.click(post.message, "More")
    label = "Delete" if "Delete" in panel.labels else "Remove"
    question = await stage.alice.click(panel.message, label)
    await stage.alice.click(question.message, f"{label} it")
    await stage.settled()


async def forget_alice(stage: Stage) -> Reply:
    """Alice deletes everything; what she is told first."""
    question = await stage.alice.slash("privacy delete")
    await stage.alice.click(question.message, "Delete everything")
    await stage.settled()
    return question


async def now(stage: Stage, shown: Reply) -> str:
    """What Bob reads in the message now, once the bot has done all it had to do."""
    await stage.settled()
    return text_of(await stage.bob.message(shown.message["id"]))


async def card_and_page(reader: Member) -> list[Reply]:
    """The film's card and a page of its reviews, both for all to see."""
    return [await reader.slash("film", title=FILM), await reader.slash("reviews", film=FILM)]


async def both_now(stage: Stage, shown: list[Reply]) -> list[str]:
    """What Bob reads in each of them."""
    return [await now(stage, one) for one in shown]


async def write_many(stage: Stage) -> list[Json]:
    """Alice reviews eight films, the last of them the newest; her posts."""
    return [(await write_review(stage.alice, film, text=f"On {film}.")).message for film in FILMS]


async def edits(stage: Stage) -> list[str]:
    """The paths of all edits of messages that the bot made by channel and id."""
    await stage.settled()
    return [request["path"] for request in await stage.requests() if request["method"] == "PATCH"]


def edits_of(shown: Reply, paths: list[str]) -> int:
    return sum(path.endswith(f"/messages/{shown.message['id']}") for path in paths)


async def test_deleted_review_goes_from_the_card_and_the_page(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Take this back.")
    await write_review(stage.bob, text="Stays.")
    shown = await card_and_page(stage.bob)
    before = await both_now(stage, shown)

    await delete_review(stage, post)

    after = await both_now(stage, shown)
    assert all("Take this back." in said for said in before)
    assert not any("Take this back." in said for said in after)
    assert not any("Alice" in said for said in after)
    assert all("Stays." in said for said in after)


async def test_removed_review_goes_from_the_card_and_the_page(stage: Stage) -> None:
    post = await write_review(stage.bob, text="Rude words.")
    await write_review(stage.chloe, text="Kind words.")
    shown = await card_and_page(stage.chloe)

    await delete_review(stage, post)

    after = await both_now(stage, shown)
    assert not any("Rude words." in said for said in after)
    assert not any("Bob" in said for said in after)
    assert all("Kind words." in said for said in after)


async def test_forgotten_member_goes_from_every_card_and_page(stage: Stage) -> None:
    await write_many(stage)
    await write_review(stage.bob, text="Stays.")
    card = await stage.bob.slash("film", title=FILM)
    page = await stage.bob.slash("reviews", film=FILM)
    of_alice = await stage.bob.slash("reviews", member=stage.alice)

    question = await forget_alice(stage)

    assert "cards and pages that quote them are rewritten" in question.text
    assert [GONE in await now(stage, shown) for shown in (card, page, of_alice)] == [False, False, True]
    assert "Alice" not in str([await now(stage, shown) for shown in (card, page, of_alice)])
    assert "Stays." in await now(stage, card)
    assert "Stays." in await now(stage, page)
    assert "On " not in str(await stage.bob.messages())


async def test_message_that_quotes_many_deleted_reviews_is_rewritten_once(stage: Stage) -> None:
    await write_many(stage)
    page = await stage.bob.slash("reviews")

    await forget_alice(stage)

    requests = [(request["method"], request["path"]) for request in await stage.requests()]
    assert sum(method == "DELETE" for method, _ in requests) == len(FILMS)
    assert edits_of(page, await edits(stage)) == 1


async def test_edit_into_a_spoiler_hides_the_text_in_the_card_and_the_page(stage: Stage) -> None:
    await write_review(stage.alice, text="It was her all along.")
    shown = await card_and_page(stage.bob)

    await write_review(stage.alice, text="It was her all along.", boxes=["is_spoiler"])

    after = await both_now(stage, shown)
    assert not any("all along" in said for said in after)
    assert all(HIDDEN in said for said in after)


async def test_edited_text_is_what_the_card_and_the_page_say(stage: Stage) -> None:
    await write_review(stage.alice, text="First words.")
    shown = await card_and_page(stage.bob)

    await write_review(stage.alice, text="Better words.")

    after = await both_now(stage, shown)
    assert not any("First words." in said for said in after)
    assert all("Better words." in said for said in after)


async def test_new_rating_shows_in_the_card_and_the_page(stage: Stage) -> None:
    await stage.alice.slash("rate", film=FILM, rating=2)
    shown = await card_and_page(stage.bob)

    await stage.alice.slash("rate", film=FILM, rating=10)

    after = await both_now(stage, shown)
    assert not any("1 out of 5" in said for said in after)
    assert all("5 out of 5" in said for said in after)


async def test_review_that_was_only_rated_when_it_was_quoted_is_quoted_in_words_once_it_has_some(stage: Stage) -> None:
    await stage.alice.slash("rate", film=FILM, rating=6)
    card = await stage.bob.slash("film", title=FILM)

    await write_review(stage.alice, text="Now in words.")

    assert "Now in words." in await now(stage, card)


async def test_turned_page_loses_the_review_and_keeps_its_place(stage: Stage) -> None:
    await write_many(stage)
    first = await stage.bob.slash("reviews")
    second = await stage.bob.click(first.message, "Next")
    await stage.bot.finish_answers()
    post = next(message for message in await stage.bob.messages() if "On Metropolis." in text_of(message))

    await delete_review(stage, Reply("message", "", message=post))

    after = await now(stage, first)
    assert "On Metropolis." in second.text
    assert "Metropolis" not in after
    assert "On Persona." in after
    assert "On The Missing Picture." in after
    assert "Page 2 of 2" in after


async def test_turned_page_does_not_follow_what_it_quoted_before(stage: Stage) -> None:
    posts = await write_many(stage)
    page = await stage.bob.slash("reviews")
    await stage.bob.click(page.message, "Next")

    await delete_review(stage, Reply("message", "", message=posts[-1]))

    assert edits_of(page, await edits(stage)) == 0


async def test_turned_card_follows_the_film_that_it_shows_now_and_keeps_what_is_below_it(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Take this back.")
    question = await stage.bob.slash("film", title="Frankenstein")
    await stage.bob.choose(question.message, "Frankenstein (1931)")
    other = await stage.bob.slash("film", title="Exile")
    more = await stage.bob.click(other.message, "See more films")
    card = await stage.bob.choose(more.message, FILM)
    turned = await stage.bob.click(card.message, "See more films")

    await delete_review(stage, post)

    after = await now(stage, card)
    assert "Take this back." in turned.text
    assert "Take this back." not in after
    assert "Exile (2016)" in after
    assert edits_of(question, await edits(stage)) == 0


async def test_private_copy_shown_to_all_follows_too(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Take this back.")
    card = await stage.alice.slash("film", title=FILM)
    feed = await stage.bob.click(card.message, "See all reviews")
    shown = await stage.bob.click(feed.message, "Show here")

    await delete_review(stage, post)

    assert GONE in await now(stage, shown)


async def test_page_that_moves_to_the_beginning_is_numbered_so(stage: Stage) -> None:
    posts = await write_many(stage)
    first = await stage.bob.slash("reviews")
    await stage.bob.click(first.message, "Next")

    for post in [*posts[-5:], posts[0]]:
        await delete_review(stage, Reply("message", "", message=post))

    assert "Page 1 of 1" in await now(stage, first)


async def test_private_messages_are_left_alone(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Take this back.")
    card = await stage.alice.slash("film", title=FILM)
    feed = await stage.bob.click(card.message, "See all reviews")
    await stage.bot.finish_answers()
    remembered = await stage.store.copies.find(MessageId(int(feed.message["id"])))

    await delete_review(stage, post)

    assert remembered is None
    assert edits_of(feed, await edits(stage)) == 0


async def test_message_of_another_server_is_left_alone(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Among owls.")

    async with member(stage.sandbox, ALICE, LOBBY) as elsewhere:
        await write_review(elsewhere, text="In the rear row.")
        card = await elsewhere.slash("film", title=FILM)
        await delete_review(stage, post)
        after = text_of(await elsewhere.message(card.message["id"]))

    assert "In the rear row." in after
    assert edits_of(card, await edits(stage)) == 0


async def test_review_deleted_while_a_card_was_on_its_way_goes_from_it_at_once(stage: Stage) -> None:
    await write_review(stage.alice, text="Should be gone.")
    await stage.bot.finish_answers()
    review = await stage.store.reviews.find(GuildId(NIGHT_OWLS), UserId(ALICE), FilmKey("imdb:tt2852470"))
    assert review is not None

    # While the store writes, the card is shown and cannot yet be remembered.
    async with stage.store.database.transaction() as tx:
        card = await stage.bob.slash("film", title=FILM)
        await tx.execute_fetchall("DELETE FROM reviews WHERE id = ?", (review.id,))

    assert "Should be gone." in card.text
    assert "Should be gone." not in await now(stage, card)


async def test_page_turns_as_before_after_it_was_rewritten(stage: Stage) -> None:
    posts = await write_many(stage)
    page = await stage.bob.slash("reviews")
    await delete_review(stage, Reply("message", "", message=posts[-1]))
    rewritten = await stage.bob.message(page.message["id"])

    turned = await stage.bob.click(rewritten, "Next")

    assert turned.message["id"] == page.message["id"]
    assert "On Metropolis." in turned.text
    assert "Page 2 of 2" in turned.text


async def test_person_has_the_card_although_the_store_does_not_take_it_in(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await write_review(stage.alice, text="Shown all the same.")
    await stage.settled()
    await fail_inserts(stage, "copies")
    await change_schema(stage, "DROP TABLE lookups")

    card = await stage.bob.slash("film", title=FILM)

    await stage.bot.finish_answers()
    assert "Shown all the same." in card.text
    assert "what a message shows is not known: disk I/O error" in caplog.text
    assert "what was looked at could not be kept" in caplog.text
