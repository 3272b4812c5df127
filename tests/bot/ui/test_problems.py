import inspect
from datetime import UTC, date, datetime
from types import ModuleType

import pytest
from hypothesis import given

import bot.errors
import data.errors
from bot.config import BadSetting
from bot.errors import CannotStart
from bot.ui import limits
from bot.ui.custom_ids import CustomId, ReopenForm, UnknownCustomId
from bot.ui.forms import NewText
from bot.ui.problems import (
    AdminsOnly,
    FileNotFetched,
    ServersOnly,
    SeveralMeant,
    TwoTexts,
    form_kept,
    form_returned,
    text_returned,
    unexpected,
    worded,
)
from data.errors import (
    AccessRefused,
    AlreadyThere,
    AmbiguousDate,
    BackupFailed,
    BadLink,
    BadTags,
    BadWatchedOn,
    BadYear,
    CannotMerge,
    CannotRestore,
    CannotUndoMerge,
    CatalogueDamaged,
    CatalogueNotWritten,
    CatalogueUnusable,
    DatabaseTooNew,
    DatabaseUnusable,
    DigestNotFound,
    DraftGone,
    FactTooLong,
    FeedFailed,
    FileTooLarge,
    FilmNotFound,
    FilmReviewed,
    FormRefused,
    ImportFailed,
    ImportRunning,
    MarqueeError,
    NoDigestChannel,
    NotAText,
    NotAtProvider,
    NothingSaid,
    NothingThisWeek,
    NoTitle,
    NotYourFilm,
    NotYourReview,
    OwnReview,
    PeriodAhead,
    PeriodBackwards,
    PostedThisWeek,
    ProviderFailed,
    ProviderResting,
    ProviderUnreachable,
    ReviewNotFound,
    SourceDamaged,
    SourceMissing,
    StoreFailed,
    StrangeAnswer,
    TextTooLong,
    TooManyDirectors,
    TooManyFilms,
    TooManyReviews,
    TooOften,
    TraitNotFound,
    TwoPeriods,
    WatchedInFuture,
    WatchlistEmpty,
    WeekMoved,
)
from data.models import Film, ReviewForm
from tests.bot.ui.discord_markdown import see
from tests.bot.ui.letterboxd.worded import WORDED as LETTERBOXD
from tests.bot.ui.messages import items, labels, sent
from tests.bot.ui.things import films, forms, names, some, texts
from tests.builders import a_film

SOON = datetime(2026, 11, 20, 18, 30, 0, 500, tzinfo=UTC)
SOON_S = int(datetime(2026, 11, 20, 18, 30, 1, tzinfo=UTC).timestamp())
"""The first whole second at which it is not too soon any more."""

OTHERS: dict[type[Exception], str] = {
    MarqueeError: "the root, never raised itself",
    FormRefused: "the root of the kinds of refusal, never raised itself",
    StoreFailed: "unexpected: the person gets a reference, and their form is kept",
    DatabaseUnusable: "raised at the start, worded by the command line",
    DatabaseTooNew: "raised at the start, worded by the command line",
    BackupFailed: "worded by the command line",
    CatalogueDamaged: "raised at the start, worded by the command line",
    CatalogueUnusable: "the films that are shipped serve, and the log says why; worded by the command line",
    **dict.fromkeys(
        (ImportFailed, SourceMissing, SourceDamaged, ImportRunning, CatalogueNotWritten),
        "raised by an import, worded by the command line",
    ),
    FeedFailed: "the root of what may be wrong with a feed, never raised itself",
    ProviderFailed: "the root of what providers do wrong, never raised itself",
    ProviderUnreachable: "a card says that the provider did not answer",
    ProviderResting: "the same",
    AccessRefused: "the same, and the log says more",
    StrangeAnswer: "the same",
    NotAtProvider: "the next provider is asked, and nobody waits for more",
    CannotStart: "raised at the start, is its own sentence",
    BadSetting: "raised at the start, worded by the command line",
}
"""Errors that no person in a server reads about, and why."""

