"""A page of a server's reviews, with the buttons that turn it."""

from discord import ButtonStyle
from discord.ui import Button, View

from bot.services.feed import FeedPage
from bot.ui.answer import Answer
from bot.ui.choices import SORTS
from bot.ui.components import button, option, select
from bot.ui.custom_ids import ChooseReview, TurnFeed
from bot.ui.embeds import (
    Embed,
    author_name,
    colour_of,
    review_label,
    review_preview,
    review_title,
    show_poster,
)
from bot.ui.names import film_name, server_name
from bot.ui.stars import in_words, stars
from bot.ui.text import literal, truncated, words
from data.models import Cursor, Review, ReviewFilter

_PREVIEW = 350


def feed_page(page: FeedPage, guild_name: str, *, is_private: bool) -> Answer:
    """The page; a private one can be shown to all."""
    heading = _heading(page, guild_name)

    if not page.reviews:
        return Answer(content=f"{heading}\n{_nothing(page.wanted)}")

    embeds = [_entry(review) for review in page.reviews]
    choices = [option(review_label(review), str(review.id), f"by {author_name(review)}") for review in page.reviews]
    answer = Answer(content=heading, embeds=embeds, rows=(_turns(page),))
    answer = answer.with_rows((select("Read in full…", ChooseReview(), choices),))

    if not is_private:
        return answer

    return answer.with_rows((button("Show here", request_of(page)),))


def request_of(page: FeedPage) -> TurnFeed:
    """What shows the page again: it begins where this one begins, just before its first review."""
    cursor = Cursor.of(page.reviews[0]) if page.reviews else None
    return TurnFeed.at("show", page.number, page.wanted, cursor)


def nothing_left() -> Answer:
    """What a public page says once all of its reviews are gone."""
    return Answer(content="The reviews that stood here are gone. `/reviews` shows those that are there.")


def _turns(page: FeedPage) -> tuple[Button[View], ...]:
    wanted, number = page.wanted, page.number
    first, last = Cursor.of(page.reviews[0]), Cursor.of(page.reviews[-1])
    counter = f"Page {number:,} of {page.pages:,}" if page.is_count_exact else f"Page {number:,}"
    return (
        button("First", TurnFeed.at("first", 1, wanted, None), is_disabled=not page.has_earlier),
        button("Previous", TurnFeed.at("before", max(1, number - 1), wanted, first), is_disabled=not page.has_earlier),
        button(counter, TurnFeed.at("show", number, wanted, None), is_disabled=True),
        button(
            "Next",
            TurnFeed.at("after", number + 1, wanted, last),
            ButtonStyle.primary,
            is_disabled=not page.has_later,
        ),
        button("Last", TurnFeed.at("last", 1, wanted, None), is_disabled=not page.has_later),
    )


def _entry(review: Review) -> Embed:
    """One review in a page: who, which film, how many stars, the first lines."""
    content = review.content
    posted = f"<t:{int(review.created_at.timestamp())}:R>"
    rating = f"{in_words(content.rating)} · " if content.rating else ""
    text = f"{review_preview(review, _PREVIEW)}\n" if content.text else ""
    embed = Embed(title=review_title(review), description=f"{text}{rating}{posted}", colour=colour_of(content))
    embed.set_author(name=author_name(review), icon_url=review.author.avatar_url)
    show_poster(embed, review.film)
    return embed


def _heading(page: FeedPage, guild_name: str) -> str:
    """What is browsed, how much of it there is, and which filters are on."""
    author = author_name(page.reviews[0]) if page.wanted.author_id and page.reviews else ""
    count = words(page.count, "review") if page.is_count_exact else f"{page.count:,}+ reviews"
    filters = [
        f"of **{film_name(page.film, 200)}**" if page.film else "",
        f"by **{truncated(literal(author), 100)}**" if author else "",
        _ratings(page.wanted),
        SORTS[page.wanted.sort],
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

    return "No reviews match these filters. Remove one, or write a review with `/review`."
