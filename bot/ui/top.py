"""A page of a server's ranking, with the buttons that turn it. No I/O: models in, an answer out."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from discord import ButtonStyle, app_commands
from discord.ui import Button, View

from bot.services.rankings import OFFERED, RankedFilm, RankingFilter, RankingPage
from bot.services.weeks import zone_of
from bot.ui import limits
from bot.ui.answer import Answer, Attachment
from bot.ui.choices import PERIODS
from bot.ui.components import button, film_option, select
from bot.ui.custom_ids.top import ChooseRankedFilm, TurnTop
from bot.ui.embeds import GOLD, GREY, Embed, show_picture
from bot.ui.names import film_name, member_name, server_name
from bot.ui.pictures.board import Board, BoardRow
from bot.ui.ranking import formula, ranked_line
from bot.ui.stars import mean_number, stars_of_mean
from bot.ui.text import literal, plain, truncated, words
from data.models import Period, Trait, TraitKind

_FILM, _NAME, _TRAIT = 90, 60, 80
"""So long may a film's name, a member's and a trait's be for all to fit one message."""

ALL_TIME = "all"
"""Stands for no period where one is chosen."""

_PERIOD_NAMES = {Period.WEEK: "week", Period.MONTH: "month", Period.YEAR: "year"}

_COUNTED = " Counted are ratings given for the first time or at a rewatch within it, each member's last; no imports."
_ALL_COUNTED = " Counted is each member's present rating."


def top_page(page: RankingPage, guild_name: str, *, picture: Attachment | None = None, is_private: bool) -> Answer:
    """The page; a private one can be shown to all. Without films it says so."""
    heading = _heading(page, guild_name)

    if not page.films:
        return Answer(embeds=(Embed(title=heading, description=_nothing(page), colour=GREY),))

    lines = [_subheading(page), "", *(_line(page, film) for film in page.films), "", _computed(page)]
    embed = Embed(title=heading, description="\n".join(lines), colour=GOLD)

    show_picture(embed, picture)
    options = [film_option(film.film, _in_words(film)) for film in page.films]
    rows: list[Sequence[Button[View]]] = [_turns(page)]
    below = (
        [] if picture is not None else [button("Picture", TurnTop.at("this", page.number, page.wanted, picture=True))]
    )

    if is_private:
        below.append(button("Show here", request_of(page, picture=picture is not None)))

    rows += [below] if below else []
    answer = Answer(embeds=(embed,), rows=rows, attachment=picture)
    return answer.with_rows((select("See a film's card…", ChooseRankedFilm(), options),))


def request_of(page: RankingPage, *, picture: bool = False) -> TurnTop:
    """What shows the page again."""
    return TurnTop.at("show", page.number, page.wanted, picture=picture)


def top_periods() -> list[app_commands.Choice[str]]:
    """The periods of a ranking."""
    periods = [
        app_commands.Choice(name=f"{name} ({PERIODS[period]})", value=period.value)
        for period, name in _PERIOD_NAMES.items()
    ]
    return [*periods, app_commands.Choice(name="all time", value=ALL_TIME)]


def trait_choices(traits: Iterable[Trait]) -> list[app_commands.Choice[str]]:
    """Genres and the like as autocomplete offers them: how many films have it shown, its number meant."""
    return [app_commands.Choice(name=_trait_label(trait), value=f"trait:{trait.id}") for trait in traits][:OFFERED]


def board_of(page: RankingPage, guild_name: str) -> Board:
    """The page as a picture."""
    by_one = page.wanted.author_id is not None
    heading = f"{member_name(page.author)} in {guild_name}" if by_one else guild_name
    said = ("Top films", _period(page), *(trait.value for trait in page.traits))
    rows = [BoardRow(film.place, film.film, film.score, film.ratings) for film in page.films]
    return Board(heading=heading, subheading=" · ".join(said), rows=rows)