WORDED: list[tuple[Exception, str, str]] = [
    *LETTERBOXD,
    (FilmNotFound("teh film"), "I know no film called **teh film**", "Check the spelling"),
    (FilmNotFound("teh film", "TMDB"), "TMDB did not answer just now", "Check the spelling"),
    (ReviewNotFound(), "was deleted", "`/reviews`"),
    (NotYourReview("Alice"), "Only Alice can do that", "somebody who may manage this server can remove it"),
    (NotYourReview(""), "Only its author can do that", "somebody who may manage this server can remove it"),
    (OwnReview(), "You wrote this review", "likes are for those of others"),
    (CannotRestore(is_replaced=False), "too late", "`/review` writes a new one"),
    (CannotRestore(is_replaced=True), "has another review by the same member", "It stays"),
    (TooOften(SOON), "You showed several", f"the next one from <t:{SOON_S}:T> on (<t:{SOON_S}:R>)"),
    (FilmNotFound("own:hand-0123"), "not known here", "only in the server where it was added"),
    (FilmReviewed(), "Others wrote about this film", "can merge it into another film"),
    (NotYourFilm(), "Only who added this film", "somebody who may manage this server"),
    (AlreadyThere(("imdb:tt2852470",)), "of that title and year", "known already"),
    (DraftGone(), "form is gone", "`/film` starts another one"),
    (CannotMerge(), "Only a film that was added by hand", "Choose from what is offered"),
    (CannotUndoMerge(), "There is no such merge any more", "`/marquee unmerge` lists them"),
    (CannotUndoMerge("The *Other*"), "**The \\*Other\\*** was merged into the same film since", "Undo that first"),
    (SeveralMeant(), "Several films could be meant", "Choose from what is offered"),
    (NoTitle(), "needs a title", "Give one"),
    (FactTooLong("synopsis", 1_001, 1_000), "The synopsis has 1,001 characters; a film takes 1,000", "Shorten it"),
    (FactTooLong("director", 101, 100), "One director’s name has 101 characters", "Shorten it"),
    (BadYear("soon", 1870, 2100), "“soon” isn't a year", "four digits from 1870 to 2100, or leave it empty"),
    (TooManyDirectors(11, 10), "11 directors; a film takes 10", "Leave some out"),
    (BadLink("javascript"), "“javascript” isn't the address of a page", "leave it empty"),
    (TooManyFilms(SOON, 10), "You added 10 films here within a day", f"can be added from <t:{SOON_S}:T> on"),
    (WatchlistEmpty(), "Your watchlist is empty", "**Watchlist** button"),
    (NothingSaid(), "needs a rating or a text", "Give one"),
    (TextTooLong(4_312, 4_000), "4,312 characters; the form takes 4,000", "Shorten it"),
    (TextTooLong(50_001, 50_000), "50,001 characters; a review takes 50,000", "Shorten it"),
    (FileTooLarge("a.txt", 204_801, 204_800), "“a\\.txt” has 201 KB, and I read texts of up to 200 KB", "Shorten it"),
    (NotAText("a.png"), "“a\\.png” holds no text", "Save it as plain text"),
    (FileNotFetched(), "could not get your file", "try again"),
    (TwoTexts(), "one text in the field and another one in the file", "Give one of the two"),
    (BadWatchedOn("blursday"), "“blursday”", "Write it as `2026-11-20`, `20 November` or `last friday`"),
    (
        AmbiguousDate("3/4/26", (date(2026, 3, 4), date(2026, 4, 3))),
        "“3/4/26” can be 4 March or 3 April 2026",
        "Write `2026-03-04` or `2026-04-03`",
    ),
    (
        AmbiguousDate("26-11-20", (date(2020, 11, 26), date(2026, 11, 20))),
        "“26-11-20” can be 26 November 2020 or 20 November 2026",
        "Write `2020-11-26` or `2026-11-20`",
    ),
    (WatchedInFuture(date(2031, 1, 1)), "2031-01-01 is still to come", "leave it empty"),
    (BadTags(11, "t"), "11 tags; a review takes 10", "Leave some out"),
    (BadTags(1, "t" * 41), f"“{'t' * 41}” is too long: 40 characters", "Shorten it"),
    (TooManyReviews(SOON), "That was quick", f"can be saved from <t:{SOON_S}:T> on"),
    (TooManyReviews(SOON, 30), "You wrote 30 new reviews here within a day", f"can be saved from <t:{SOON_S}:T> on"),
    (TraitNotFound("genre", "*x*"), "No film with the genre “\\*x\\*” was reviewed", "Choose from what is offered"),
    (TraitNotFound("genre", "draam", ("Drama",)), "“draam” was reviewed", "Those most like it: **Drama**."),
    (TraitNotFound("genre", "war", ("War", "Warp", "Ward")), "“war”", "**War**, **Warp**, **Ward**."),
    (TwoPeriods(), "both at once is one too many", "Choose a `period`"),
    (PeriodAhead(date(2031, 1, 1)), "2031-01-01 is still to come", "give a day in the past"),
    (PeriodBackwards(date(2026, 2, 1), date(2026, 1, 1)), "From 2026-02-01 to 2026-01-01", "Swap the two"),
    (DigestNotFound(), "no digest of that week", "`/digest` shows this one"),
    (NoDigestChannel(), "no channel for the digest", "Choose one with `/marquee setup`"),
    (NothingThisWeek(), "since the last digest", "nothing to post"),
    (PostedThisWeek(SOON), "was posted already", "The next one is due <t:1795199400:F>"),
    (WeekMoved(), "over by now", "Use `/digest` again"),
    (AdminsOnly(), "Only those", "**Manage Server**"),
    (UnknownCustomId("v9:x"), "another version", "Use the command again"),
    (ServersOnly(), "works in a server", "Try it in one"),
]
"""What each says: what happened, and what to do."""


def errors_of(module: ModuleType) -> set[type[Exception]]:
    return {
        found
        for _, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, Exception) and found.__module__.startswith(module.__name__)
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
        AmbiguousDate(typed, (date(2026, 3, 4), date(2026, 4, 3))),
        BadTags(1, typed),
        BadTags(11, typed),
        NotAText(typed),
        FileTooLarge(typed, 1 << 62, 204_800),
    ):
        said = worded(error) or ""

        assert set(see(said).constructs) <= {"code"}
        assert said.count("`") - said.count("\\`") in {0, 4, 6}
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

    assert (form.text or "") in said
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


def test_returned_form_without_a_text_holds_the_rest() -> None:
    form = ReviewForm(rating=9, text=None, tags="clay")

    answer = form_returned("Film No. 1 (2013)", form, StoreFailed("disk I/O error"), "0BADCAFE")

    assert answer.files()[0].fp.read().decode() == "Film: Film No. 1 (2013)\nRating: 4.5 out of 5\nTags: clay\n"


@some(60)
@given(texts)
def test_returned_text_is_as_it_was_typed(typed: str) -> None:
    new = NewText(typed=typed)

    answer = text_returned(new.typed, ReviewNotFound(), "0BADCAFE")

    assert "was deleted" in sent(answer)["content"]
    assert answer.files()[0].fp.read().decode() == f"{new.typed}\n"
