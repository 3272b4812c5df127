"""From errors to words: what happened, and what to do. What a person reads of an error is worded here alone."""

import math
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from discord import app_commands

from bot.ui import limits
from bot.ui.answer import Answer, Attachment
from bot.ui.components import button
from bot.ui.custom_ids import OpenFilmForm, ReopenForm, UnknownCustomId
from bot.ui.letterboxd.words import WORDS as LETTERBOXD_WORDS
from bot.ui.stars import in_words
from bot.ui.text import literal, truncated
from data.errors import (
    AlreadyThere,
    AmbiguousDate,
    BadLink,
    BadTags,
    BadWatchedOn,
    BadYear,
    CannotMerge,
    CannotRestore,
    CannotUndoMerge,
    DigestNotFound,
    DraftGone,
    FactTooLong,
    FileTooLarge,
    FilmNotFound,
    FilmReviewed,
    FormRefused,
    MarqueeError,
    NoDigestChannel,
    NotAText,
    NothingSaid,
    NothingThisWeek,
    NoTitle,
    NotYourFilm,
    NotYourReview,
    OwnReview,
    PeriodAhead,
    PeriodBackwards,
    PostedThisWeek,
    ReviewNotFound,
    StoreFailed,
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
from data.models import FILM_KEY_PATTERN, TAG_LENGTH, TAG_LIMIT, TEXT_LIMIT, Film, OwnFilmForm, ReviewForm

_KEY = re.compile(FILM_KEY_PATTERN)


class ServersOnly(MarqueeError):
    """This works in a server, not in a direct message."""


class AdminsOnly(MarqueeError):
    """This is for those who may manage the server."""


class TwoTexts(MarqueeError):
    """A text was typed, and another one handed in as a file."""


class FileNotFetched(MarqueeError):
    """A file that was handed in could not be had from Discord."""


class SeveralMeant(MarqueeError):
    """What was typed can be more than one film, where one has to be chosen."""


def _film_not_found(error: FilmNotFound) -> str:
    if _KEY.fullmatch(error.query):
        return (
            "That film is not known here, or not any more. One that was added by hand is known only in the server where"
            " it was added."
        )

    quoted = _quoted(error.query)
    called = f"**{quoted}**" if quoted else "that"
    silent = f" {error.silent} did not answer just now; it may know it." if error.silent else ""
    return (
        f"I know no film called {called}.{silent} Check the spelling, try its original title"
        " or add the year, and choose from what is offered while you type."
    )


def _ambiguous_date(error: AmbiguousDate) -> str:
    first, second = error.readings
    year = "" if first.year == second.year else f" {first.year}"
    return (
        f"“{_quoted(error.typed)}” can be {first.day} {first:%B}{year} or {second.day} {second:%B} {second.year}."
        f" Write `{first.isoformat()}` or `{second.isoformat()}`."
    )


def _bad_tags(error: BadTags) -> str:
    if error.count > TAG_LIMIT:
        return f"That is {error.count} tags; a review takes {TAG_LIMIT}. Leave some out."

    return f"The tag “{_quoted(error.longest)}” is too long: {TAG_LENGTH} characters at most. Shorten it."


def _cannot_restore(error: CannotRestore) -> str:
    if error.is_replaced:
        return "That film has another review by the same member by now, and one is what a member has. It stays."

    return "It is too late: a deleted review can come back for ten minutes. `/review` writes a new one."


def _text_too_long(error: TextTooLong) -> str:
    what = "the form" if error.limit == TEXT_LIMIT else "a review"
    return f"The text has {error.length:,} characters; {what} takes {error.limit:,}. Shorten it a little."


def _file_too_large(error: FileTooLarge) -> str:
    return (
        f"“{_quoted(error.name)}” has {math.ceil(error.size / 1024):,} KB, and I read texts of up to"
        f" {error.limit // 1024:,} KB. Shorten it, and save it as plain text (.txt)."
    )


def _too_many_reviews(error: TooManyReviews) -> str:
    if error.per_day:
        return (
            f"You wrote {error.per_day:,} new reviews here within a day, and that is the limit."
            f" The next one can be saved {_when(error.retry_at)}."
        )

    return f"That was quick: this one can be saved {_when(error.retry_at)}."


def _fact_too_long(error: FactTooLong) -> str:
    what = "One director’s name" if error.fact == "director" else f"The {error.fact}"
    return f"{what} has {error.length:,} characters; a film takes {error.limit:,} there. Shorten it a little."


def _cannot_undo_merge(error: CannotUndoMerge) -> str:
    if error.later:
        return f"**{_quoted(error.later)}** was merged into the same film since. Undo that first, then this one."

    return "There is no such merge any more: it was undone, or its film was merged on. `/marquee unmerge` lists them."


def _trait_not_found(error: TraitNotFound) -> str:
    quoted = _quoted(error.typed)
    said = f"No film with the {error.kind} “{quoted}” was reviewed in this server."
    near = ", ".join(f"**{_quoted(name)}**" for name in error.near)

    if near:
        return f"{said} Those most like it: {near}."

    return f"{said} Choose from what is offered while you type."


def _when(moment: datetime) -> str:
    """A moment as the reader's Discord tells it, true also later: "from 12:04:10 on (in 8 seconds)"."""
    at_s = math.ceil(moment.timestamp())
    return f"from <t:{at_s}:T> on (<t:{at_s}:R>)"


_COMMAND_CHANGED = "I was updated, and this command is another one now. Restart Discord (Ctrl+R) and use it again."

_WORDS: dict[type[Exception], Callable[[Any], str]] = {
    FilmNotFound: _film_not_found,
    ReviewNotFound: lambda _: "That review is not there any more: it was deleted. `/reviews` shows those that are.",
    NotYourReview: lambda error: (
        f"Only {_quoted(error.author_name) or 'its author'} can do that with this review;"
        " somebody who may manage this server can remove it."
    ),
    OwnReview: lambda _: "You wrote this review: likes are for those of others.",
    CannotRestore: _cannot_restore,
    FilmReviewed: lambda _: (
        "Others wrote about this film, so it stays. Somebody who may manage this server can merge it into another film."
    ),
    NotYourFilm: lambda _: "Only who added this film, or somebody who may manage this server, can do that.",
    AlreadyThere: lambda _: "A film of that title and year is known already.",
    DraftGone: lambda _: "That form is gone: I keep one for a day. `/film` starts another one.",
    CannotMerge: lambda _: (
        "Only a film that was added by hand in this server can be merged, and into another one than itself. Choose from"
        " what is offered while you type."
    ),
    CannotUndoMerge: _cannot_undo_merge,
    SeveralMeant: lambda _: "Several films could be meant. Choose from what is offered while you type.",
    NoTitle: lambda _: "A film needs a title of which something can be seen. Give one.",
    FactTooLong: _fact_too_long,
    BadYear: lambda error: (
        f"“{_quoted(error.typed)}” isn't a year that a film can be from. Give four digits from {error.first} to"
        f" {error.last}, or leave it empty."
    ),
    TooManyDirectors: lambda error: f"That is {error.count} directors; a film takes {error.limit}. Leave some out.",
    BadLink: lambda error: (
        f"“{_quoted(error.typed)}” isn't the address of a page. Give one like `https://example.org/film`, or leave it"
        " empty."
    ),
    TooManyFilms: lambda error: (
        f"You added {error.per_day} films here within a day, and that is the limit. The next one can be added"
        f" {_when(error.retry_at)}."
    ),
    WatchlistEmpty: lambda _: "Your watchlist is empty. The **Watchlist** button of a film's card puts the film on it.",
    NothingSaid: lambda _: "A review needs a rating or a text. Give one of the two.",
    TextTooLong: _text_too_long,
    FileTooLarge: _file_too_large,
    NotAText: lambda error: (
        f"“{_quoted(error.name)}” holds no text that I can read. Save it as plain text (.txt, UTF-8) and try again."
    ),
    FileNotFetched: lambda _: "I could not get your file from Discord. Please try again in a moment.",
    TwoTexts: lambda _: "There is one text in the field and another one in the file. Give one of the two.",
    BadWatchedOn: lambda error: (
        f"“{_quoted(error.typed)}” isn't a day I can read. Write it as `2026-11-20`, `20 November` or `last friday`."
    ),
    AmbiguousDate: _ambiguous_date,
    WatchedInFuture: lambda error: (
        f"{error.watched_on:%Y-%m-%d} is still to come. Give the day on which you watched it, or leave it empty."
    ),
    BadTags: _bad_tags,
    TraitNotFound: _trait_not_found,
    TwoPeriods: lambda _: "Choose a `period`, or give dates with `from` and `to`: both at once is one too many.",
    PeriodAhead: lambda error: f"{error.first.isoformat()} is still to come: give a day in the past for `from`.",
    PeriodBackwards: lambda error: (
        f"From {error.first.isoformat()} to {error.last.isoformat()} runs backwards. Swap the two, or leave one out."
    ),
    DigestNotFound: lambda _: "I have no digest of that week. `/digest` shows this one, and leads to those before.",
    NoDigestChannel: lambda _: "There is no channel for the digest. Choose one with `/marquee setup`.",
    NothingThisWeek: lambda _: (
        "Nobody has rated or reviewed a film since the last digest, so there is nothing to post."
    ),
    PostedThisWeek: lambda error: (
        f"This week's digest was posted already. The next one is due <t:{int(error.due_at.timestamp())}:F>."
    ),
    WeekMoved: lambda _: "That week is over by now, or its digest was moved. Use `/digest` again to see how it stands.",
    TooManyReviews: _too_many_reviews,
    TooOften: lambda error: f"You showed several here just now. You can show the next one {_when(error.retry_at)}.",
    UnknownCustomId: lambda _: "This button is from another version of me. Use the command again; `/help` lists them.",
    app_commands.CommandNotFound: lambda _: _COMMAND_CHANGED,
    app_commands.CommandSignatureMismatch: lambda _: _COMMAND_CHANGED,
    AdminsOnly: lambda _: "Only those who have the permission **Manage Server** can do that.",
    ServersOnly: lambda _: "That works in a server, where there are reviews to look at. Try it in one.",
}


def worded(error: Exception) -> str | None:
    """What a person is told about an error that they can do something about; None for one that nobody expected."""
    words = _WORDS.get(type(error)) or LETTERBOXD_WORDS.get(type(error))
    return None if words is None else words(error)


def not_now(reference: str) -> Answer:
    """What a person is told when the store did not take or give what they asked for. The log knows the reference."""
    return Answer(content=f"I could not do that just now (reference `{reference}`). Please try again in a moment.")


def unexpected(reference: str) -> Answer:
    """What a person is told when nobody expected this. The reference stands in the log, too."""
    return Answer(
        content=(
            "Something went wrong on my side. Please try again; if it stays, tell those who run me this"
            f" reference: `{reference}`"
        )
    )


def form_kept(film: Film, error: FormRefused | ReviewNotFound | StoreFailed, reference: str) -> Answer:
    """A form that was not saved but is kept as a draft, with the way back to it. A form cannot answer a form."""
    reason = worded(error) or f"I could not save that just now (reference `{reference}`). Please try again in a moment."
    back = button("Back to my form", ReopenForm(film=film.key))
    return Answer(content=f"{reason}\nNothing is lost: what you entered is kept for a day.", rows=((back,),))


def film_not_found(error: FilmNotFound, by_hand: OpenFilmForm) -> Answer:
    """What a member is told whose film nobody knows, with the way to add it."""
    said = f"{_film_not_found(error)} If no catalogue has it, add it by hand: only this server will know it."
    return Answer(content=said, rows=((button("Add it by hand", by_hand),),))


def is_typed_title(error: FilmNotFound) -> bool:
    """Whether a person typed what was not found, and something of it can be seen."""
    return not _KEY.fullmatch(error.query) and bool(_quoted(error.query))


def film_form_kept(draft: int, error: Exception, reference: str) -> Answer:
    """A film's form that was not saved but is kept as that draft, with the way back to it."""
    reason = worded(error) or f"I could not save that just now (reference `{reference}`). Please try again in a moment."
    back = button("Back to my form", OpenFilmForm(draft=draft))
    return Answer(content=f"{reason}\nNothing is lost: what you entered is kept for a day.", rows=((back,),))


def film_form_returned(form: OwnFilmForm, error: Exception, reference: str) -> Answer:
    """A film's form that could be neither saved nor kept: it goes back in the answer itself."""
    facts = form.model_dump()
    entered = "\n".join(f"{name.capitalize()}: {typed}" for name, typed in facts.items() if typed)
    return _returned(entered, error, reference, "my-film.txt")


def form_returned(film: str, form: ReviewForm, error: Exception, reference: str) -> Answer:
    """A form that could be neither saved nor kept: it goes back to its author in the answer itself.

    `film` is its name, or its key where nothing else is known of it any more.
    """
    entered = "\n".join(
        line
        for line in (
            f"Film: {film}",
            f"Rating: {in_words(form.rating)}" if form.rating else "",
            f"Watched on: {form.watched_on}" if form.watched_on else "",
            f"Tags: {form.tags}" if form.tags else "",
            "Contains spoilers" if form.is_spoiler else "",
            "Rewatch" if form.is_rewatch else "",
            "Like" if form.is_liked else "",
        )
        if line
    )
    return _returned(f"{entered}\n\n{form.text}" if form.text is not None else entered, error, reference)


def text_returned(text: str, error: Exception, reference: str) -> Answer:
    """A text that was typed in place of a review's and could not be saved: it goes back in the answer itself."""
    return _returned(text, error, reference)


def _returned(entered: str, error: Exception, reference: str, file_name: str = "my-review.txt") -> Answer:
    is_film_gone = isinstance(error, FilmNotFound)
    reason = "I don't know this film any more." if is_film_gone else worded(error) or "I can't save anything just now."
    kept = "What you entered is in the file below, as you typed it: please keep it."
    return Answer(
        content=f"{reason} {kept} (Reference `{reference}`)",
        attachment=Attachment(file_name, f"{entered}\n".encode()),
    )


def _quoted(text: str) -> str:
    """A bit of what a person typed, safe and short."""
    return truncated(literal(text), limits.QUOTED)
