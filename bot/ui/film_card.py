"""The film's card and the questions around it as answers. No I/O: models in, an answer out."""

from collections.abc import Sequence

from discord import ButtonStyle

from bot.services.films import FilmCard
from bot.services.related import HIGH
from bot.ui import limits
from bot.ui.answer import Answer, Attachment, Item
from bot.ui.components import button, film_option, select
from bot.ui.custom_ids import (
    ChooseFilm,
    CustomId,
    GoBack,
    ManageFilm,
    OpenFilmForm,
    SeeReviews,
    ShowFilm,
    SuggestFilms,
    ToggleWatchlist,
    WriteReview,
)
from bot.ui.embeds import GOLD, Embed, film_title, review_heading, review_preview, score_text, show_poster
from bot.ui.film_details import NAMES, attribution, missing_line, watch_heading, watch_text
from bot.ui.names import film_label, film_name, member_name, server_name
from bot.ui.regions import ELSEWHERE
from bot.ui.stars import stars
from bot.ui.text import literal, plain, truncated
from data.catalogue.base import RelatedFilm, Relation
from data.models import Author, Film, Source

_SYNOPSIS, _FACT, _PREVIEW, _LINK = 1_000, 300, 220, 400
"""So long may a film's synopsis, each of its other facts, each review and its link be on its card for all to fit one
message."""


def film_card(  # noqa: PLR0913  (all that stands on it and below)
    card: FilmCard,
    guild_name: str,
    related: Sequence[RelatedFilm] = (),
    path: Sequence[Film] = (),
    *,
    picture: Attachment | None = None,
    region: str = ELSEWHERE,
) -> Answer:
    """The film's card; with `related` films also a select that turns it into another film's.

    `path` has the films from whose cards it came, the nearest first: a button leads back. `picture` is the drawn poster
    of a film that has no other. Where to watch it is told for the country `region`.
    """
    film = card.film
    said = "\n".join(part for part in (_facts(film), missing_line(film, card.details)) if part)
    embed = Embed(title=film_title(film), url=film.source_url, description=said, colour=GOLD)
    show_poster(embed, film, picture)

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

    buttons = [
        button("Add a review", WriteReview(film=film.key), ButtonStyle.primary),
        button("See all reviews", SeeReviews(film=film.key)),
        button("See more films", SuggestFilms(film=film.key)),
        button("Watchlist", ToggleWatchlist(film=film.key)),
    ]

    if card.own is not None:
        embed.set_footer(text=added_by(card.adder))
        buttons.append(button("Edit film", ManageFilm(film=film.key)))

    rows: list[Sequence[Item]] = [buttons]

    if related:
        options = [film_option(item.film, _reason(item)) for item in related]
        rows.append((select("Films to see next…", ChooseFilm(), options),))

    if path:
        label = f"Back to {film_label(path[0], limits.BUTTON_LABEL - len('Back to '))}"
        rows.append((button(label, GoBack.along([film.key for film in path])),))

    return Answer(embeds=(embed,), rows=rows, attachment=picture)


def pick_film(films: Sequence[Film], request: CustomId, by_hand: OpenFilmForm | None = None) -> Answer:
    """Ask which of several films is meant; the choice comes with `request`, or none of them and `by_hand`."""
    answer = Answer(
        content="Several films could be meant. Which one?" if len(films) > 1 else "Is this the film you mean?",
        rows=((select("Choose a film…", request, [film_option(film) for film in films]),),),
    )

    if by_hand is None:
        return answer

    return answer.with_rows(
        (button("None of them: add it by hand" if len(films) > 1 else "No: add it by hand", by_hand),)
    )


def added_by(adder: Author | None) -> str:
    """Who added a film by hand, below its card."""
    return f"Added by {member_name(adder)} for this server"


def being_asked(typed: str, sources: Sequence[Source]) -> Answer:
    """What is said while providers are asked for a film that is not known here; the answer takes its place."""
    names = " and ".join(NAMES[source] for source in sources)
    quoted = truncated(literal(typed), limits.QUOTED)
    called = f"**{quoted}**" if quoted else "that"
    return Answer(content=f"I know no film called {called} myself. Asking {names}…")


def nothing_related(film: Film) -> Answer:
    """What is said when no film is known to see after this one."""
    return Answer(
        content=(
            f"I know no film to see after **{film_name(film)}** yet: none by the same people, and members here"
            " who like it have rated no other one high."
        )
    )


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
        # Made literal like all else: whoever wants to follow it has to see where it leads, and copy it.
        _said("{}", film.link or "", limit=_LINK),
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

    match related.relation:
        case Relation.DIRECTOR:
            return f"Also directed by {people}"
        case Relation.CAST:
            return f"Also with {people}"
        case Relation.LIKED:
            who = "A member" if related.members == 1 else f"{related.members} members"
            return f"{who} here liked both: {stars(HIGH)} and up"
        case Relation.RECOMMENDED:
            return "Recommended by TMDB to those who liked it"
