import inspect
from datetime import date
from types import ModuleType

import pytest
from hypothesis import given

import bot.errors
import data.errors
from bot.config import BadSetting
from bot.errors import CannotStart
from bot.ui import limits
from bot.ui.custom_ids import CustomId, ReopenForm, UnknownCustomId
from bot.ui.problems import ServersOnly, form_kept, form_returned, unexpected, worded
from data.errors import (
    BackupFailed,
    BadTags,
    BadWatchedOn,
    CatalogueDamaged,
    DatabaseTooNew,
    DatabaseUnusable,
    FilmNotFound,
    FormRefused,
    MarqueeError,
    NothingSaid,
    NotYourReview,
    ReviewNotFound,
    StoreFailed,
    TextTooLong,
    WatchedInFuture,
    WatchlistEmpty,
)
from data.models import Film, ReviewForm
from tests.bot.ui.discord_markdown import see
from tests.bot.ui.messages import items, labels, sent
from tests.bot.ui.things import films, forms, names, some
from tests.builders import a_film

OTHERS: dict[type[Exception], str] = {
    MarqueeError: "the root, never raised itself",
    FormRefused: "the root of the kinds of refusal, never raised itself",
    StoreFailed: "unexpected: the person gets a reference, and their form is kept",
    DatabaseUnusable: "raised at the start, worded by the command line",
    DatabaseTooNew: "raised at the start, worded by the command line",
    BackupFailed: "worded by the command line",
    CatalogueDamaged: "raised at the start, worded by the command line",
    CannotStart: "raised at the start, is its own sentence",
    BadSetting: "raised at the start, worded by the command line",
}
"""Errors that no person in a server reads about, and why."""

WORDED: list[tuple[Exception, str, str]] = [
    (FilmNotFound("teh film"), "I know no film called **teh film**", "Check the spelling"),
    (ReviewNotFound(), "was deleted", "`/reviews`"),
    (NotYourReview("Alice"), "Only Alice", "somebody who may manage this server"),
    (NotYourReview(""), "Only its author", "somebody who may manage this server"),
    (WatchlistEmpty(), "Your watchlist is empty", "**Watchlist** button"),
    (NothingSaid(), "needs a rating or a text", "Give one"),
    (TextTooLong(4_312, 4_000), "4,312 characters; the form takes 4,000", "Shorten it"),
    (BadWatchedOn("blursday"), "“blursday”", "Write it as `2026-11-20`, or `today` or `yesterday`"),
    (WatchedInFuture(date(2031, 1, 1)), "2031-01-01 is still to come", "leave it empty"),
    (BadTags(11, "t"), "11 tags; a review takes 10", "Leave some out"),
    (BadTags(1, "t" * 41), f"“{'t' * 41}” is too long: 40 characters", "Shorten it"),
    (UnknownCustomId("v9:x"), "another version", "Use the command again"),
    (ServersOnly(), "works in a server", "Try it in one"),
]
"""What each says: what happened, and what to do."""


def errors_of(module: ModuleType) -> set[type[Exception]]:
    return {
        found
        for _, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, Exception) and found.__module__ == module.__name__
    }


def descendants(root: type[Exception]) -> set[type[Exception]]:
    return {root}.union(*(descendants(child) for child in root.__subclasses__()))


def test_every_error_is_worded_or_there_is_a_reason() -> None:
    known = descendants(MarqueeError) | errors_of(data.errors) | errors_of(bot.errors) | {UnknownCustomId, BadSetting}
    handled = {type(error) for error, *_ in WORDED} | set(OTHERS)

    assert known == handled


@pytest.mark.parametrize(("error", "fact", "advice"), WORDED, ids=lambda value: type(value).__name__)
def test_words_say_what_happened_and_what_to_do(error: Exception, fact: str, advice: str) -> None:
    said = worded(error) or ""

    assert fact in said
    assert advice in said


@pytest.mark.parametrize("kind", OTHERS, ids=lambda kind: kind.__name__)
def test_errors_that_nobody_can_do_anything_about_are_not_worded(kind: type[Exception]) -> None:
    assert worded(kind.__new__(kind)) is None


def test_words_show_nothing_of_the_code() -> None:
    for error, *_ in WORDED:
        said = worded(error) or ""
        assert type(error).__name__ not in said
        assert said.endswith(".")


@some(150)
@given(names)
def test_what_was_typed_is_quoted_harmlessly(typed: str) -> None:
    for error in (
        FilmNotFound(typed),
        NotYourReview(typed),
        BadWatchedOn(typed),
        BadTags(1, typed),
        BadTags(11, typed),
    ):
        said = worded(error) or ""

        assert set(see(said).constructs) <= {"code"}
        assert said.count("`") - said.count("\\`") in {0, 6}
        assert limits.length(said) <= 600


@pytest.mark.parametrize("typed", [" ", "\u200b"])
def test_title_without_a_visible_character_is_not_quoted(typed: str) -> None:
    assert (worded(FilmNotFound(typed)) or "").startswith("I know no film called that.")


def test_unexpected_error_gives_a_reference_and_nothing_else() -> None:
    said = sent(unexpected("0BADCAFE"))["content"]

    assert "`0BADCAFE`" in said
    assert "try again" in said


@some(60)
@given(films, names)
def test_kept_form_is_one_press_away(film: Film, typed: str) -> None:
    message = sent(form_kept(film, BadWatchedOn(typed), "0BADCAFE"))

    assert "is kept for a day" in message["content"]
    assert labels(message) == ["Back to my form"]
    assert CustomId.parse(items(message)[0]["custom_id"]) == ReopenForm(film=film.key)


def test_form_kept_for_a_failing_store_tells_the_reference() -> None:
    said = sent(form_kept(a_film(), StoreFailed("disk I/O error"), "0BADCAFE"))["content"]

    assert "`0BADCAFE`" in said
    assert "disk" not in said


@some(60)
@given(films, forms)
def test_returned_form_holds_all_that_was_typed(film: Film, form: ReviewForm) -> None:
    answer = form_returned(film.name, form, StoreFailed("disk I/O error"), "0BADCAFE")
    said = answer.files()[0].fp.read().decode()

    assert form.text in said
    assert form.tags in said
    assert form.watched_on in said


def test_returned_form_tells_ticked_boxes_too() -> None:
    form = ReviewForm(rating=9, text="Words.", is_spoiler=True, is_rewatch=True, is_liked=True)

    answer = form_returned("Film No. 1 (2013)", form, NothingSaid(), "0BADCAFE")

    assert answer.files()[0].fp.read().decode() == (
        "Film: Film No. 1 (2013)\nRating: 4.5 out of 5\nContains spoilers\nRewatch\nLike\n\nWords.\n"
    )


def test_returned_form_says_why_it_comes_back() -> None:
    said = sent(form_returned("Film No. 1", ReviewForm(tags="x" * 41), BadTags(1, "x" * 41), "0BADCAFE"))["content"]

    assert said.startswith("The tag")
    assert "in the file below" in said
    assert "`0BADCAFE`" in said
