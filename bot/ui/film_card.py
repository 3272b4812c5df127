"""The film's card and the questions around it as answers. No I/O: models in, an answer out."""

from collections.abc import Sequence

from discord import ButtonStyle

from bot.services.films import FilmCard
from bot.ui import limits
from bot.ui.answer import Answer
from bot.ui.components import button, film_option, select
from bot.ui.custom_ids import (
    ChooseFilm,
    CustomId,
    SeeReviews,
    ShowFilm,
    SuggestFilms,
    ToggleWatchlist,
    WriteReview,
)
from bot.ui.embeds import GOLD, Embed, film_title, review_heading, review_preview, score_text, show_poster
from bot.ui.film_details import NAMES, attribution, missing_line, watch_heading, watch_text
from bot.ui.names import film_name, server_name
from bot.ui.regions import ELSEWHERE
from bot.ui.text import literal, plain, truncated
from data.catalogue.base import RelatedFilm, Relation
from data.models import Film, Source

_SYNOPSIS, _FACT, _PREVIEW = 1_000, 300, 220
"""So long may a film's synopsis, each of its other facts and each review on its card be for all to fit one message."""


def film_card(card: FilmCard, guild_name: str, related: Sequence[RelatedFilm] = (), region: str = ELSEWHERE) -> Answer:
    """The film's card; with `related` films also a select that turns it into another film's.

    Where to watch it is told for the country `region`.
    """
    film = card.film
    said = "\n".join(part for part in (_facts(film), missing_line(film, card.details)) if part)
    embed = Embed(title=film_title(film), url=film.source_url, description=said, colour=GOLD)
    show_poster(embed, film)

    if watch := watch_text(card.details, region):
        embed.add_field(name=watch_heading(region), value=watch, inline=False)

    if credit := attribution(card.details):
        embed.set_footer(text=credit)

    embed.add_field(name=f"What {server_name(guild_name, 100)} thinks", value=score_text(card.score), inline=False)

    for review in card.newest:
        embed.add_field(name=review_heading(review), value=review_preview(review, _PREVIEW), inline=False)

    for review in card.best_liked:
        heading = f"Also liked · {review_heading(review)}"
        embed.add_field(name=heading, value=review_preview(review, _PREVIEW), inline=False)

    buttons = (
        button("Add a review", WriteReview(film=film.key), ButtonStyle.primary),
        button("See all reviews", SeeReviews(film=film.key)),
        button("See more films", SuggestFilms(film=film.key)),
        button("Watchlist", ToggleWatchlist(film=film.key)),
    )
    answer = Answer(embeds=(embed,), rows=(buttons,))

    if not related:
        return answer

    options = [film_option(item.film, _reason(item)) for item in related]
    return answer.with_rows((select("Films to see next…", ChooseFilm(), options),))


def pick_film(films: Sequence[Film], request: CustomId) -> Answer:
    """Ask which of several films is meant; the choice comes with `request`."""
    return Answer(
        content="Several films could be meant. Which one?" if len(films) > 1 else "Is this the film you mean?",
        rows=((select("Choose a film…", request, [film_option(film) for film in films]),),),
    )


def being_asked(typed: str, sources: Sequence[Source]) -> Answer:
    """What is said while providers are asked for a film that is not known here; the answer takes its place."""
    names = " and ".join(NAMES[source] for source in sources)
    quoted = truncated(literal(typed), limits.QUOTED)
    called = f"**{quoted}**" if quoted else "that"
    return Answer(content=f"I know no film called {called} myself. Asking {names}…")


def nothing_related(film: Film) -> Answer:
    """What is said when no film is known to see after this one."""
    return Answer(content=f"I know no other film by the people who made **{film_name(film)}**.")


def copy_of_card(answer: Answer, film: Film) -> Answer:
    """A private copy of a card, which can be shown to all."""
    return answer.with_rows((button("Show here", ShowFilm(film=film.key)),))


def _facts(film: Film) -> str:
    """Everything that is known about the film; what is not known leaves no gap."""
    original_title = film.original_title if film.original_title != film.title else None
    lines = [
        _said("*{}*", original_title or ""),
        _said("Directed by **{}**", *film.directors),
        _said("Starring {}", *film.cast),
        _said("\n{}\n", film.synopsis or "", limit=_SYNOPSIS),
        " · ".join(
            part
            for part in (
                f"{film.runtime_min} min" if film.runtime_min else "",
                *(_said("{}", *names) for names in (film.countries, film.languages, film.genres)),
            )
            if part
        ),
    ]
    return "\n".join(line for line in lines if line).strip()


def _said(sentence: str, *facts: str, limit: int = _FACT) -> str:
    """The facts in a sentence, made literal; nothing where nothing of them can be seen.

    They come from outside, and all of a film's facts together must fit the card.
    """
    visible = ", ".join(fact for fact in map(plain, facts) if fact)
    return sentence.format(truncated(literal(visible), limit)) if visible else ""


def _reason(related: RelatedFilm) -> str:
    people = ", ".join(related.shared)
    return f"Also directed by {people}" if related.relation is Relation.DIRECTOR else f"Also with {people}"
