"""A page of a server's reviews, with the buttons that turn it."""

from collections.abc import Set as AbstractSet

from discord import ButtonStyle
from discord.ui import Button, View

from bot.services.feed import FeedPage
from bot.ui.answer import Answer
from bot.ui.choices import PERIODS, SORTS
from bot.ui.components import button, option, select
from bot.ui.custom_ids import ChooseReview, TurnPage
from bot.ui.embeds import (
    ANONYMOUS,
    Embed,
    author_label,
    colour_of,
    hides_text,
    review_label,
    review_preview,
    review_title,
    show_author,
    show_poster,
)
from bot.ui.names import film_name, server_name
from bot.ui.stars import in_words, stars
from bot.ui.text import literal, plain, preview, truncated, words
from data.models import Cursor, Review, ReviewFilter, ReviewId

_PREVIEW = 350
_NAME = 80
"""What an option has room for beside its other words."""


def feed_page(
    page: FeedPage, guild_name: str, *, is_private: bool, opened: AbstractSet[ReviewId] = frozenset()
) -> Answer:
    """The page; a private one can be shown to all.

    Only on a private one are the spoilers of the `opened` reviews shown: its one reader sees them at once.
    """
    heading = _heading(page, guild_name)

    if not page.reviews:
        return Answer(content=f"{heading}\n{_nothing(page.wanted)}")

    seen = opened if is_private else frozenset[ReviewId]()
    hidden = {review.id for review in page.reviews if hides_text(review.content)} - seen
    embeds = [_entry(review, is_open=review.id in seen) for review in page.reviews]
    choices = [
        option(review_label(review), str(review.id), _about(review, is_hidden=review.id in hidden))
        for review in page.reviews
    ]
    answer = Answer(content=heading, embeds=embeds, rows=(_turns(page),))
    answer = answer.with_rows((select("Read in full…", ChooseReview(), choices),))

    if not is_private:
        return answer

    return answer.with_rows((button("Show here", request_of(page)),))


def request_of(page: FeedPage) -> TurnPage:
    """What shows the page again: it begins where this one begins, just before its first review."""
    cursor = Cursor.of(page.reviews[0]) if page.reviews else None
    return TurnPage.at("show", page.number, page.wanted, cursor)


def nothing_left() -> Answer:
    """What a public page says once all of its reviews are gone."""
    return Answer(content="The reviews that stood here are gone. `/reviews` shows those that are there.")


def _turns(page: FeedPage) -> tuple[Button[View], ...]:
    wanted, number = page.wanted, page.number
    first, last = Cursor.of(page.reviews[0]), Cursor.of(page.reviews[-1])
    return (
        button("First", TurnPage.at("first", 1, wanted, None), is_disabled=not page.has_earlier),
        button("Previous", TurnPage.at("before", max(1, number - 1), wanted, first), is_disabled=not page.has_earlier),
        button(_counter(page), TurnPage.at("show", number, wanted, None), is_disabled=True),
        button(
            "Next",
            TurnPage.at("after", number + 1, wanted, last),
            ButtonStyle.primary,
            is_disabled=not page.has_later,
        ),
        button("Last", TurnPage.at("last", 1, wanted, None), is_disabled=not page.has_later),
    )


def _counter(page: FeedPage) -> str:
    """Which page it is, of how many where that is known."""
    if page.is_count_exact:
        return f"Page {page.number:,} of {page.pages:,}"

    if page.number_from_end is not None:
        return "Last page" if page.number_from_end == 1 else f"Page {page.number_from_end:,} from the end"

    return f"Page {page.number:,} of {page.pages:,}+" if page.number <= page.pages else f"Page {page.number:,}"


def _entry(review: Review, *, is_open: bool) -> Embed:
    """One review in a page: who, which film, how many stars, the first lines, how many like it."""
    content = review.content
    text = preview(content.text, _PREVIEW) if is_open else ""
    about = [
        in_words(content.rating) if content.rating else "",
        words(review.likes, "like") if review.likes else "",
        f"<t:{int(review.created_at.timestamp())}:R>",
    ]
    lines = [
        (text or review_preview(review, _PREVIEW)) if content.text else "",
        " · ".join(part for part in about if part),
    ]
    embed = Embed(
        title=review_title(review), description="\n".join(line for line in lines if line), colour=colour_of(content)
    )
    show_author(embed, review)
    show_poster(embed, review.film)
    return embed


def _about(review: Review, *, is_hidden: bool) -> str:
    """What stands below a review's film and stars in the select."""
    return f"by {author_label(review, _NAME)}{' · text hidden' if is_hidden else ''}"


def _heading(page: FeedPage, guild_name: str) -> str:
    """What is browsed, how much of it there is, and which filters are on."""
    wanted = page.wanted
    count = words(page.count, "review") if page.is_count_exact else f"{page.count:,}+ reviews"
    author = "" if page.author is None else plain(page.author.name)
    filters = [
        f"of **{film_name(page.film, 200)}**" if page.film else "",
        f"by **{truncated(literal(author), 100) or ANONYMOUS}**" if wanted.author_id else "",
        _ratings(wanted),
        PERIODS[wanted.period] if wanted.period else "",
        "with text only" if wanted.has_text else "",
        SORTS[wanted.sort],
    ]
    return f"**Reviews in {server_name(guild_name, 150)}** · {count}\n-# " + ", ".join(f for f in filters if f)


def _ratings(wanted: ReviewFilter) -> str:
    lowest, highest = wanted.rating_min, wanted.rating_max

    if lowest and highest:
        return f"rated {stars(lowest)}" if lowest == highest else f"rated {stars(lowest)} to {stars(highest)}"

    if lowest:
        return f"rated {stars(lowest)} and up"

    return f"rated {stars(highest)} and below" if highest else ""


def _nothing(wanted: ReviewFilter) -> str:
    if wanted.is_open and wanted.sort.is_by_rating:
        return "None has stars yet. Be the first: use `/rate`."

    if wanted.is_open:
        return "Nobody has written one yet. Be the first: use `/review`."

    names = [f"`{name}`" for name in _options(wanted)]
    listed = f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
    return f"No reviews match these filters. Leave out {listed}, or write one with `/review`."


def _options(wanted: ReviewFilter) -> list[str]:
    """The options of `/reviews` that leave reviews out, in their order."""
    used = {
        "film": wanted.film_id is not None,
        "member": wanted.author_id is not None,
        "rating": wanted.rating_min is not None or wanted.rating_max is not None,
        "period": wanted.period is not None,
        "with_text": wanted.has_text,
        "sort": wanted.sort.is_by_rating,
    }
    return [name for name, is_used in used.items() if is_used]
