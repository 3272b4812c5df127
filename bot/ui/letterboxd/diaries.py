"""Whose diaries come into a server from Letterboxd, for those who manage it."""

from collections.abc import Mapping, Sequence

from discord import ButtonStyle

from bot.ui.answer import Answer, Item
from bot.ui.components import button, option, select
from bot.ui.custom_ids import MOST_PAGES, ChooseDiary, DecideDiary, ShowDiaries, ShowStep
from bot.ui.embeds import GOLD, Embed
from bot.ui.names import member_name
from bot.ui.text import literal, truncated
from data.models import Author, FollowedServer, FollowState, UserId

PAGE_SIZE = 15
"""Diaries on a page: so many that the longest names fit."""

DIARIES = "See the diaries"
"""The button that leads here, without its count."""

_NAME = 24

GONE = "That diary does not come in here any more: its member ended it, or named another one, meanwhile."
"""What is said where somebody else was quicker."""


def on_page(diaries: Sequence[FollowedServer], number: int) -> Sequence[FollowedServer]:
    """Those on that page, or on the last one where there are fewer pages."""
    last = max(1, -(-len(diaries) // PAGE_SIZE))
    begin = (min(number, last) - 1) * PAGE_SIZE
    return diaries[begin : begin + PAGE_SIZE]


def diaries_page(
    diaries: Sequence[FollowedServer],
    number: int,
    members: Mapping[UserId, Author | None],
    chosen: UserId | None = None,
    said: str = "",
) -> Answer:
    """A page of the server's diaries, those that wait first; with what can be done about the `chosen` one.

    `members` names those on the page, as far as they are known. What is `said` of the last press stands above.
    """
    shown = on_page(diaries, number)
    lines = [_line(one, members.get(one.user_id)) for one in shown]
    nobody = "Nobody lets their diary come in here. Members do with `/letterboxd link`."
    embed = Embed(
        title="Diaries that come in from Letterboxd",
        description="\n".join([*([f"{said}\n"] if said else ()), *(lines or [nobody])]),
        colour=GOLD,
    )
    rows: list[Sequence[Item]] = []

    if shown:
        # The page that is asked for may be one that there is no longer.
        number = diaries.index(shown[0]) // PAGE_SIZE + 1
        options = [
            option(
                one.username, str(one.user_id), _about(one, members.get(one.user_id)), is_default=one.user_id == chosen
            )
            for one in shown
        ]
        rows.append((select("Choose a diary…", ChooseDiary(number=number), options),))
        rows += [_decisions(one, number) for one in shown if one.user_id == chosen]

    rows.append(_ways(number, len(diaries)))
    return Answer(embeds=(embed,), rows=rows)


def decided(diary: FollowedServer) -> str:
    """What is said after an admin's word."""
    name = f"**{literal(diary.username)}**"

    if diary.state is FollowState.ON:
        return f"The diary of {name} comes in from now on."

    return f"The diary of {name} does not come in. What it brought before stays."


def _line(diary: FollowedServer, member: Author | None) -> str:
    states = {
        FollowState.ASKED: f"**waits for you**, asked <t:{int(diary.asked_at.timestamp())}:R>",
        FollowState.ON: "comes in",
        FollowState.REFUSED: "refused",
    }
    page = f"[{literal(diary.username)}](https://letterboxd.com/{diary.username}/)"
    return f"· {page} · {_whose(diary, member)} · {states[diary.state]}"


def _whose(diary: FollowedServer, member: Author | None) -> str:
    """The member by the name that was last seen, and by a mention, which in an embed pings nobody."""
    name = truncated(literal(member_name(member)), _NAME)
    return f"{name} (<@{diary.user_id}>)"


def _about(diary: FollowedServer, member: Author | None) -> str:
    states = {FollowState.ASKED: "waits for you", FollowState.ON: "comes in", FollowState.REFUSED: "refused"}
    return f"{states[diary.state]}, {member_name(member)}"


def _decisions(diary: FollowedServer, number: int) -> Sequence[Item]:
    """What an admin can do about it as it stands."""
    refusal = DecideDiary(number=number, user=diary.user_id, username=diary.username, agrees="n")
    agree = button("Agree", refusal.model_copy(update={"agrees": "y"}), ButtonStyle.success)

    match diary.state:
        case FollowState.ASKED:
            return (agree, button("Refuse", refusal, ButtonStyle.danger))
        case FollowState.ON:
            return (button("End", refusal, ButtonStyle.danger),)
        case FollowState.REFUSED:
            return (agree,)


def _ways(number: int, count: int) -> Sequence[Item]:
    settings = button("Settings", ShowStep(step="diaries"))

    if count <= PAGE_SIZE:
        return (settings,)

    is_last = number * PAGE_SIZE >= count
    return (
        button("Previous", ShowDiaries(number=max(1, number - 1)), is_disabled=number == 1),
        button("Next", ShowDiaries(number=min(MOST_PAGES, number + 1)), is_disabled=is_last),
        settings,
    )
