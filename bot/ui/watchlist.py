"""A person's watchlist, and what is said when it changes; all of it private."""

from collections.abc import Mapping

from bot.services.watchlist import WatchlistPage
from bot.ui.answer import Answer
from bot.ui.components import button, film_option, select
from bot.ui.custom_ids import ChooseFilm, TurnWatchlist
from bot.ui.embeds import GOLD, Embed
from bot.ui.help import mention
from bot.ui.names import film_name
from bot.ui.problems import worded
from data.errors import WatchlistEmpty
from data.models import Film


def watchlist_changed(film: Film, command_ids: Mapping[str, int], *, is_on_it: bool) -> Answer:
    """What is said after the watchlist button."""
    where = f"{'on' if is_on_it else 'off'} your watchlist"
    return Answer(
        content=f"**{film_name(film)}** is {where}. See it all with {mention(command_ids, 'watchlist show')}."
    )


def watchlist_page(page: WatchlistPage) -> Answer:
    """One page of the list, with a select that opens a film's card."""
    if not page.films:
        return Answer(content=worded(WatchlistEmpty()) or "")

    embed = Embed(
        title="Your watchlist",
        description="\n".join(f"· {film_name(film, 120)}" for film in page.films),
        colour=GOLD,
    )
    embed.set_footer(text="Only you see it. A film's card takes it off again.")
    answer = Answer(embeds=(embed,))

    if page.number > 1 or page.has_later:
        answer = answer.with_rows(
            (
                button("Previous", TurnWatchlist(number=max(1, page.number - 1)), is_disabled=page.number == 1),
                button("Next", TurnWatchlist(number=page.number + 1), is_disabled=not page.has_later),
            )
        )

    return answer.with_rows((select("Open a film's card…", ChooseFilm(), [film_option(film) for film in page.films]),))
