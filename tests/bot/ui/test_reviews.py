import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.reviews import Deletion, Version
from bot.ui.answer import Answer
from bot.ui.custom_ids import Cancel, CustomId, SeeVersions, TurnLeaf, UndoDelete
from bot.ui.reviews import ask_delete, deleted, earlier_version, no_versions, open_review, restored
from data.models import Review, Revision, Viewing
from tests.bot.ui.discord_markdown import see
from tests.bot.ui.messages import Json, assert_harmless, constructs, items, labels, sent
from tests.bot.ui.things import SECRET, a_review, contents, hidden_contents, moments, reviews, some
from tests.builders import NOW, a_content

NEXT_DAY = timedelta(days=1)

TIME = {"timestamp", "emoji name"}
"""What a moment of ours is: a number between colons, too."""


def opened(review: Review, number: int = 1, **reader: Any) -> Answer:
    nobody: dict[str, Any] = {"is_author": False, "is_moderator": False, "is_liked": False}
    return open_review(review, number, **(nobody | reader))


def page_count(review: Review) -> int:
    counters = [label for label in labels(sent(opened(review))) if label.startswith("Page ")]
    return int(counters[0].split()[-1]) if counters else 1


def pressed(message: Json, label: str) -> CustomId:
    return next(CustomId.parse(item["custom_id"]) for item in items(message) if item.get("label") == label)


viewings = st.lists(
    st.builds(
        Viewing,
        watched_on=st.none() | st.dates(date(1895, 12, 28), date(2026, 11, 21)),
        rating=st.none() | st.integers(1, 10),
        is_rewatch=st.booleans(),
        logged_at=moments,
    ),
    max_size=40,
)


@some(20)
@given(
    reviews(),
    st.fixed_dictionaries({name: st.booleans() for name in ("is_author", "is_moderator", "is_liked", "is_hidden")}),
    st.integers(0, 10**9),
    viewings,
)
def test_discord_takes_every_page_of_every_review(
    review: Review, reader: dict[str, bool], versions: int, watched: list[Viewing]
) -> None:
    for number in range(1, page_count(review) + 1):
        assert_harmless(opened(review, number, **reader, versions=versions, viewings=watched))


@some(30)
@given(reviews(hidden_contents))
def test_reader_who_asks_reads_the_spoiler(review: Review) -> None:
    said = "".join(json.dumps(sent(opened(review, number))) for number in range(1, page_count(review) + 1))

    assert SECRET in said


@some(30)
@given(reviews(hidden_contents), st.booleans())
def test_reader_who_has_not_asked_yet_does_not(review: Review, is_moderator: bool) -> None:  # noqa: FBT001  (drawn)
    message = sent(opened(review, is_hidden=True, is_moderator=is_moderator))

    assert SECRET not in json.dumps(message)
    assert labels(message)[0] == "Read it"


def test_text_that_gives_nothing_away_is_never_hidden() -> None:
    message = sent(opened(a_review(text="Clay remembers."), is_hidden=True))

    assert message["embeds"][0]["description"] == "Clay remembers."
    assert "Read it" not in labels(message)


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
        ({}, ["Like", "Review it too", "Show here"]),
        ({"is_liked": True}, ["Liked", "Review it too", "Show here"]),
        ({"is_author": True}, ["Edit", "Replace text", "Show here", "Delete"]),
        (
            {"is_author": True, "versions": 1_204},
            ["Edit", "Replace text", "Earlier versions (1,204)", "Show here", "Delete"],
        ),
        ({"is_moderator": True}, ["Like", "Review it too", "Show here", "Remove"]),
        ({"is_author": True, "is_moderator": True}, ["Edit", "Replace text", "Show here", "Delete"]),
    ],
    ids=["reader", "reader who likes it", "author", "author who edited", "moderator", "both"],
)
def test_each_is_offered_what_they_may_do(reader: dict[str, Any], offered: list[str]) -> None:
    assert labels(sent(opened(a_review(text="Short."), **reader))) == offered


