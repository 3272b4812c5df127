"""A server's week as people read it: posted once a week, and browsed at any time. No I/O: models in, an answer out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import sqrt
from typing import NamedTuple

from discord import ButtonStyle
from discord.ui import Button, View

from bot.services.ranking import change_of_place, variance, weighted_mean
from bot.services.weeks import zone_of
from bot.ui.answer import Answer, Attachment
from bot.ui.components import button
from bot.ui.custom_ids import AskDigestDate, AskPostDigest, OpenBestReview, OpenDigest, SkipDigest
from bot.ui.embeds import GOLD, GREY, HEART, Embed, author_words, review_preview, show_picture
from bot.ui.names import film_name, member_name, server_name
from bot.ui.ranking import formula, ranked_line
from bot.ui.saved import link_to
from bot.ui.stars import mean_number, stars
from bot.ui.text import literal, truncated, words
from data.models import Copy, Digest, DigestFilm, DigestPlace, KeptFor, Numbers, Review, Tally, Writer

_FILM, _PREVIEW, _NAME = 90, 400, 60
"""So long may a film's name, the best-liked review and a member's name be for all to fit one message."""

LATE_FROM = timedelta(minutes=10)
"""So long after its moment a digest says that it comes late."""


class BestLiked(NamedTuple):
    """The best-liked review of a week as it is now, and the message that shows it; None where they are gone."""

    review: Review | None = None
    post: Copy | None = None


class Admin(NamedTuple):
    """What those who manage the server may do with the present week."""

    is_skipped: bool


def digest_post(
    digest: Digest, best: BestLiked, guild_name: str, *, picture: Attachment | None = None, posted_at: datetime
) -> Answer:
    """The digest as it is posted in its channel."""
    embed = _embed(digest, best, guild_name, picture)

    if posted_at - digest.ends_at >= LATE_FROM:
        embed.description = f"{embed.description}\n-# Posted late: it was due {_moment(digest.ends_at, 'f')}."

    # Its own request stands on every digest, so that one whose sending was cut off is found again.
    browse = button("Browse the weeks", OpenDigest(digest=digest.id))
    return Answer(embeds=(embed,), rows=((*_reading(best), browse),), attachment=picture)


def digest_page(  # noqa: PLR0913  (what stands on it and below)
    digest: Digest,
    best: BestLiked,
    place: DigestPlace,
    guild_name: str,
    *,
    picture: Attachment | None = None,
    is_private: bool,
    admin: Admin | None = None,
) -> Answer:
    """A week to be browsed, with the ways to others; a private page can be shown to all.

    `admin` is given where the one who asks may manage the server: then the present week has what only they can do.
    """
    rows: list[Sequence[Button[View]]] = [_turns(digest, place)]
    below = list(_reading(best))

    if is_private:
        below.append(button("Show here", request_of(digest).model_copy(update={"show": "s"})))

    if below:
        rows.append(below)

    if admin is not None and digest.id is None:
        rows.append(_admin_buttons(digest, admin))

    embed = _embed(digest, best, guild_name, picture, admin)
    return Answer(embeds=(embed,), rows=rows, attachment=picture)


def request_of(digest: Digest) -> OpenDigest:
    """What shows the week again: the present one by its moment, since it will be a past one."""
    if digest.id is not None:
        return OpenDigest(digest=digest.id)

    return OpenDigest(at_s=int(digest.taken_at.timestamp()))


def _embed(
    digest: Digest, best: BestLiked, guild_name: str, picture: Attachment | None, admin: Admin | None = None
) -> Embed:
    is_empty = digest.numbers.is_empty
    heading = f"The week in {server_name(guild_name, 100)}"
    title = heading if digest.id is not None else f"{heading} so far"
    embed = Embed(title=title, description=_said(digest, admin), colour=GREY if is_empty else GOLD)

    if is_empty:
        return embed

    if text := _best_text(digest, best):
        embed.add_field(name="Best-liked review", value=text, inline=False)

    if digest.divisive is not None:
        embed.add_field(name="Most divisive", value=_divisive_text(digest.divisive), inline=False)

    if digest.writers:
        embed.add_field(name="Wrote most", value=_writers_text(digest.writers), inline=False)

    embed.add_field(name="In numbers", value=_numbers_text(digest), inline=False)

    show_picture(embed, picture)
    return embed


def _said(digest: Digest, admin: Admin | None) -> str:
    """Above the fields: which week it is, its films, how they are ranked, and when that was."""
    lines = [_period(digest), *_state_lines(digest, admin)]

    if digest.numbers.is_empty:
        lines.append("Nobody rated or reviewed a film.")
    elif digest.films:
        lines += ["", *(_film_line(digest, film) for film in digest.films)]

        # Places of films that are gone since stay empty.
        if (more := digest.numbers.films - digest.films[-1].place) > 0:
            lines.append(f"and {words(more, 'film')} more")

        lines += ["", formula(digest.mean, digest.prior)]

    lines.append(f"-# As it stood {_moment(digest.taken_at, 'f')}.")
    return "\n".join(lines)


def _period(digest: Digest) -> str:
    begins, ends = _moment(digest.begins_at, "D"), _moment(digest.ends_at, "D")

    if digest.id is None:
        return f"Since {begins}. It ends {_moment(digest.ends_at, 'F')} ({_moment(digest.ends_at, 'R')})."

    return f"{begins} to {ends}"


def _state_lines(digest: Digest, admin: Admin | None) -> list[str]:
    if digest.id is None:
        return ["This week's digest will not be posted."] if admin and admin.is_skipped else []

    match digest.kept_for:
        case KeptFor.SKIPPED:
            return ["-# It was not posted: this week was skipped."]
        case KeptFor.MISSED:
            return ["-# It was not posted: it could not be for more than a day after it was due."]
        case _:
            return []


def _film_line(digest: Digest, film: DigestFilm) -> str:
    score = weighted_mean(tally_of(film), digest.mean, digest.prior)
    name = film_name(film.film, _FILM)
    return ranked_line(film.place, name, film.film.source_url, score, film.ratings, _change(film))


def tally_of(film: DigestFilm) -> Tally:
    """The film's ratings, summed up."""
    return Tally(film.film_id, film.ratings, film.total, film.squares, 0, film.film.title)


