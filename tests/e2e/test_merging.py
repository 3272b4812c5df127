"""`/marquee merge`: a film that a member added becomes another one, with all that was written about it, and back."""

import pytest

from bot.ui.custom_ids import ConfirmMerge, UndoMerge
from data.models import FilmId, FilmKey, GuildId, UserId
from tests.e2e.driver import Reply
from tests.e2e.feeds import set_up_feed
from tests.e2e.scenes import FILM, write_review
from tests.e2e.stage import Stage, member
from tests.e2e.test_own_films import TITLE, add, press_forged, the_film
from tests.e2e.world import BOB, LOBBY, NIGHT_OWLS, OUTSIDER

GUILD = GuildId(NIGHT_OWLS)
KEY = FilmKey("imdb:tt2852470")


async def merge(stage: Stage) -> Reply:
    """Alice merges the film that Bob added into The Missing Picture."""
    question = await stage.alice.slash("marquee merge", film=(await the_film(stage)).key, into=KEY)
    return await stage.alice.click(question.message, "Merge")


async def row_of_it(stage: Stage) -> FilmId:
    return (await stage.store.films.by_key((await the_film(stage)).key, GUILD)).id


async def test_question_says_what_will_happen_and_nothing_does_before_it_is_answered(stage: Stage) -> None:
    await add(stage.bob)

    for person in (stage.bob, stage.chloe):
        await write_review(person, TITLE, text="Ours.")

    await write_review(stage.bob, FILM, text="Theirs.")

    question = await stage.alice.slash("marquee merge", film=TITLE, into=FILM)
    kept = await stage.alice.click(question.message, "Keep both")

    assert question.is_private
    assert f"**{TITLE} (1998)** becomes **The Missing Picture (2013)**" in question.text
    assert "2 reviews of it move there" in question.text
    assert "1 member reviewed both" in question.text
    assert "Nothing was changed" in kept.text
    assert (await the_film(stage)).title == TITLE


async def test_reviews_posts_and_cards_follow_a_merge_and_its_undoing(stage: Stage) -> None:
    await stage.misbehave("settings", {"rate_limits": False})
    card = await stage.bob.click((await add(stage.bob)).message, "Show here")
    post = await write_review(stage.chloe, TITLE, text="Chloe was there.")

    done = await merge(stage)
    await stage.settled()
    merged = [await stage.bob.message(shown.message["id"]) for shown in (card, post)]
    catalogued = await stage.bob.slash("film", title=FILM)
    undone = await stage.alice.click(done.message, "Undo")
    await stage.settled()
    apart = [await stage.bob.message(shown.message["id"]) for shown in (card, post, catalogued)]

    assert "is **The Missing Picture (2013)** now" in done.text
    assert all("The Missing Picture (2013)" in str(message) and TITLE not in str(message) for message in merged)
    assert "Chloe was there." in catalogued.text
    assert "are two films again" in undone.text
    assert all(f"{TITLE} (1998)" in str(message) for message in apart[:2])
    assert "Chloe was there." in str(apart[0])
    assert "Chloe was there." not in str(apart[2])


async def test_buttons_of_a_merged_film_lead_to_the_other(stage: Stage) -> None:
    card = await stage.bob.click((await add(stage.bob)).message, "Show here")
    await write_review(stage.chloe, TITLE, text="Chloe was there.")
    page = await stage.bob.click(card.message, "See all reviews")
    await merge(stage)

    form = await stage.bob.click(card.message, "Add a review")
    shown = await stage.bob.click(page.message, "Show here")
    offered = await stage.bob.complete("film", title=TITLE)

    assert form.modal["title"].startswith("Review The Missing Picture")
    assert "The Missing Picture" in shown.text
    assert "Chloe was there." in shown.text
    assert not [name for name in offered if TITLE in name]


async def test_form_that_was_open_over_a_merge_is_saved_for_the_other_film(stage: Stage) -> None:
    card = await stage.bob.click((await add(stage.bob)).message, "Show here")
    form = await stage.chloe.click(card.message, "Add a review")
    await merge(stage)

    post = await stage.chloe.submit(form, text="Late.", rating=["8"])

    assert "The Missing Picture (2013)" in post.text


async def test_of_two_reviews_the_later_stays_and_both_posts_show_it_until_they_are_two_again(stage: Stage) -> None:
    await stage.misbehave("settings", {"rate_limits": False})
    await add(stage.bob)
    ours = await write_review(stage.bob, TITLE, text="Ours.")
    theirs = await write_review(stage.bob, FILM, text="Theirs.")
    opened = await stage.chloe.click(ours.message, "More")
    await stage.chloe.click(ours.message, "Like")

    done = await merge(stage)
    await stage.settled()
    both = [str(await stage.chloe.message(post.message["id"])) for post in (ours, theirs)]
    again = await stage.chloe.click(opened.message, "Like")
    undone = await stage.alice.click(done.message, "Undo")
    await stage.settled()
    apart = [str(await stage.chloe.message(post.message["id"])) for post in (ours, theirs)]

    assert both[0].count("Theirs.") == both[1].count("Theirs.") == 1
    assert "Ours." not in str(both)
    assert "Something went wrong" not in again.text
    assert "two films again" in undone.text
    assert "Ours." in apart[0]
    assert "Theirs." in apart[1]


