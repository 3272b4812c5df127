"""Writing, reading, editing and deleting reviews."""

import asyncio
from typing import Any

from data.models import FilmKey, GuildId, UserId
from tests.data.store.steps import versions_of
from tests.e2e.driver import text_of
from tests.e2e.scenes import FILM, write_review
from tests.e2e.stage import Stage, member
from tests.e2e.world import ALICE, LOBBY, NIGHT_OWLS

THE_MISSING_PICTURE = FilmKey("imdb:tt2852470")


async def saved_text(stage: Stage) -> str:
    """What the store holds of Alice's review, exactly."""
    review = await stage.store.reviews.find(GuildId(NIGHT_OWLS), UserId(ALICE), THE_MISSING_PICTURE)
    return "" if review is None else review.content.text


async def test_form_is_blank_at_first_and_filled_with_the_review_afterwards(stage: Stage) -> None:
    blank = await stage.alice.slash("review", film=FILM)
    values: dict[str, Any] = {
        "rating": ["7"],
        "text": "First words.",
        "watched_on": "2026-11-20",
        "tags": "clay",
        "boxes": ["is_rewatch"],
    }
    await stage.alice.submit(blank, **values)

    again = await stage.alice.slash("review", film=FILM)

    assert blank.fields == {"rating": ["none"], "text": "", "watched_on": "", "tags": "", "boxes": []}
    assert again.fields == values


async def test_edit_is_confirmed_privately_and_the_post_follows(stage: Stage) -> None:
    post = await write_review(stage.alice, text="First words.")
    since = len(stage.bob.events)

    answer = await write_review(stage.alice, text="Better words.")

    updated = await stage.bob.wait_for("message_update", since)
    assert answer.is_private
    assert post.message["id"] in answer.text
    assert "Better words." in updated["message"]["embeds"][0]["description"]
    assert "First words." not in str(await stage.bob.messages())


async def test_every_version_is_kept(stage: Stage) -> None:
    await write_review(stage.alice, text="First words.")
    await write_review(stage.alice, text="Better words.")

    review = await stage.store.reviews.find(GuildId(NIGHT_OWLS), UserId(ALICE), THE_MISSING_PICTURE)
    assert review is not None
    assert [old.content.text for old in await versions_of(stage.store, review.id)] == ["First words."]


async def test_two_submits_of_one_form_store_and_post_one_review(stage: Stage) -> None:
    form = await stage.alice.slash("review", film=FILM)

    began = [await stage.alice.begin_submit(form, text="Twice the same.") for _ in range(2)]
    answers = await asyncio.gather(*map(stage.alice.outcome, began))

    assert sorted(answer.is_private for answer in answers) == [False, True]
    assert str(await stage.bob.messages()).count("Twice the same.") == 1


async def test_rating_alone_is_enough_and_text_alone_too(stage: Stage) -> None:
    rated = await write_review(stage.alice, rating=["1"], text="")
    written = await write_review(stage.bob, rating=["none"], text="No number does it justice.")

    assert "0.5 out of 5" in rated.text
    assert "No number does it justice." in written.text
    assert "out of 5" not in written.text


async def test_rate_keeps_the_text(stage: Stage) -> None:
    await write_review(stage.alice, text="Words.", rating=["4"])

    answer = await stage.alice.slash("rate", film=FILM, rating=10)

    assert answer.is_private
    assert "5 out of 5" in answer.text
    assert (await stage.alice.slash("review", film=FILM)).fields["text"] == "Words."


async def test_review_that_was_only_rated_so_far_is_posted_once_it_is_written(stage: Stage) -> None:
    await stage.alice.slash("rate", film=FILM, rating=6)

    post = await write_review(stage.alice, text="Now in words.")

    assert not post.is_private
    assert "3 out of 5" in post.text


async def test_rating_counts_in_the_score_of_the_card(stage: Stage) -> None:
    await stage.alice.slash("rate", film=FILM, rating=10)
    await stage.bob.slash("rate", film=FILM, rating=7)

    card = await stage.chloe.slash("film", title=FILM)

    assert "**4.3 out of 5** · 2 members" in card.text


async def test_moderator_may_remove_and_others_may_not(stage: Stage) -> None:
    post = await write_review(stage.bob, text="Rude words.")
    of_chloe = await stage.chloe.click(post.message, "More")
    of_alice = await stage.alice.click(post.message, "More")

    assert "Remove" not in of_chloe.labels
    assert "Delete" not in of_chloe.labels
    assert "Edit" not in of_alice.labels

    question = await stage.alice.click(of_alice.message, "Remove")
    await stage.alice.click(question.message, "Remove it")

    await stage.settled()
    assert "This review was deleted." in text_of(await stage.bob.message(post.message["id"]))
    assert "Rude words." not in str(await stage.bob.messages())


async def test_review_in_another_server_opens_the_form_there_and_shows_nowhere_else(stage: Stage) -> None:
    await write_review(stage.alice, text="Said among owls.")

    async with member(stage.sandbox, ALICE, LOBBY) as alice_elsewhere:
        form = await alice_elsewhere.slash("review", film=FILM)
        feed = await alice_elsewhere.slash("reviews")
        card = await alice_elsewhere.slash("film", title=FILM)

    assert form.fields["text"] == "Said among owls."
    assert "owls" not in feed.text
    assert "No ratings yet" in card.text
    assert "Said among owls." not in card.text


async def test_title_typed_and_not_chosen_works(stage: Stage) -> None:
    card = await stage.alice.slash("film", title="limage manquante")

    assert "The Missing Picture (2013)" in card.text


async def test_ambiguous_title_gets_a_select_that_turns_into_the_card(stage: Stage) -> None:
    question = await stage.alice.slash("film", title="Frankenstein")

    card = await stage.alice.choose(question.message, "Frankenstein (1931)")

    assert card.kind == "update"
    assert "James Whale" in card.text


async def test_ambiguous_title_opens_the_form_of_the_chosen_film(stage: Stage) -> None:
    question = await stage.alice.slash("review", film="Frankenstein")

    form = await stage.alice.choose(question.message, "Frankenstein (1931)")

    assert form.modal["title"] == "Review Frankenstein (1931)"


async def test_unknown_title_says_what_to_do(stage: Stage) -> None:
    answer = await stage.alice.slash("film", title="zzzz qqqq @everyone xxyy")

    assert answer.is_private
    assert "I know no film called" in answer.text
    assert "Check the spelling" in answer.text


async def test_more_films_turns_the_card_for_its_asker_and_copies_it_for_others(stage: Stage) -> None:
    card = await stage.alice.slash("film", title=FILM)

    copy = await stage.bob.click(card.message, "See more films")
    turned = await stage.alice.click(card.message, "See more films")
    other = await stage.alice.choose(turned.message, "Exile")

    assert copy.is_private
    assert "Show here" in copy.labels
    assert turned.kind == "update"
    assert other.message["id"] == card.message["id"]
    assert "Exile (2016)" in other.text


async def test_help_is_clickable_and_also_works_in_a_direct_message(stage: Stage) -> None:
    answer = await stage.alice.slash("help")

    assert answer.is_private
    assert "</film:" in answer.text
    assert "</privacy delete:" in answer.text