def _change(film: DigestFilm) -> str:
    """How its place differs from the week before."""
    change = change_of_place(film.place, film.place_before)

    if change is None:
        return "new here" if film.is_new else "not in last week's list"

    if not change:
        return "same place as last week"

    return f"{'▲' if change > 0 else '▼'} {'up' if change > 0 else 'down'} {abs(change)}"


def _best_text(digest: Digest, best: BestLiked) -> str:
    if digest.best_id is None:
        return ""

    if best.review is None:
        return "*It was deleted since.*"

    review = best.review
    rating = f" {stars(review.content.rating)}" if review.content.rating else ""
    where = f" · [see it where it was posted]({link_to(best.post)})" if best.post is not None else ""
    by = author_words(review, _NAME)
    heading = f"**{film_name(review.film, _FILM)}**{rating} by {by} · {HEART} {digest.best_likes:,}{where}"
    return f"{heading}\n{review_preview(review, _PREVIEW)}"


def _divisive_text(film: DigestFilm) -> str:
    """Its ratings' mean and standard deviation, in stars."""
    deviation = sqrt(variance(tally_of(film))) / 2
    mean = mean_number(film.total / film.ratings)
    return (
        f"**{film_name(film.film, _FILM)}** · {words(film.ratings, 'rating')}, mean {mean},"
        f" standard deviation {deviation:.1f} stars"
    )


def _writers_text(writers: Sequence[Writer]) -> str:
    return " · ".join(
        f"**{truncated(literal(member_name(writer.author)), _NAME)}**, {words(writer.reviews, 'review')}"
        for writer in writers
    )


def _numbers_text(digest: Digest) -> str:
    numbers = digest.numbers
    by = f" by {words(numbers.raters, 'member')}" if numbers.raters else ""
    of = f"{words(numbers.films, 'film')}{_new_text(numbers)}"
    said = [
        f"{words(numbers.ratings, 'rating')} of {of}{by}" if numbers.ratings else "",
        f"{words(numbers.reviews, 'review')} written" if numbers.reviews else "",
        f"{words(numbers.all_reviews, 'review')} in this server{' by then' if digest.id is not None else ''}",
    ]
    return " · ".join(part for part in said if part)


def _new_text(numbers: Numbers) -> str:
    """How many of the films nobody in the server had reviewed before."""
    if not numbers.new_films:
        return ""

    if numbers.new_films < numbers.films:
        return f" ({numbers.new_films:,} of them new here)"

    return " (new here)" if numbers.films == 1 else " (all new here)"


def _turns(digest: Digest, place: DigestPlace) -> Sequence[Button[View]]:
    """To the weeks before and after it, to the present one, and to that of a day."""
    # A message takes no two buttons that ask for the same.
    earlier = OpenDigest(at_s=0) if place.before is None else OpenDigest(digest=place.before)
    before = button("‹ Week before", earlier, is_disabled=place.before is None)
    # The week after the last one is the present one.
    after = button("Week after ›", OpenDigest(digest=place.after), is_disabled=digest.id is None)
    return before, after, button("Go to a day…", AskDigestDate())


def _reading(best: BestLiked) -> Sequence[Button[View]]:
    if best.review is None:
        return ()

    return (button("Read the review", OpenBestReview(review=best.review.id), ButtonStyle.primary),)


def _admin_buttons(digest: Digest, admin: Admin) -> Sequence[Button[View]]:
    due_s = int(digest.ends_at.timestamp())

    skip = (
        button("Do not skip this week", SkipDigest(due_s=due_s, undo="u"))
        if admin.is_skipped
        else button("Skip this week", SkipDigest(due_s=due_s))
    )
    return button("Post now", AskPostDigest(due_s=due_s)), skip


def _moment(moment: datetime, style: str) -> str:
    return f"<t:{int(moment.timestamp())}:{style}>"


def period_label(begins_at: datetime, ends_at: datetime, zone: str) -> str:
    """A week's first and last day in the server's zone, for places without Markdown: "22 – 29 Nov 2026"."""
    begins, ends = (moment.astimezone(zone_of(zone)) for moment in (begins_at, ends_at))

    if begins.date() == ends.date():
        return f"{ends.day} {ends:%b %Y}"

    if begins.year != ends.year:
        return f"{begins.day} {begins:%b %Y} – {ends.day} {ends:%b %Y}"

    first = f"{begins.day}" if begins.month == ends.month else f"{begins.day} {begins:%b}"
    return f"{first} – {ends.day} {ends:%b %Y}"