def test_review_without_a_text_is_offered_one() -> None:
    assert "Add a text" in labels(sent(opened(a_review(rating=7), is_author=True)))


@pytest.mark.parametrize(("is_liked", "label"), [(False, "Like (1,204)"), (True, "Liked (1,204)")])
def test_likes_are_counted_on_their_button(is_liked: bool, label: str) -> None:  # noqa: FBT001  (from the table)
    review = a_review(text="Short.").model_copy(update={"likes": 1_204})

    assert labels(sent(opened(review, is_liked=is_liked)))[0] == label


def test_earlier_versions_open_with_the_latest_of_them() -> None:
    message = sent(opened(a_review(text="Short."), is_author=True, versions=3))

    assert pressed(message, "Earlier versions (3)") == SeeVersions(review=41, number=3, leaf=1)


def seen(day: int | None, rating: int | None) -> Viewing:
    watched_on = None if day is None else date(2026, 11, day)
    return Viewing(watched_on=watched_on, rating=rating, is_rewatch=True, logged_at=NOW)


def test_several_viewings_are_told_the_latest_first() -> None:
    watched = [seen(1, 7), seen(None, None), seen(3, 10)]

    field = sent(opened(a_review(text="Short."), is_author=True, viewings=watched))["embeds"][0]["fields"][0]

    assert field["name"] == "Watched 3 times"
    assert field["value"].replace("\u2060", "").split("\n") == [
        "3 November 2026 · ★★★★★",
        "Day not given",
        "1 November 2026 · ★★★½",
    ]


def test_many_viewings_are_counted_where_they_are_not_told() -> None:
    message = sent(opened(a_review(text="Short."), is_author=True, viewings=[seen(1, 7)] * 14))

    lines = message["embeds"][0]["fields"][0]["value"].split("\n")
    assert (len(lines), lines[-1]) == (11, "and 4 before that")


def test_one_viewing_is_nothing_to_tell() -> None:
    assert "fields" not in sent(opened(a_review(text="Short."), is_author=True, viewings=[seen(1, 7)]))["embeds"][0]


def a_version(number: int = 1, count: int = 1, review: Review | None = None, **said: Any) -> Version:
    revision = Revision(content=a_content(**said), written_at=NOW, replaced_at=NOW + NEXT_DAY)
    return Version(review=review or a_review(text="Now."), revision=revision, number=number, count=count)


@some(20)
@given(reviews(), st.integers(1, 3), contents())
def test_discord_takes_every_page_of_every_version(review: Review, number: int, said: Any) -> None:
    version = a_version(number, 3, review, **said.model_dump())
    leaf = 1

    while True:
        message = sent(earlier_version(version, leaf))
        assert set(constructs(message)) == TIME
        assert {item.get("label") for item in items(message)} >= {"Back"}

        if "Next" not in labels(message):
            break

        leaf += 1


def test_version_says_when_it_stood_and_what_it_said() -> None:
    message = sent(earlier_version(a_version(2, 3, rating=3, text="Then."), 1))

    then, later = int(NOW.timestamp()), int((NOW + NEXT_DAY).timestamp())
    assert message["content"] == f"**Earlier version 2 of 3**\n-# <t:{then}:f> – <t:{later}:f>"
    assert message["embeds"][0]["description"] == "Then."
    assert "★\u2060½" in message["embeds"][0]["title"]
    assert "timestamp" not in message["embeds"][0]


def test_earlier_version_is_on_letterboxd_where_it_was_and_not_where_its_review_is() -> None:
    was = a_version(rating=3, source_url="https://boxd.it/1aBcDe")
    then = a_version(review=a_review(rating=9, source_url="https://boxd.it/1aBcDe"), rating=3)

    names = [sent(earlier_version(version, 1))["embeds"][0]["author"]["name"] for version in (was, then)]

    assert names == ["Alice on Letterboxd", "Alice"]