def _heading(page: RankingPage, guild_name: str) -> str:
    name = server_name(guild_name, 100)

    if page.wanted.author_id is None:
        return f"Top films in {name}"

    return f"Top films of {truncated(literal(member_name(page.author)), _NAME)} in {name}"


def _subheading(page: RankingPage) -> str:
    """Of when the ranking is, how it is narrowed down, and how many films are in it."""
    wanted = page.wanted
    said = [
        _period(page),
        *(truncated(literal(trait.value), _TRAIT) for trait in page.traits),
        f"at least {words(wanted.minimum, 'rating')}" if wanted.minimum > 1 else "",
    ]
    return f"-# {', '.join(part for part in said if part)} · {words(page.count, 'film')}"


def _period(page: RankingPage) -> str:
    wanted, zone = page.wanted, zone_of(page.zone)

    if wanted.period is not None:
        return PERIODS[wanted.period]

    begin = "" if wanted.begin is None else _day(wanted.begin.astimezone(zone))
    # The end is not included: its day is the one before.
    end = "" if wanted.end is None else _day(wanted.end.astimezone(zone) - timedelta(seconds=1))

    if begin and end:
        return begin if begin == end else f"{begin} to {end}"

    return f"since {begin}" if begin else f"until {end}" if end else "all time"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _line(page: RankingPage, film: RankedFilm) -> str:
    name, address = film_name(film.film, _FILM), film.film.source_url

    if page.wanted.author_id is not None:
        return ranked_line(film.place, name, address, film.score, None, f"<t:{film.latest_s}:D>")

    return ranked_line(film.place, name, address, film.score, film.ratings)


def _computed(page: RankingPage) -> str:
    """How the ranking is computed and what counts in it, in one line."""
    how = formula(page.mean, page.prior)

    if page.wanted.author_id is not None:
        how = "-# Ranked by this member's own ratings; of equal ones the latest comes first."

    return how + (_ALL_COUNTED if page.wanted.window == (None, None) else _COUNTED)


def _in_words(film: RankedFilm) -> str:
    return f"No. {film.place:,} · {stars_of_mean(film.score)} {mean_number(film.score)}"


def _turns(page: RankingPage) -> Sequence[Button[View]]:
    wanted, number, pages = page.wanted, page.number, page.pages
    is_first, is_last = number == 1, number == pages
    return (
        button("First", TurnTop.at("first", 1, wanted), is_disabled=is_first),
        button("Previous", TurnTop.at("before", max(1, number - 1), wanted), is_disabled=is_first),
        button(f"Page {number:,} of {pages:,}", TurnTop.at("this", number, wanted), is_disabled=True),
        button("Next", TurnTop.at("after", number + 1, wanted), ButtonStyle.primary, is_disabled=is_last),
        button("Last", TurnTop.at("last", pages, wanted), is_disabled=is_last),
    )


def _trait_label(trait: Trait) -> str:
    count = f" · {words(trait.films, 'film')}"
    name = plain(trait.value) or f"{trait.kind.value} No. {trait.id}"
    return truncated(name, limits.CHOICE_NAME - len(count)) + count


def _nothing(page: RankingPage) -> str:
    used = [f"`{name}`" for name in _options(page.wanted)]

    if not used:
        return "Nobody has rated a film here yet. Be the first: use `/rate`."

    listed = f"{', '.join(used[:-1])} or {used[-1]}" if len(used) > 1 else used[0]
    return f"No films match. Leave out {listed}, or rate one with `/rate`."


def _options(wanted: RankingFilter) -> list[str]:
    """The options of `/top` that leave films out, in their order."""
    used = {
        "period": wanted.period is not None,
        "from": wanted.begin is not None,
        "to": wanted.end is not None and wanted.period is None,
        **{kind.value: getattr(wanted, kind.value) is not None for kind in TraitKind},
        "member": wanted.author_id is not None,
        "minimum": wanted.minimum > 1,
    }
    return [name for name, is_used in used.items() if is_used]
