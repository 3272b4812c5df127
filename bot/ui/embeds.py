"""The posted review as an embed, and what it shares with a film's card. No I/O: models in, an answer out."""

import re
from typing import Any

import discord
from discord import ButtonStyle
from discord.ui import Button, View
from typing_extensions import override

from bot.ui import limits
from bot.ui.answer import Answer, Attachment
from bot.ui.components import button
from bot.ui.custom_ids import (
    LikeReview,
    OpenReview,
    WriteReview,
)
from bot.ui.names import film_label, film_name
from bot.ui.stars import bars, in_words, mean_in_words, stars, stars_of_mean
from bot.ui.text import has_spoiler, literal, pages, plain, preview, truncated, words
from data.models import Film, Review, ReviewContent, Score

GOLD, TEAL, GREY = 0xE0A526, 0x2F9E8F, 0x6B7280
"""The colours of a film or a first viewing, of a rewatch, and of a notice."""

HEART = "♥"
ANONYMOUS = "A member"
ON_LETTERBOXD = " on Letterboxd"
"""Stands behind the name of a review's author where all that it says stands there."""

SPOILER_NOTICE = "*This review gives something away. Press **Read it** to see it, for your eyes only.*"

_ODD_IN_ADDRESS = re.compile(r"%(?![0-9A-Fa-f]{2})|[^%A-Za-z0-9/:.,?&=~+_-]")
"""What an address may hold that could end a link, or that Discord could take for no address."""


class Embed(discord.Embed):
    """discord.py's embed, with the alternative texts of its pictures, which Discord takes and discord.py leaves out."""

    thumbnail_text: str = ""
    image_text: str = ""

    @override
    def to_dict(self) -> Any:
        payload: dict[str, Any] = {**super().to_dict()}

        for name, text in (("thumbnail", self.thumbnail_text), ("image", self.image_text)):
            if text and name in payload:
                payload[name] = {**payload[name], "description": text}

        return payload


def review_post(review: Review) -> Answer:
    """A review as it is posted: whole when it fits, never a spoiler unasked."""
    content = review.content
    is_hidden = hides_text(content)
    text = [SPOILER_NOTICE] if is_hidden else pages(content.text, limits.EMBED_DESCRIPTION)
    embed = review_embed(review, text[0] if text else "")
    label = "Read it" if is_hidden else "Read on" if len(text) > 1 else "More"
    style = ButtonStyle.secondary if label == "More" else ButtonStyle.primary
    buttons = (
        like_button(review),
        button(label, OpenReview(review=review.id), style),
        button("Review it too", WriteReview(film=review.film.key)),
    )
    return Answer(embeds=(embed,), rows=(buttons,))


def withdrawn_post() -> Answer:
    """What stands for a while in place of a review that was deleted."""
    return Answer(embeds=(Embed(description="This review was deleted.", colour=GREY),))


def like_button(review: Review, *, is_liked: bool = False) -> Button[View]:
    """The button that likes the review, with how many do; it stands out for one who does."""
    word = "Liked" if is_liked else "Like"
    label = f"{word} ({review.likes:,})" if review.likes else word
    return button(label, LikeReview(review=review.id), ButtonStyle.success if is_liked else ButtonStyle.secondary)


def review_embed(review: Review, text: str) -> Embed:
    """A review with `text`, already safe to show, in its place."""
    content = review.content
    embed = Embed(
        title=review_title(review), url=review.film.source_url, description=text or None, colour=colour_of(content)
    )
    show_author(embed, review)
    embed.timestamp = review.created_at
    footer = " · ".join(_particulars(review))

    if footer:
        embed.set_footer(text=truncated(footer, 600))

    show_poster(embed, review.film)
    return embed


def show_author(embed: Embed, review: Review) -> None:
    """Put the review's author above it; with the way to Letterboxd, where it stands there."""
    source = review.content.source_url
    url = None if source is None else link_target(source)
    embed.set_author(name=author_label(review), url=url, icon_url=review.author.avatar_url)


def show_poster(embed: Embed, film: Film, picture: Attachment | None = None) -> None:
    """Put the film's poster, or else its drawn one, beside the text, with words for those who do not see it."""
    if film.poster_url:
        embed.set_thumbnail(url=film.poster_url)
        embed.thumbnail_text = f"Poster of {film_label(film, limits.ALT_TEXT - len('Poster of '))}"
    elif picture is not None:
        embed.set_thumbnail(url=picture.address)
        embed.thumbnail_text = picture.description


