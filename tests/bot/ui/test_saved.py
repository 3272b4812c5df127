"""What an author hears once a review is saved."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.answer import Answer
from bot.ui.saved import IN_PUBLIC_ANSWER, KEPT_OUT, NOTHING_GIVEN, on_its_way, rated, saved_privately, stands_at
from data.models import Change, ChannelId, Copy, MessageId, Review, SavedReview
from tests.bot.ui.messages import assert_harmless, constructs, labels, sent
from tests.bot.ui.things import a_review, contents, reviews, some
from tests.builders import GUILD, a_content

FEED, ELSEWHERE = ChannelId(5), ChannelId(6)
COPY = Copy(message_id=MessageId(7), channel_id=FEED, guild_id=GUILD, request="v1:open:41")
LINK = f"https://discord.com/channels/{GUILD}/5/7"
EDITED = SavedReview(review=a_review(), change=Change.EDITED)


@some(30)
@given(reviews(contents(rating=st.integers(1, 10))), st.sampled_from(Change))
def test_confirmations_of_any_review_are_harmless(review: Review, change: Change) -> None:
    saved = SavedReview(review=review, change=change)

    assert_harmless(rated(saved))
    assert_harmless(saved_privately(saved, KEPT_OUT))


@pytest.mark.parametrize("answer", [IN_PUBLIC_ANSWER, NOTHING_GIVEN], ids=["posted below", "nothing given"])
def test_confirmations_without_a_review_are_harmless(answer: Answer) -> None:
    assert_harmless(answer)


def test_edit_links_to_the_message_in_the_feed() -> None:
    message = sent(saved_privately(EDITED, stands_at(COPY, FEED)))

    assert message["content"] == f"Saved. It is in <#5>: [see it there]({LINK})."
    assert set(constructs(message)) == {"mention", "masked link", "link"}
    assert labels(message) == ["Edit", "More", "Show here"]


@pytest.mark.parametrize("feed_id", [None, ELSEWHERE])
def test_edit_links_to_a_message_that_was_posted_elsewhere(feed_id: ChannelId | None) -> None:
    message = sent(saved_privately(EDITED, stands_at(COPY, feed_id)))

    assert message["content"] == f"Saved. [See it where it was posted]({LINK})."


def test_review_on_its_way_names_the_feed() -> None:
    assert on_its_way(FEED, is_paused=False) == "It goes into <#5> in a moment."


def test_paused_feed_is_said_so_with_what_helps() -> None:
    said = on_its_way(FEED, is_paused=True)

    assert "once that works again" in said
    assert "`/marquee setup`" in said


def test_nothing_changed_says_so() -> None:
    message = sent(saved_privately(SavedReview(review=a_review(), change=Change.UNCHANGED), ""))

    assert message["content"] == "Nothing to change: that is what your review says already."


def test_rating_is_told_in_stars_and_words_and_what_it_left_alone() -> None:
    saved = SavedReview(review=a_review(rating=9, text="Clay."), change=Change.EDITED)

    said = sent(rated(saved, "It goes into <#5> in a moment."))["content"].replace("\u2060", "")

    assert "★★★★½ (4.5 out of 5)" in said
    assert "The text of your review is as it was." in said
    assert said.endswith("It goes into <#5> in a moment.")


def test_what_was_made_of_the_words_is_told() -> None:
    content = a_content(text="||He stays.||", watched_on=date(2026, 11, 20))
    review = a_review().model_copy(update={"content": content})

    message = sent(saved_privately(SavedReview(review=review, change=Change.EDITED), ""))

    assert message["content"] == "Saved. Watched 20 November 2026. Its text is hidden as a spoiler."
