"""The page of the set-up about diaries that come in from Letterboxd."""

from collections.abc import Sequence

from discord.ui import Button, View

from bot.ui.answer import Item
from bot.ui.components import button
from bot.ui.custom_ids import ShowDiaries, Switch
from bot.ui.letterboxd.diaries import DIARIES
from bot.ui.setup.server import Fields, ServerSetup
from bot.ui.text import words

INTRO = (
    "Members can let their diary on Letterboxd come in here with `/letterboxd link`: each film that they rate or review"
    " there from then on becomes a review of theirs. Nobody can prove to me which diary is theirs; if you would rather"
    " look first, I ask you each time."
)


def diary_fields(setup: ServerSetup) -> Fields:
    """What is chosen, and what comes of it."""
    how = (
        "Somebody's diary comes in once one of you agrees."
        if setup.settings.checks_letterboxd
        else "Somebody's diary comes in as soon as they say which is theirs."
    )
    waiting, verb = setup.diaries_asked, "waits" if setup.diaries_asked == 1 else "wait"
    asked = f" **{words(waiting, 'diary', 'diaries')} {verb} for your word.**" if waiting else ""
    return [("Diaries on Letterboxd", f"{how}{asked}")]


def diary_rows(setup: ServerSetup) -> list[Sequence[Item]]:
    """What this page offers."""
    check = (
        button("Let diaries in without asking", Switch(what="diaries", to="off"))
        if setup.settings.checks_letterboxd
        else button("Ask us before a diary comes in", Switch(what="diaries", to="on"))
    )
    return [(check, to_diaries(setup)) if setup.diaries else (check,)]


def to_diaries(setup: ServerSetup) -> Button[View]:
    """The button that leads to whose diaries come in."""
    return button(f"{DIARIES} ({setup.diaries:,})", ShowDiaries(number=1))