def gone_through(texts: list[str]) -> list[tuple[int, int]]:
    """Versions and pages as a reader goes through them, from the latest on, with those texts from the first on."""
    places: list[tuple[int, int]] = []
    number, leaf = len(texts), 1

    while True:
        message = sent(earlier_version(a_version(number, len(texts), rating=7, text=texts[number - 1]), leaf))
        places.append((number, leaf))
        forward = [item for item in items(message) if item.get("label") in {"Next", "Older"}]

        if not forward or forward[0].get("disabled"):
            return places

        request = CustomId.parse(forward[0]["custom_id"])
        assert isinstance(request, SeeVersions)
        number, leaf = request.number, request.leaf


def test_all_pages_of_all_versions_are_gone_through() -> None:
    assert gone_through(["One.", "*" * 4_000, "Three."]) == [(3, 1), (2, 1), (2, 2), (1, 1)]


def test_way_back_leads_to_the_last_page_of_the_newer_version() -> None:
    message = sent(earlier_version(a_version(1, 3, text="One."), 1))
    newer = pressed(message, "Newer")
    assert isinstance(newer, SeeVersions)

    shown = sent(earlier_version(a_version(newer.number, 3, text="*" * 4_000), newer.leaf))

    assert newer.number == 2
    assert "page 2 of 2" in shown["content"]
    assert pressed(shown, "Previous") == SeeVersions(review=41, number=2, leaf=1)


def test_only_version_of_one_page_has_nothing_to_turn_to() -> None:
    assert labels(sent(earlier_version(a_version(text="One."), 1))) == ["Back"]


def test_review_without_versions_says_so() -> None:
    assert "no earlier version" in sent(no_versions())["content"]


@some(30)
@given(reviews(contents(rating=st.integers(1, 10))), st.booleans(), moments)
def test_notices_about_any_review_are_harmless(review: Review, is_author: bool, until: datetime) -> None:  # noqa: FBT001  (drawn)
    assert_harmless(ask_delete(review, is_author=is_author))
    assert_harmless(restored(review, is_author=is_author))
    assert set(constructs(sent(deleted(Deletion(review=review, can_undo_until=until))))) == TIME


def test_question_names_the_film_and_whose_review_it_is() -> None:
    questions = [sent(ask_delete(a_review(), is_author=own))["embeds"][0]["description"] for own in (True, False)]

    assert questions[0].startswith("This deletes your review of **The Missing Picture")
    assert questions[1].startswith("This deletes Alice's review of **The Missing Picture")
    assert all("undo that for ten minutes; then it is gone for good" in question for question in questions)


@pytest.mark.parametrize(("is_hidden", "request_"), [(False, TurnLeaf(review=41, number=1)), (True, Cancel())])
def test_keeping_a_review_shows_no_spoiler_that_was_hidden(is_hidden: bool, request_: CustomId) -> None:  # noqa: FBT001  (from the table)
    message = sent(ask_delete(a_review(text="||Clay||"), is_author=False, is_hidden=is_hidden))

    assert pressed(message, "Keep it") == request_


def test_deletion_says_until_when_it_can_be_undone() -> None:
    until = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)

    message = sent(deleted(Deletion(review=a_review(), can_undo_until=until)))

    assert "**The Missing Picture" in message["content"]
    assert f"<t:{int(until.timestamp())}:t>" in message["content"]
    assert pressed(message, "Undo") == UndoDelete(review=41)


@pytest.mark.parametrize(("is_author", "offered"), [(True, ["Edit", "More", "Show here"]), (False, ["Read it"])])
def test_who_brought_a_review_back_is_offered_what_they_may_do(is_author: bool, offered: list[str]) -> None:  # noqa: FBT001  (from the table)
    assert labels(sent(restored(a_review(), is_author=is_author))) == offered
