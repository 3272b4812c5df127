"""What an author hears once a review is saved, privately: what was done, and where the review is."""

from bot.ui.answer import Answer
from bot.ui.embeds import hides_text
from bot.ui.names import film_name
from bot.ui.reviews import own_buttons
from bot.ui.stars import in_words, stars
from data.models import Change, ChannelId, Copy, GuildId, MessageId, SavedReview

IN_PUBLIC_ANSWER = Answer(content="Your review is saved.")
"""What is said privately where the review itself follows for all to see."""

NOTHING_GIVEN = Answer(content="You gave no text, so the one that is there stays as it is.")
"""What is said where the form for a new text came back empty."""

KEPT_OUT = "A rating without a text stays out of this server's feed."
"""Where a rating is that the server does not want in its feed: nowhere but in the scores."""


def saved_privately(saved: SavedReview, place: str) -> Answer:
    """The answer to a form; `place` is a sentence that says where the review is, or nothing."""
    said = "Nothing to change: that is what your review says already." if saved.change is Change.UNCHANGED else "Saved."
    return Answer(content=" ".join(part for part in (said, _understood(saved), place) if part)).with_rows(
        own_buttons(saved.review)
    )


def _understood(saved: SavedReview) -> str:
    """What was made of the author's words, where that may surprise: the day, and that the text is hidden."""
    content = saved.review.content
    day = content.watched_on
    watched = f"Watched {day.day} {day:%B %Y}." if day else ""
    hidden = "Its text is hidden as a spoiler." if hides_text(content) else ""
    return f"{watched} {hidden}".strip()


def rated(saved: SavedReview, place: str = "") -> Answer:
    """The answer to a rating without a form."""
    review = saved.review
    rating = review.content.rating or 0
    kept = " The text of your review is as it was." if review.content.text else ""
    said = f"You gave **{film_name(review.film)}** {stars(rating)} ({in_words(rating)}).{kept}"
    return Answer(content=f"{said} {place}".rstrip()).with_rows(own_buttons(review))


def stands_at(copy: Copy, feed_id: ChannelId | None) -> str:
    """Where a review is that stands in the server's feed, or was posted elsewhere, with the way there."""
    if copy.channel_id == feed_id:
        return f"It is in <#{copy.channel_id}>: [see it there]({link_to(copy)})."

    return f"[See it where it was posted]({link_to(copy)})."


def link_to(copy: Copy) -> str:
    """The address at which Discord's clients show the message."""
    return address_of(copy.guild_id, copy.channel_id, copy.message_id)


def address_of(guild_id: GuildId, channel_id: ChannelId, message_id: MessageId) -> str:
    """The same for a message of which no more is known."""
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"


def on_its_way(feed_id: ChannelId, *, is_paused: bool) -> str:
    """Where a review is that waits for the server's feed."""
    if is_paused:
        return (
            "It goes into this server's feed once that works again: I can't post there now, and somebody who may manage"
            " the server can look at `/marquee setup`."
        )

    return f"It goes into <#{feed_id}> in a moment."
