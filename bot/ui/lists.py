"""Many reviews in one message of the feed: a line each, and a select that opens one."""

from collections.abc import Sequence

from bot.ui import limits
from bot.ui.answer import Answer
from bot.ui.components import option, select
from bot.ui.custom_ids import ChooseFromList
from bot.ui.embeds import GOLD, HEART, Embed, author_label, author_words, hides_text, review_label
from bot.ui.names import film_name
from bot.ui.stars import stars
from bot.ui.text import words
from data.models import Review

_FILM, _AUTHOR = 84, 44
"""So long may names be for 25 of the longest lines to fit one embed's description."""

_OPTION = limits.OPTION_DESCRIPTION - len("by ")


def feed_list(reviews: Sequence[Review], number: int) -> Answer:
    """Message `number` of the feed, which shows these reviews, one at least and 25 at most."""
    embed = Embed(
        title=words(len(reviews), "new review"), description="\n".join(_line(review) for review in reviews), colour=GOLD
    )
    choices = [
        option(review_label(review), str(review.id), f"by {author_label(review, _OPTION)}") for review in reviews
    ]
    return Answer(embeds=(embed,), rows=((select("Read one in full…", ChooseFromList(number=number), choices),),))


def _line(review: Review) -> str:
    """Stars, film and author; of the text only whether it is hidden."""
    content = review.content
    rating = stars(content.rating) if content.rating else "No stars"
    heart = f" {HEART}" if content.is_liked else ""
    hidden = " · *spoilers*" if hides_text(content) else ""
    return f"{rating}{heart} · **{film_name(review.film, _FILM)}** · {author_words(review, _AUTHOR)}{hidden}"
