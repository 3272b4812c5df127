"""From errors to words: what happened, and what to do. What a person reads of an error is worded here alone."""

from collections.abc import Callable
from typing import Any

from discord import app_commands

from bot.ui import limits
from bot.ui.answer import Answer
from bot.ui.components import button
from bot.ui.custom_ids import ReopenForm, UnknownCustomId
from bot.ui.stars import in_words
from bot.ui.text import literal, truncated
from data.errors import (
    BadTags,
    BadWatchedOn,
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
from data.models import TAG_LENGTH, TAG_LIMIT, Film, ReviewForm


class ServersOnly(MarqueeError):
    """This works in a server, not in a direct message."""


def _film_not_found(error: FilmNotFound) -> str:
    quoted = _quoted(error.query)
    called = f"**{quoted}**" if quoted else "that"
    return (
        f"I know no film called {called}. Check the spelling, try its original title"
        " or add the year, and choose from what is offered while you type."
    )


def _bad_tags(error: BadTags) -> str:
    if error.count > TAG_LIMIT:
        return f"That is {error.count} tags; a review takes {TAG_LIMIT}. Leave some out."

    return f"The tag “{_quoted(error.longest)}” is too long: {TAG_LENGTH} characters at most. Shorten it."


_COMMAND_CHANGED = "I was updated, and this command is another one now. Restart Discord (Ctrl+R) and use it again."

_WORDS: dict[type[Exception], Callable[[Any], str]] = {
    FilmNotFound: _film_not_found,
    ReviewNotFound: lambda _: "That review is not there any more: it was deleted. `/reviews` shows those that are.",
    NotYourReview: lambda error: (
        f"Only {_quoted(error.author_name) or 'its author'}, or somebody who may manage this server, can do that with"
        " this review."
    ),
    WatchlistEmpty: lambda _: "Your watchlist is empty. The **Watchlist** button of a film's card puts the film on it.",
    NothingSaid: lambda _: "A review needs a rating or a text. Give one of the two.",
    TextTooLong: lambda error: (
        f"The text has {error.length:,} characters; the form takes {error.limit:,}. Shorten it a little."
    ),
    BadWatchedOn: lambda error: (
        f"“{_quoted(error.typed)}” isn't a date I can read. Write it as `2026-11-20`, or `today` or `yesterday`."
    ),
    WatchedInFuture: lambda error: (
        f"{error.watched_on:%Y-%m-%d} is still to come. Give the day on which you watched it, or leave it empty."
    ),
    BadTags: _bad_tags,
    UnknownCustomId: lambda _: "This button is from another version of me. Use the command again; `/help` lists them.",
    app_commands.CommandNotFound: lambda _: _COMMAND_CHANGED,
    app_commands.CommandSignatureMismatch: lambda _: _COMMAND_CHANGED,
    ServersOnly: lambda _: "That works in a server, where there are reviews to look at. Try it in one.",
}


def worded(error: Exception) -> str | None:
    """What a person is told about an error that they can do something about; None for one that nobody expected."""
    words = _WORDS.get(type(error))
    return None if words is None else words(error)


def unexpected(reference: str) -> Answer:
    """What a person is told when nobody expected this. The reference stands in the log, too."""
    return Answer(
        content=(
            "Something went wrong on my side. Please try again; if it stays, tell those who run me this"
            f" reference: `{reference}`"
        )
    )


def form_kept(film: Film, error: FormRefused | StoreFailed, reference: str) -> Answer:
    """A form that was not saved but is kept as a draft, with the way back to it. A form cannot answer a form."""
    reason = worded(error) or f"I could not save that just now (reference `{reference}`). Please try again in a moment."
    back = button("Back to my form", ReopenForm(film=film.key))
    return Answer(content=f"{reason}\nNothing is lost: what you entered is kept for a day.", rows=((back,),))


def form_returned(film: str, form: ReviewForm, error: Exception, reference: str) -> Answer:
    """A form that could be neither saved nor kept: the text goes back to its author in the answer itself.

    `film` is its name, or its key where nothing else is known of it any more.
    """
    is_film_gone = isinstance(error, FilmNotFound)
    reason = "I don't know this film any more." if is_film_gone else worded(error) or "I can't save anything just now."
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
    return Answer(
        content=f"{reason} Your text is in the file below, as you typed it: please keep it. (Reference `{reference}`)",
        attachment=("my-review.txt", f"{entered}\n\n{form.text}\n"),
    )


def _quoted(text: str) -> str:
    """A bit of what a person typed, safe and short."""
    return truncated(literal(text), limits.QUOTED)
