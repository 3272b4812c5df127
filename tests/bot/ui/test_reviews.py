import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.reviews import ask_delete, deleted, open_review, rated, saved_again
from data.models import Change, ChannelId, Film, MessageId, Post, Review, ReviewId, SavedReview
from tests.bot.ui.discord_markdown import see
from tests.bot.ui.messages import assert_harmless, constructs, labels, sent
from tests.bot.ui.things import SECRET, a_review, contents, films, hidden_contents, reviews, some
from tests.builders import GUILD

POST = Post(review_id=ReviewId(41), channel_id=ChannelId(5), message_id=MessageId(6))


def opened(review: Review, number: int = 1, **reader: bool) -> Any:
    return open_review(review, number, **({"is_author": False, "is_moderator": False} | reader))


def page_count(review: Review) -> int:
    counters = [label for label in labels(sent(opened(review))) if label.startswith("Page ")]
    return int(counters[0].split()[-1]) if counters else 1


@some(20)
@given(reviews(), st.booleans(), st.booleans())
def test_discord_takes_every_page_of_every_review(review: Review, is_author: bool, is_moderator: bool) -> None:  # noqa: FBT001  (drawn)
    for number in range(1, page_count(review) + 1):
        assert_harmless(opened(review, number, is_author=is_author, is_moderator=is_moderator))


@some(30)
@given(reviews(hidden_contents))
def test_reader_who_asks_reads_the_spoiler(review: Review) -> None:
    said = "".join(json.dumps(sent(opened(review, number))) for number in range(1, page_count(review) + 1))

    assert SECRET in said


def test_pages_hold_the_whole_text() -> None:
    words = [f"word{number}" for number in range(4_000)]
    review = a_review(text=" ".join(words))

    said = [
        see(sent(opened(review, number))["embeds"][0]["description"]).text
        for number in range(1, page_count(review) + 1)
    ]

    assert " ".join(said).split() == words


@pytest.mark.parametrize(("asked", "shown"), [(1, "Page 1 of 2"), (2, "Page 2 of 2"), (9_999_999, "Page 2 of 2")])
def test_page_beyond_the_last_is_the_last(asked: int, shown: str) -> None:
    # A shortened review has fewer pages than the button remembers.
    assert shown in labels(sent(opened(a_review(text="*" * 4_000), asked)))


@pytest.mark.parametrize(
    ("reader", "offered"),
    [
        ({}, ["Review it too", "Show here"]),
        ({"is_author": True}, ["Edit", "Delete", "Show here"]),
        ({"is_moderator": True}, ["Review it too", "Show here", "Remove"]),
        ({"is_author": True, "is_moderator": True}, ["Edit", "Delete", "Show here"]),
    ],
    ids=["reader", "author", "moderator", "both"],
)
def test_each_is_offered_what_they_may_do(reader: dict[str, bool], offered: list[str]) -> None:
    assert labels(sent(opened(a_review(text="Short."), **reader))) == offered


@some(30)
@given(reviews(contents(rating=st.integers(1, 10))), st.sampled_from(Change), st.booleans(), films)
def test_notices_about_any_review_are_harmless(review: Review, change: Change, is_author: bool, film: Film) -> None:  # noqa: FBT001  (drawn)
    saved = SavedReview(review=review, change=change)

    assert_harmless(rated(saved))
    assert_harmless(saved_again(saved, None))
    assert_harmless(ask_delete(review, is_author=is_author))
    assert_harmless(deleted(film))


def test_confirmation_of_an_edit_links_to_the_post() -> None:
    message = sent(saved_again(SavedReview(review=a_review(), change=Change.EDITED), POST))

    assert message["content"] == (f"Saved. [See it where it was posted](https://discord.com/channels/{GUILD}/5/6).")
    assert set(constructs(message)) == {"masked link", "link"}


def test_nothing_changed_says_so() -> None:
    message = sent(saved_again(SavedReview(review=a_review(), change=Change.UNCHANGED), None))

    assert message["content"].startswith("Nothing to change")


def test_question_names_the_film_and_whose_review_it_is() -> None:
    questions = [sent(ask_delete(a_review(), is_author=own))["embeds"][0]["description"] for own in (True, False)]

    assert questions[0].startswith("This deletes your review of **The Missing Picture")
    assert questions[1].startswith("This deletes Alice's review of **The Missing Picture")