async def test_feed_gets_no_review_twice_from_a_merge(stage: Stage) -> None:
    await set_up_feed(stage)
    await add(stage.bob)
    await write_review(stage.bob, TITLE, text="Ours.")
    await write_review(stage.chloe, TITLE, text="Chloe's.")
    before = await stage.store.database.read("SELECT review_id, message_id FROM outbox")

    done = await merge(stage)
    await stage.alice.click(done.message, "Undo")
    await stage.settled()

    after = await stage.store.database.read("SELECT review_id, message_id FROM outbox")
    assert [tuple(row) for row in after] == [tuple(row) for row in before]


async def test_merge_can_be_undone_by_command_after_a_restart(stage: Stage) -> None:
    await add(stage.bob)
    await merge(stage)
    await stage.restart_bot()
    choices = await stage.alice.choices("marquee unmerge", merge="")

    undone = await stage.alice.slash("marquee unmerge", merge=choices[0]["value"])
    again = await stage.alice.slash("marquee unmerge", merge=choices[0]["value"])

    assert [choice["name"] for choice in choices] == [f"{TITLE} (1998) → The Missing Picture (2013)"]
    assert "two films again" in undone.text
    assert "no such merge any more" in again.text
    assert (await the_film(stage)).title == TITLE


async def test_only_films_of_this_server_that_were_added_by_hand_are_offered_to_be_merged(stage: Stage) -> None:
    await add(stage.bob)

    offered = [await stage.alice.complete("marquee merge", film=typed) for typed in ("", "qwertz", "missing")]
    into = await stage.alice.complete("marquee merge", film=TITLE, into="missing pic")

    assert offered == [[f"{TITLE} (1998) · Uncle Tom, Aunt Ida"]] * 2 + [[]]
    assert into[0].startswith("The Missing Picture")


@pytest.mark.parametrize(("film", "into"), [(FILM, TITLE), (TITLE, TITLE), (TITLE, "frankenstein"), ("zzzz", FILM)])
async def test_what_can_not_be_merged_is_refused_with_a_way_out(stage: Stage, film: str, into: str) -> None:
    await add(stage.bob)

    refused = await stage.alice.slash("marquee merge", film=film, into=into)

    assert refused.is_private
    assert "Choose from what is offered while you type" in refused.text.replace("\n", " ")


async def test_nobody_without_the_permission_merges_or_undoes_by_a_forged_button(stage: Stage) -> None:
    await add(stage.bob)
    row = await row_of_it(stage)

    forged = await press_forged(stage, stage.bob, ConfirmMerge(own=row, film=KEY))
    await merge(stage)
    undoing = await press_forged(stage, stage.bob, UndoMerge(merge=1))

    assert "marquee" not in await stage.bob.commands()
    assert ["Manage Server" in reply.text for reply in (forged, undoing)] == [True, True]
    assert await stage.store.own_films.of_guild(GUILD, 9) == []


async def test_admins_of_another_server_merge_nothing_of_this_one(stage: Stage) -> None:
    await add(stage.bob)
    row = await row_of_it(stage)

    async with member(stage.sandbox, OUTSIDER, LOBBY) as omar:
        forged = await press_forged(stage, omar, ConfirmMerge(own=row, film=KEY), LOBBY)
        await merge(stage)
        undoing = await press_forged(stage, omar, UndoMerge(merge=1), LOBBY)
        offered = await omar.choices("marquee unmerge", merge="")

    assert "Only a film that was added by hand" in forged.text
    assert "no such merge" in undoing.text
    assert offered == []
    assert len(await stage.store.merges.of_guild(GUILD, 9)) == 1


async def test_draft_of_a_merged_film_is_found_for_the_other(stage: Stage) -> None:
    await add(stage.bob)
    refusal = await write_review(stage.chloe, TITLE, text="Not lost.", watched_on="someday")
    await merge(stage)

    form = await stage.chloe.click(refusal.message, "Back to my form")

    assert form.modal["title"].startswith("Draft: The Missing Picture")
    assert form.fields["text"] == "Not lost."


async def test_review_of_a_merged_film_says_what_it_said_before_in_its_versions(stage: Stage) -> None:
    await add(stage.bob)
    await write_review(stage.bob, TITLE, text="Ours.")
    await write_review(stage.bob, FILM, text="Theirs.")

    await merge(stage)

    review = await stage.store.reviews.find(GUILD, UserId(BOB), KEY)
    assert review is not None
    assert review.content.text == "Theirs."
    assert await stage.store.reviews.count_revisions(review.id) == 1
