"""What the owner of an invented account writes: reviews in HTML, with all that real ones hold, and tags."""

from collections.abc import Callable
from random import Random

LONGEST = 9_060
"""Characters of the longest review seen in a real export."""

_SENTENCES = (
    "I keep coming back to the last ten minutes.",
    "Nobody told me it would be this funny.",
    "The second half loses its way, then finds it again in the rain.",
    "What a face; what a way to hold a shot.",
    "Saw it in an almost empty cinema, with a stranger who laughed at all the wrong moments.",
    "«Ce n'est rien», she says, and it is everything.",
    'He says "never again", and we all know better.',
    "Half a star less for the dog.",
    "雨の音だけで、もう泣いていた。",
    "Better than I remembered 🎬❤️\u200d🔥, and I remembered it well.",
    "Between 5 < 6 and 7 > 3 there is room for a plot, you'd think.",
    "The score\u00a0… the score!",
    "* not a list, _not_ emphasis, just how I type *",
    "=SUM(of its parts), and then some.",
    "Watched with A., who slept.",
)

_TAGS = ("cinema", "with friends", "at home", "35 mm", "festival", "re-watch", "été", "in one sitting", "double bill")


def a_review(luck: Random) -> str:
    """A review: a line or two mostly, now and then an essay."""
    wanted = min(LONGEST, int(luck.lognormvariate(5.4, 1.0)))
    text = ""

    while len(text) < wanted:
        text += luck.choice(_SENTENCES) if luck.random() < 0.8 else luck.choice(_MARKED)(luck.choice(_SENTENCES))
        text += luck.choice((" ", " ", " ", "\n\n", "<br>", "<br/>\n"))

    return text[:LONGEST].strip() or "Fine."


def some_tags(luck: Random) -> tuple[str, ...]:
    """Tags, mostly none."""
    return tuple(luck.sample(_TAGS, luck.choice((0, 0, 0, 0, 1, 1, 2, 3))))


_MARKED: tuple[Callable[[str], str], ...] = (
    lambda text: f"<b>{text}</b>",
    lambda text: f"<i>{text}</i>",
    lambda text: f"<b><i>{text}</i></b>",
    lambda text: f"<blockquote>{text}</blockquote>",
    lambda text: f'<a href="https://example.org/notes?on=film&amp;page=2">{text}</a>',
    lambda text: f"<i>{text}",
)
