"""One's own diary, a month at a time, and the reviews that it leads to; all of it private."""

import re
from collections.abc import Mapping, Sequence

from discord import ButtonStyle, SelectOption
from discord.ui import Button, View

from bot.services.diary import DiaryPage
from bot.ui import limits
from bot.ui.answer import Answer
from bot.ui.components import button, option, select
from bot.ui.custom_ids import (
    Cancel,
    ChooseDiaryReview,
    ChooseMonth,
    TurnDiary,
    TurnDiaryReview,
    UnknownCustomId,
)
from bot.ui.embeds import GOLD, HEART, ON_LETTERBOXD, Embed, link_target, review_embed
from bot.ui.help import mention
from bot.ui.names import film_label, film_name
from bot.ui.stars import stars
from bot.ui.text import literal, pages, plain, truncated, words
from data.models import DiaryEntry, DiaryPlace, GuildId, Month, Review

_FILM, _WHERE = 66, 52
"""So long may a film's name and those of servers be for 25 of the longest lines to fit one embed's description."""

_LINK = 120
"""A longer address is not linked."""

_MONTH = re.compile(r"(?!0000)([0-9]{4})-(0[1-9]|1[0-2])")
"""A month as the value of an option."""

REWATCH = "↻"
A_SERVER_LEFT = "a server I left"

Servers = Mapping[GuildId, str]
"""The names of the servers in which the bot is."""


def diary_page(page: DiaryPage, servers: Servers) -> Answer:
    """A page of a month, with the ways to others and to what one wrote."""
    embed = Embed(
        title=f"{month_name(page.month)} · {words(page.count, 'viewing')}",
        description=_lines(page.entries, servers),
        colour=GOLD,
    )
    embed.set_footer(
        text=(
            f"Only you see this. {HEART} liked, {REWATCH} seen again."
            " A viewing without a day stands on the one on which you told of it."
        )
    )
    answer = Answer(embeds=(embed,))

    if len(page.months) > 1:
        answer = answer.with_rows(_months_beside(page))

    if page.pages > 1:
        answer = answer.with_rows(_pages_beside(page))

    if len(page.months) > 1:
        answer = answer.with_rows((select("Go to a month…", ChooseMonth(), _month_options(page)),))

    readable = _review_options(page.entries, servers)
    return answer.with_rows((select("Read in full…", ChooseDiaryReview(), readable),)) if readable else answer


def empty_diary(command_ids: Mapping[str, int]) -> Answer:
    """What is said where nothing is in the diary yet."""
    return Answer(
        content=(
            "Your diary is empty. Every film that you rate or review in a server of mine stands in it, for you alone:"
            f" begin with {mention(command_ids, 'review')}, or bring your diary along from Letterboxd with"
            f" {mention(command_ids, 'letterboxd import')}."
        )
    )


def diary_review(review: Review, number: int, servers: Servers) -> Answer:
    """Page `number` of one's own review, read from the diary wherever that is."""
    text = pages(review.content.text, limits.EMBED_DESCRIPTION) or [""]
    number = min(number, len(text))
    answer = Answer(
        content=f"Your review in {_server(review.guild_id, servers)}.", embeds=(review_embed(review, text[number - 1]),)
    )

    if len(text) == 1:
        return answer

    return answer.with_rows(
        (
            button("Previous", TurnDiaryReview(review=review.id, number=max(1, number - 1)), is_disabled=number == 1),
            button(f"Page {number} of {len(text)}", Cancel(), is_disabled=True),
            button("Next", TurnDiaryReview(review=review.id, number=number + 1), is_disabled=number == len(text)),
        )
    )


def month_name(month: Month) -> str:
    """The month in words: "November 2026"."""
    return f"{month.first_day:%B} {month.year}"


def read_month(value: str) -> Month:
    """The month that an option of **Go to a month…** stands for. Raises UnknownCustomId."""
    found = _MONTH.fullmatch(value)

    if found is None:
        raise UnknownCustomId(value)

    return Month(int(found[1]), int(found[2]))


def _lines(entries: Sequence[DiaryEntry], servers: Servers) -> str:
    """A line for each viewing: with links to Letterboxd, if all of them fit."""
    lines = "\n".join(_line(entry, servers, has_link=True) for entry in entries)

    if limits.length(lines) <= limits.EMBED_DESCRIPTION:
        return lines

    return "\n".join(_line(entry, servers, has_link=False) for entry in entries)