def show_picture(embed: Embed, picture: Attachment | None) -> None:
    """Put the picture below the text, with words for those who do not see it."""
    if picture is not None:
        embed.set_image(url=picture.address)
        embed.image_text = picture.description


def film_title(film: Film) -> str:
    """Title and year as an embed's title."""
    return film_name(film, limits.EMBED_TITLE)


def review_title(review: Review) -> str:
    """Film, stars and heart: `The Missing Picture (2013) ★★★★½ ♥`."""
    marks = _marks(review.content)
    return f"{film_name(review.film, limits.EMBED_TITLE - len(marks))}{marks}"


def review_label(review: Review) -> str:
    """The same as an option's label, where no Markdown is rendered."""
    marks = _marks(review.content)
    return f"{film_label(review.film, limits.OPTION_LABEL - len(marks))}{marks}"


def review_heading(review: Review) -> str:
    """Stars, author and likes, above the first lines of a review on a card."""
    rating = stars(review.content.rating) if review.content.rating else "Review"
    heart = f" {HEART}" if review.content.is_liked else ""
    likes = f" · {words(review.likes, 'like')}" if review.likes else ""
    return f"{rating}{heart} · {author_words(review, 134)}{likes}"


def review_preview(review: Review, limit: int) -> str:
    """The first lines of a review, within `limit` characters; spoilers hidden."""
    content = review.content

    if hides_text(content):
        return "*Hidden: it gives something away.*"

    text = preview(content.text, limit)

    if text:
        return text

    return f"{in_words(content.rating)}, without a text." if content.rating else "–"


def hides_text(content: ReviewContent) -> bool:
    """Whether the text may be shown only to those who ask: marked by its author, or with `||…||` in it."""
    return bool(content.text) and (content.is_spoiler or has_spoiler(content.text))


def author_name(review: Review) -> str:
    """The author's name as last seen, safe for places without markdown."""
    return truncated(plain(review.author.name), 100) or ANONYMOUS


def author_label(review: Review, limit: int = 120) -> str:
    """Who wrote the review, and that it was on Letterboxd, for a place that renders no Markdown, within `limit`."""
    return _credited(review, author_name(review), limit)


def author_words(review: Review, limit: int) -> str:
    """The same for a place that renders Markdown, literal: `Alice on Letterboxd`."""
    return _credited(review, literal(author_name(review)), limit)


def link_target(url: str) -> str:
    """An address on Letterboxd as it came with a file or a feed, so written that a link to it ends where it ends."""
    return _ODD_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", url)


def colour_of(content: ReviewContent) -> int:
    """The colour of a review: one for a first viewing, one for a rewatch."""
    return TEAL if content.is_rewatch else GOLD


def score_text(score: Score) -> str:
    """Mean, number of members, and a histogram in text."""
    if score.mean is None:
        reviews = "No ratings yet" if not score.reviews else f"{words(score.reviews, 'review')}, no ratings yet"
        return f"{reviews}. Be the first: press **Add a review**."

    members = words(score.ratings, "member")
    return f"{stars_of_mean(score.mean)} **{mean_in_words(score.mean)}** · {members}\n{bars(score.counts[1:])}"


def _credited(review: Review, name: str, limit: int) -> str:
    """The name and where it was written; the name is what is cut."""
    where = "" if review.content.source_url is None else ON_LETTERBOXD
    return truncated(name, limit - len(where)) + where


def _marks(content: ReviewContent) -> str:
    """Stars and heart, as they follow a film's name."""
    return f"{f' {stars(content.rating)}' if content.rating else ''}{f' {HEART}' if content.is_liked else ''}"


def _particulars(review: Review) -> list[str]:
    """What stands below a review: rating in words, when it was watched, tags."""
    content = review.content
    watched = content.watched_on
    return [
        part
        for part in (
            in_words(content.rating) if content.rating else "",
            f"Watched {watched.day} {watched:%B %Y}" if watched else "",
            "Rewatch" if content.is_rewatch else "",
            " ".join(f"#{tag}" for tag in map(plain, content.tags) if tag),
            "Edited" if review.edited_at else "",
        )
        if part
    ]