def _line(entry: DiaryEntry, servers: Servers, *, has_link: bool) -> str:
    """A viewing: `28 · **Film (2013)** ★★★★½ ♥ ↻ · Night Owls · on Letterboxd`."""
    marks = [
        stars(entry.rating) if entry.rating else "",
        HEART if entry.is_liked else "",
        REWATCH if entry.is_rewatch else "",
    ]
    film = " ".join([f"**{film_name(entry.film, _FILM)}**", *filter(None, marks)])
    return " · ".join([str(entry.day.day), film, truncated(_where(entry, servers), _WHERE), *_source(entry, has_link)])


def _where(entry: DiaryEntry, servers: Servers) -> str:
    """The servers where it is told, or that it is in none."""
    named = dict.fromkeys(_server(place.guild_id, servers) for place in entry.places if place.guild_id is not None)
    return ", ".join(named) or "kept for yourself"


def _source(entry: DiaryEntry, has_link: bool) -> list[str]:  # noqa: FBT001  (of a line that has one)
    """That it stands on Letterboxd, or came from a file."""
    url = next((place.source_url for place in entry.places if place.source_url is not None), None)

    if url is None:
        return ["imported"] if any(place.is_imported for place in entry.places) else []

    said, target = ON_LETTERBOXD.strip(), link_target(url)
    return [f"[{said}]({target})" if has_link and len(target) <= _LINK else said]


def _server(guild_id: GuildId | None, servers: Servers) -> str:
    name = "" if guild_id is None else literal(servers.get(guild_id, ""))
    return truncated(name, 100) or A_SERVER_LEFT


def _months_beside(page: DiaryPage) -> tuple[Button[View], ...]:
    """To the months before and after that hold something; one that leads nowhere is there all the same."""
    return (
        button("Previous month", TurnDiary.at("earlier", page.earlier or page.month), is_disabled=page.earlier is None),
        button("Next month", TurnDiary.at("later", page.later or page.month), is_disabled=page.later is None),
    )


def _pages_beside(page: DiaryPage) -> tuple[Button[View], ...]:
    """To the pages of a long month."""
    month, number = page.month, page.number
    return (
        button("Previous", TurnDiary.at("before", month, number - 1), is_disabled=number == 1),
        button(f"Page {number:,} of {page.pages:,}", TurnDiary.at("this", month, number), is_disabled=True),
        button("Next", TurnDiary.at("after", month, number + 1), ButtonStyle.primary, is_disabled=number >= page.pages),
    )


def _month_options(page: DiaryPage) -> list[SelectOption]:
    """Every month that holds something; of more than a select has room for, this year's, and other years' latest.

    Of more years than there is room for, those nearest to this one.
    """
    if len(page.months) <= limits.SELECT_OPTIONS:
        return [_month_option(month, page) for month in page.months]

    here = [month for month in page.months if month.year == page.month.year]
    # The latest of each year comes first, and stays.
    latest = {month.year: month for month in reversed(page.months) if month.year != page.month.year}
    nearest = sorted(latest, key=lambda year: (abs(year - page.month.year), -year))
    others = [latest[year] for year in nearest[: limits.SELECT_OPTIONS - len(here)]]
    return [_month_option(month, page) for month in sorted([*here, *others], reverse=True)]


def _month_option(month: Month, page: DiaryPage) -> SelectOption:
    return option(month_name(month), _value(month), is_default=month == page.month)


def _value(month: Month) -> str:
    return f"{month.year:04}-{month.number:02}"


def _review_options(entries: Sequence[DiaryEntry], servers: Servers) -> list[SelectOption]:
    """The texts of the page's viewings, each review once: of every viewing one, then more as far as there is room."""
    found: dict[int, tuple[int, int, SelectOption]] = {}

    for line, entry in enumerate(entries):
        for turn, place in enumerate(place for place in entry.places if place.has_text):
            if place.review_id is not None:
                found.setdefault(place.review_id, (turn, line, _review_option(entry, place, servers)))

    first = sorted(found.values(), key=lambda one: one[:2])[: limits.SELECT_OPTIONS]
    return [offered for _, _, offered in sorted(first, key=lambda one: (one[1], one[0]))]


def _review_option(entry: DiaryEntry, place: DiaryPlace, servers: Servers) -> SelectOption:
    marks = f" {stars(entry.rating)}" if entry.rating else ""
    label = f"{entry.day.day} · "
    film = film_label(entry.film, limits.OPTION_LABEL - len(label) - len(marks))
    name = "" if place.guild_id is None else plain(servers.get(place.guild_id, ""))
    return option(f"{label}{film}{marks}", str(place.review_id), name or A_SERVER_LEFT)
